"""Which numbers are only part of another word: a name, a rank, a grade, a threshold?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from guatu.plan.reading.quantities.lexicon import one_of, pattern, words
from guatu.plan.reading.quantities.reasons import ATTRIBUTE, NAME, ORDINAL, THRESHOLD
from guatu.plan.reading.quantities.spotting import Mention

_QUOTED = re.compile(r"[“\"《〈][^“”\"《》〈〉。\n]{1,40}[”\"》〉]")
_LONGEST_QUOTED_NAME = 14
_LETTER = re.compile(r"[A-Za-z]")
_NAME_ENDS = ("级", "号", "强", "届", "+", "式", "路", "线")
_CLAUSE = re.compile(r"[^,;。!?\n()]{0,24}")
_NOT_GOAL = rf"(?!{one_of(words('nouns', 'goals'))})"
_NO_VERB = rf"(?!{pattern('links', 'plain')}|{pattern('growth', 'verbs')}|{pattern('increment', 'verbs')})"
_HAN = r"[\u4e00-\u9fff“]"
_EXCEEDS = re.compile(r"(?:投资|产值|收入|税收|纳税|规模|额|资金|资产|估值)(?:过|超过|超|上)$")
_SIZED = re.compile(rf"{pattern('traps', 'threshold_before')}$")
_DEFINES = re.compile(rf"(?:以上|以下|以内|及以上)的?{_NOT_GOAL}{_NO_VERB}{_HAN}")
_DEFINED = re.compile(rf"的?(?!以|左右){_NOT_GOAL}{_NO_VERB}{_HAN}")
_DEFINED_BY_OF = re.compile(rf"(?:以上|以下)?的{_NOT_GOAL}(?:{_HAN}|\d)")
_COUNTED = re.compile(r"(?:以上|以下)?的?[\u4e00-\u9fff]{0,10}(?:项目|企业|工程|园区|集群|产业)\d+[个项家户]")
_VILLAGES = re.compile(r"(?:以上|以下)的?(?:自然村|小区|村|屯)")
_THRESHOLDS = frozenset({"money", "area", "length", "tension", "power", "duration", "age", "mass"})


def embedded_reason(plain: str, mention: Mention, quoted: Sequence[tuple[int, int]]) -> str | None:
    """Why the number is part of a name, an ordinal, a threshold or a grade; None where it is an amount."""
    if mention.form == "ordinal":
        return ORDINAL
    if mention.form == "name" or _in_quotes(mention, quoted):
        return NAME
    before, after = plain[mention.start - 1 : mention.start], plain[mention.end : mention.end + 1]
    if _LETTER.match(before) or (before and before in "-./+" and mention.family == "bare"):
        return NAME
    if mention.family == "bare" and (_LETTER.match(after) or after in _NAME_ENDS):
        return NAME
    if (after == "级" and mention.family != "percent") or mention.family == "tension":
        return ATTRIBUTE
    return _threshold(plain, mention)


def _threshold(plain: str, mention: Mention) -> str | None:
    if mention.family not in _THRESHOLDS and mention.unit.word not in ("户", "人"):
        return None
    before = plain[max(0, mention.start - 8) : mention.start]
    after = _CLAUSE.match(plain, mention.end)
    assert after is not None
    words_after = after.group()
    if mention.family not in _THRESHOLDS:
        return THRESHOLD if _VILLAGES.match(words_after) else None
    if _DEFINES.match(words_after) or (_EXCEEDS.search(before) and _DEFINED.match(words_after)):
        return THRESHOLD
    if mention.family == "money" and _SIZED.search(before) and _DEFINED_BY_OF.match(words_after):
        return ATTRIBUTE
    return THRESHOLD if mention.family == "money" and _COUNTED.match(words_after) else None


def quoted_stretches(plain: str) -> list[tuple[int, int]]:
    """The stretches in quotation marks or title marks that are short enough to be names."""
    return [
        match.span()
        for match in _QUOTED.finditer(plain)
        if len(match.group()) <= _LONGEST_QUOTED_NAME + 2 or match.group()[0] in "《〈"
    ]


def _in_quotes(mention: Mention, quoted: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(quoted, (mention.start, 0)) - 1
    return at >= 0 and mention.end < quoted[at][1]
