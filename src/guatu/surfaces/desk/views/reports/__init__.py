"""How are reports listed, previewed, drafted, released, worded and traced on the desk?"""
