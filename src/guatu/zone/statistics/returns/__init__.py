"""What does each enterprise report of itself, is it right, and what do all of them sum to?"""
