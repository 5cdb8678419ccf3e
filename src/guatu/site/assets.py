"""Under which name is a style sheet or script served?"""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Assets(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Names with a content hash once the files are collected, plain names before (tests, type checks)."""

    def stored_name(self, name: str) -> str:
        """Returns the name to put into a page."""
        if not self.hashed_files:
            return name
        return str(super().stored_name(name))
