"""How does Guatu write to people outside its pages?"""
