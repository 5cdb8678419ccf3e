"""What does django-pghistory cost? An application with one table that it tracks as its manual says."""
