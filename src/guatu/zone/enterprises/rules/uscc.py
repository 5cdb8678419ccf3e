"""Is this a unified social credit code? GB 32100-2015 with its amendment of 2020; the inner part GB 11714."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters in the order of their values; I, O, S, V and Z are none of them."""
LENGTH = 18
REGISTRATION_NUMBER_LENGTH = 15

# Registering authorities, position 1: the letters and 2 to 8 came with the amendment of 2020.
AUTHORITIES = frozenset("123456789ANY")
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class Fault(StrEnum):
    """What is wrong with a code."""

    LENGTH = "length"
    CHARACTER = "character"
    AUTHORITY = "authority"
    CHECK = "check"


def tidy_code(text: str) -> str:
    """The code as it is kept: one width, capitals, without spaces, dots and hyphens."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if not c.isspace() and c not in "-.·")


def organisation_of(code: str) -> str:
    """Positions 9 to 17, the organisation code (GB 32100-2015, 主体标识码): the same in any register."""
    return code[8:17]


def check_character(first: str) -> str:
    """The 18th character for the first 17, which must be of the alphabet (GB 32100-2015, 5.3)."""
    total = sum(ALPHABET.index(c) * weight for c, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def find_fault(code: str) -> Fault | None:
    """The first thing that is wrong with a tidied code, None where it is right."""
    if len(code) != LENGTH:
        return Fault.LENGTH
    # The district is digits; authority and kind may be letters since 2020, which some checkers refuse.
    if any(c not in ALPHABET for c in code) or not (code[2:8].isascii() and code[2:8].isdigit()):
        return Fault.CHARACTER
    if code[0] not in AUTHORITIES:
        return Fault.AUTHORITY
    return None if check_character(code[:17]) == code[17] else Fault.CHECK


def organisation_fits(code: str) -> bool:
    """Whether the organisation's own code within (positions 9 to 17, GB 11714) has its check character.

    Codes are in use where it does not, so it is a reason to look, none to refuse.
    """
    return organisation_check(code[8:16]) == code[16]


def organisation_check(first: str) -> str:
    """The 9th character of an organisation code for its first eight (GB 11714-1997)."""
    values = (int(c, 36) for c in first)
    rest = 11 - sum(v * w for v, w in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def is_registration_number(text: str) -> bool:
    """Whether it has the form of the number in use before the code: 15 digits."""
    return len(text) == REGISTRATION_NUMBER_LENGTH and text.isascii() and text.isdigit()
