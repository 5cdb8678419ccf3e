"""Which pages are made from the declaration of a registry?"""
