"""Reports: what the records say of a week, a month, a half-year or a year, as an official document."""
