"""What is done after an answer was given, or when its time comes round?"""
