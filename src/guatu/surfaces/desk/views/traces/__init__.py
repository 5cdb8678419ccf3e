"""Which pages lead from a number to its records, and from a record to its numbers?"""
