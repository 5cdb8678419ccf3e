"""How does Chinese write days?"""
