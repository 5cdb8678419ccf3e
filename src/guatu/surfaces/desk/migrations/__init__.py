"""How did the tables of the desk come about?"""
