"""How did the tables of the plan come to be?"""
