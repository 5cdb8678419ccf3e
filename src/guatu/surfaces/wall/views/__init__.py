"""How do the wall's pages answer a request?"""
