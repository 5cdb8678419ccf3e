"""How are days written where Django writes them otherwise?"""
