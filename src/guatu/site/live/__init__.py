"""The stream of changes: a small process beside the pages, because pages are served by blocking threads."""
