"""How are codes, industries and names of enterprises judged? Pure, no Django."""
