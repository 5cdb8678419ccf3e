"""What do people have to type, who asks it of them, and is anything asked twice?"""
