"""What number does a numeral write: 1,200, 3.5, 三十, 两."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SCALES |= {"十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}


def parse_decimal(numeral: str) -> Decimal:
    """The number that Arabic digits write, with or without thousands separators."""
    return Decimal(numeral.replace(",", "").replace(" ", ""))


def parse_chinese(numeral: str) -> int:
    """The number that Chinese numerals write, up to 千: 三十 is 30, 十二 is 12, 两 is 2, 百 is 100."""
    total, digit = 0, 0
    for char in numeral:
        if char in _PLACES:
            total += (digit or 1) * _PLACES[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def scale_of(word: str) -> int:
    """What a scale word multiplies by; 1 when there is none. 万 is 10000, 万亿 is 10^12."""
    return SCALES[word] if word else 1
