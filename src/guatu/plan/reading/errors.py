"""Why can a document not be read: one error with a code for machines and a sentence for people."""

from guatu.base.errors import GuatuError


class UnreadableDocument(GuatuError):  # noqa: N818 - named for what it says of the document
    """The document gives no text to read.

    `code` is stable (empty, too_large, binary, image_only_pdf, encrypted, …); `sentence` says what is
    wrong and what to do about it.
    """

    @property
    def sentence(self) -> str:
        """The sentence to show to the person who handed the document in."""
        return self.message
