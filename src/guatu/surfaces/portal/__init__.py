"""What does an enterprise do with the zone: file its returns, see what was said of them?"""
