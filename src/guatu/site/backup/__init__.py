"""How is everything that a zone must not lose written into one file, and brought back from it?"""
