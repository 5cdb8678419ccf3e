"""Who changed what, when, and how can an outsider check it? See README.md."""
