"""The wall that leaders look at, and the way from a light to its figures and its sentence."""
