"""What do templates need beyond Django's own tags?"""
