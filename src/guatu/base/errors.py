"""What is said when something cannot be done?"""

from __future__ import annotations


class GuatuError(Exception):
    """Something went wrong in a way that has a name: `code` for programs, `message` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class Refused(GuatuError):  # noqa: N818 - reads as a sentence: raise Refused
    """An action or an input that is refused; `sentence` says why and what to do, in the reader's language."""

    @property
    def sentence(self) -> str:
        """The sentence to show to the person who asked."""
        return self.message
