"""What does each person's morning show: what turned, what waits for them, what is coming?"""
