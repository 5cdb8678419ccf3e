"""Which whole number does a word of an address or a form say?"""

MOST_DIGITS = 18
"""What fits a column of the database; Python itself refuses to read some thousands of digits."""


def whole_number(written: str) -> int | None:
    """The number, from zero on; None where the word is none, or longer than any key, page or version."""
    is_one = written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS
    return int(written) if is_one else None
