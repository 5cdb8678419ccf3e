"""The PostgreSQL that Guatu brings along: which programs, as whom, where the data, start and stop."""
