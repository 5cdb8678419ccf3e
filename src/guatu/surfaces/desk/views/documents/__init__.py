"""How are papers handed in, found, looked at, and taken along?"""
