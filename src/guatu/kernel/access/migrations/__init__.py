"""How did the tables of access come to be?"""
