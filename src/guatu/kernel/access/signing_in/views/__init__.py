"""The pages of signing in, one file a noun."""
