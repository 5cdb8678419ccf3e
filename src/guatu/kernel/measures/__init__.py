"""Which measures exist, and who can compute them: where the plan and the trades meet."""
