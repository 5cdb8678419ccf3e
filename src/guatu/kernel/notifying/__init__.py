"""What are people told, in their pages and by mail? Each person decides of each kind how, and when not."""
