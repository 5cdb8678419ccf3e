"""How do other programs read and write the records?"""
