"""By when is something to be done: the words of the clause that say so."""

from __future__ import annotations

import re

_NUMBER = "[0-9０-９一二三四五六七八九十]{1,3}"
_YEAR = r"(?:[0-9０-９]{4}年(?:度)?|今年|本年|年内|明年)"
_PART = (
    rf"(?:{_NUMBER}月(?:份)?(?:[0-9０-９]{{1,2}}日)?(?:上旬|中旬|下旬|底|末|初)?|[一二三四1-4]季度(?:末|底)?"
    r"|第[一二三四1-4]季度|[上下]半年|年底|年末|年中|年初|春季|夏季|秋季|冬季|汛期|春节|国庆)"
)
_EDGE = r"(?:之?前|以前|底前|末前|前后)?"
DEADLINE = re.compile(
    rf"(?:{_YEAR}{_PART}{_EDGE}|(?:力争|争取|确保|在|于)?{_PART}{_EDGE}(?!度|产)|{_YEAR}(?:之?前|底前?|内)|年内)"
)
_LEAD = re.compile("^(力争|争取|确保|在|于)")


def find_deadline(text: str) -> str | None:
    """The words that set a time limit in the clause, as written (「6月底前」, 「2019年秋季」), or None."""
    match = DEADLINE.search(text)
    return _LEAD.sub("", match[0]) if match else None
