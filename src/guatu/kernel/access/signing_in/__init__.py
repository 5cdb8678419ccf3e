"""Who comes in, how is that proven, how long does it last, and what is recorded of it?"""
