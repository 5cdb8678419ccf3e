"""Which numbers describe something instead of promising it: attributes, structure, summaries, time?"""

from __future__ import annotations

import re

from guatu.plan.reading.quantities.lexicon import one_of, pattern, words
from guatu.plan.reading.quantities.phrases import Phrase, starts_with_verb
from guatu.plan.reading.quantities.reasons import (
    ATTRIBUTE,
    BACKGROUND,
    BASELINE,
    DURATION,
    STRUCTURE,
    SUMMARY,
)

_BY_SIZE = re.compile(r"(?:超|过|达|超过)[\d一二三四五六七八九十百千万亿]+[^,;。]*?的?")
_ATTRIBUTE_BEFORE = re.compile(rf"{pattern('traps', 'attribute_before')}(?:约|近|达|为)?$")
_BASELINE_BEFORE = re.compile(rf"{pattern('traps', 'baseline_before')}[^,;。]{{0,24}}$")
_BASELINE_AFTER = re.compile(
    r"[^,;。]{0,6}?(?:提高|增加|提升|增|上升|扩大|降|下降|压缩|压减|减少|缩短|调整|调|扩|恢复|发展)(?:到|至|为)"
)
_CHANGES = re.compile(
    rf"(?:{pattern('links', 'reach')}|{pattern('reduction', 'verbs')}|提高|提升|增加|为)\s*$"
)
_CONTEXT = re.compile(rf"[^,;。]*为{pattern('traps', 'context_after')}$")
_LEANING = re.compile(rf"\s*(?:要|充分|积极)?{pattern('nouns', 'leaning')}")
# 6.5%左右的增速可以实现充分就业: speaks of the goal, sets none
_PACE = re.compile(r"的(?:经济|预期)?(?:增速|增长|增长速度|增长目标|目标)")
_STRUCTURE = re.compile(rf"^(?:方面|(?:大)?{pattern('nouns', 'structure')}(?:的?(?:工作|任务|内容|要求))?$)")
_WORKS = re.compile(rf"{pattern('nouns', 'works')}$")
_FACILITY = re.compile(rf"{pattern('nouns', 'facilities')}$")
_CAPACITY = frozenset({"mass", "power", "tension", "volume", "herd", "other"})
_EXTENT = frozenset({"area", "length"})
_RELATIVE = one_of(words("nouns", "relative"))
_EVENT_START = re.compile(rf"{pattern('nouns', 'events')}+(?:并投入使用|试运转)?")
_EVENT_END = re.compile(rf"{pattern('nouns', 'events')}$")
_GOAL = re.compile(rf"^的?(?:目标|任务|速度|水平|增长|增速|增幅|比例|要求|{_RELATIVE}(?:$|计划|任务|目标))")


def phrase_reason(phrase: Phrase, noun_left: str) -> str | None:
    """Why the number of a phrase is no commitment of its own, from the words around it; None where it is."""
    for rule in (_baseline, _context, _attribute, _span_of_time, _structure, _summary):
        reason = rule(phrase, noun_left)
        if reason:
            return reason
    return None


def head(phrase: Phrase) -> str:
    """The noun that stands after the number, or nothing when the words after it go on otherwise."""
    right = phrase.right.strip()
    if not right or right[0] in "、,;:-":
        return ""
    if starts_with_verb(right) and not _BY_SIZE.match(right):
        return ""
    happens = _EVENT_START.match(right)
    if happens and (phrase.mention.family != "count" or happens.end() == len(right)):
        return ""
    return right.removeprefix("的").strip()


def _baseline(phrase: Phrase, noun_left: str) -> str | None:
    if _BASELINE_AFTER.match(phrase.rest) and _BASELINE_BEFORE.search(phrase.left):
        return BASELINE
    return None


def _context(phrase: Phrase, noun_left: str) -> str | None:
    if _LEANING.match(phrase.left) and head(phrase) and phrase.mention.family in {"count", "money"}:
        return BACKGROUND
    if _PACE.match(phrase.right) and phrase.left.strip() in ("", "有", "约"):
        return BACKGROUND
    return BACKGROUND if _CONTEXT.match(phrase.rest) and re.match(r"\s*以", phrase.left) else None


def _attribute(phrase: Phrase, noun_left: str) -> str | None:
    family, noun = phrase.mention.family, _EVENT_END.sub("", head(phrase))
    if family == "count" and phrase.mention.scale > 1 and _FACILITY.search(_first_of_list(noun)):
        return ATTRIBUTE
    if family not in _CAPACITY | _EXTENT | {"money"}:
        return None
    if _ATTRIBUTE_BEFORE.search(phrase.left) and (noun or phrase.depth):
        return ATTRIBUTE
    if family == "money" or not noun or _GOAL.match(noun):
        return None
    return _attribute_of_noun(family, noun, noun_left)


def _attribute_of_noun(family: str, noun: str, noun_left: str) -> str | None:
    if (family in _EXTENT and _WORKS.search(_first_of_list(noun))) or (_WORKS.search(noun) and not noun_left):
        return ATTRIBUTE if family in _CAPACITY and _FACILITY.search(noun) else None
    if noun_left or _FACILITY.search(_first_of_list(noun)) or _FACILITY.search(noun):
        return ATTRIBUTE
    return ATTRIBUTE if family in {"power", "herd"} else None


def is_works(phrase: Phrase) -> bool:
    """True when an area or a length stands before the works that it measures: 38公里原水管道."""
    return phrase.mention.family in _EXTENT and _WORKS.search(head(phrase)) is not None


def _first_of_list(noun: str) -> str:
    return re.split(r"[、等和及与(]", noun)[0]


def _span_of_time(phrase: Phrase, noun_left: str) -> str | None:
    if phrase.mention.family not in {"duration", "age"}:
        return None
    says = _CHANGES.search(phrase.left) or noun_left.endswith("天数")
    return None if says and noun_left and not head(phrase) else DURATION


def _structure(phrase: Phrase, noun_left: str) -> str | None:
    if phrase.mention.family == "count" and _STRUCTURE.match(head(phrase)):
        return STRUCTURE
    return None


_CLOSED_LIST = re.compile(r"[^、]{2,}、[^、]*[^等的、了]$|[^、]{2,}、[^、]+(?:和|及|与)[^、]*[^等的、]$")


def _summary(phrase: Phrase, noun_left: str) -> str | None:
    if phrase.mention.family != "count" or not head(phrase):
        return None
    left = phrase.left.rstrip()
    last = left.split("、")[-1]
    listed = (
        _CLOSED_LIST.search(left) and noun_left and not (starts_with_verb(last) or _EVENT_START.match(last))
    )
    return SUMMARY if listed else None
