"""What is this file, judged by its bytes, and is there anything in it that could do harm?"""
