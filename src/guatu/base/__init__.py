"""What is a day, a period, a quantity, a missing value: plain Python, no Django."""
