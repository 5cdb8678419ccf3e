"""Is the installation in order, and what is to be done where it is not?"""
