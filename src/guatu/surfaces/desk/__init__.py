"""The pages on which staff work: plans, review, lint, figures."""
