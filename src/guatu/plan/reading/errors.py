"""Why can a document not be read: one error with a code for machines and a sentence for people."""


class UnreadableDocument(ValueError):  # noqa: N818 - named for what it says of the document
    """The document gives no text to read.

    `code` is stable (empty, too_large, binary, image_only_pdf, encrypted, …); `sentence` says what is
    wrong and what to do about it.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
