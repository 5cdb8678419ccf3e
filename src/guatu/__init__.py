"""Guatu reads a development zone's annual work plan and runs the year from it."""
