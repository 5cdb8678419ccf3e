"""By which short code is a number found again? Pure.

A report has a code of five letters and figures, and each of its numbers a place in it: M6K4T-12. Letters and
figures that are taken for one another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V) are not used, and the fifth character
checks the four before it, so that a slip of the hand leads nowhere and not to another report.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
_CODE = re.compile(rf"(?P<report>[{ALPHABET}]{{5}})[-－—](?P<serial>[1-9]\d{{0,4}})")


def report_codes(seed: str) -> Iterator[str]:
    """Codes for a report, the first one first: the same seed gives the same ones."""
    for attempt in range(1_000):
        digest = int.from_bytes(hashlib.sha256(f"{seed}/{attempt}".encode()).digest(), "big")
        letters = ""
        for _place in range(4):
            digest, rest = divmod(digest, len(ALPHABET))
            letters += ALPHABET[rest]
        yield letters + check_character(letters)


def check_character(letters: str) -> str:
    """The character that checks those before it: weighted, modulo a prime, it finds slips and swaps."""
    total = sum((place + 2) * ALPHABET.index(letter) for place, letter in enumerate(letters))
    return ALPHABET[total % len(ALPHABET)]


def number_code(report: str, serial: int) -> str:
    """The code of a report's number."""
    return f"{report}-{serial}"


def parse_code(text: str) -> tuple[str, int] | None:
    """The report's code and the number's place, as somebody typed them; None for what is no code."""
    match = _CODE.fullmatch(text.strip().upper())
    if match is None or check_character(match["report"][:4]) != match["report"][4]:
        return None
    return match["report"], int(match["serial"])
