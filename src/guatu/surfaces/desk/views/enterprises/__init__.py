"""Which pages has the desk for enterprises, beside their registry?"""
