"""What are the things in a list called: shared heads, classes after 等, and what is no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guatu.plan.reading.clauses import CLOSING, OPENING
from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Stage

_WORDS = load_lexicon("projects")


def _any(key: str, end: str = "") -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_WORDS[key]) + ")" + end)


HEAD = _any("heads", "$")
NOT_PROJECT, UNSPECIFIC, CLASS, FIRM, LINK, PRAISE = (
    _any(key) for key in ("not_projects", "unspecific", "class_words", "firms", "shared_links", "praise")
)
FIRM_CLASS = re.compile(str(_WORDS["firm_class"]))
# A list opened by 等 with one of these after it is a list of projects, whatever their names.
PROJECT_CLASS = re.compile("(项目|工程)(的)?$")
QUOTED = re.compile("^[“《].*[”》]$")
LONGEST_NAME = 40
SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A name and where the part of it that is its own stands; the head may stand once after a list."""

    name: str
    start: int
    end: int


def names_in(phrase: str, stage: Stage) -> Iterator[Named]:
    """The names in a phrase such as 「甲、乙等重大项目」, with offsets into the phrase."""
    if UNSPECIFIC.search(phrase):
        return
    listed, after = _parted(phrase)
    items = list(_items(phrase, 0, len(listed)))
    shared, trusted = "", False
    if after is not None:
        # What is attracted as 「甲、乙等项目」 may be kinds of products; what is built or opened is named.
        trusted = bool(PROJECT_CLASS.search(after)) and stage != "attract"
        shared = "" if CLASS.search(after) else FIRM_CLASS.sub("", after)
        items = list(_with_shared_link(phrase, items)) if not shared else items
    else:
        trusted = len(items) > 2 and any(HEAD.search(item.name) for item in items[:-1]) and stage != "attract"
        items = list(_with_shared_link(phrase, _joined(phrase, items)))
    for item in items:
        named = Named(item.name + shared, item.start, item.end)
        if _is_name(named.name, trusted=trusted or (bool(shared) and _is_name(shared, trusted=False))):
            yield named


def _parted(phrase: str) -> tuple[str, str | None]:
    """The list before 等 and what stands after it; None without 等."""
    at = phrase.rfind("等")
    if at <= 0 or phrase[at - 1] in "同相平中高初" or phrase[at + 1 : at + 2] in {"级", "候"}:
        return phrase, None
    return phrase[:at], phrase[at + 1 :]


def _items(phrase: str, start: int, end: int) -> Iterator[Named]:
    """The members of a list, split at 、 outside brackets and quotes and at the last 和."""
    spans = list(_split(phrase, start, end))
    if len(spans) > 1:
        first, last = spans.pop()
        spans += _split_at_and(phrase, first, last)
    elif spans:
        spans = list(_split_at_and(phrase, *spans[0]))
    for first, last in spans:
        praise = PRAISE.match(phrase[first:last])
        first += praise.end() if praise else 0
        if first < last:
            yield Named(phrase[first:last], first, last)


def _split(phrase: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth, first = 0, start
    # What is enumerated before 的 describes the one thing after it.
    barrier = phrase.rfind("的", start, end)
    for i in range(start, end):
        depth += (phrase[i] in OPENING) - (phrase[i] in CLOSING)
        if phrase[i] == "、" and depth <= 0 and i > barrier:
            yield first, i
            first = i + 1
    yield first, end


def _split_at_and(phrase: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in ("和", "以及", "与", "及"):
        at = phrase.rfind(mark, start, end)
        left, right = phrase[start:at], phrase[at + len(mark) : end]
        if (
            at > start
            and HEAD.search(left)
            and HEAD.search(right)
            and len(left) > 2
            and _same_head(left, right)
        ):
            yield start, at
            yield at + len(mark), end
            return
    yield start, end


def _same_head(left: str, right: str) -> bool:
    return left[-1] == right[-1] or (len(left) > 5 and len(right) > 5)


def _joined(phrase: str, items: list[Named]) -> list[Named]:
    """Members without a head of their own belong to the last (「智能制造、工业互联网创新中心」 is one thing).

    Firms share the last one's head instead: each of them builds one.
    """
    if len(items) < 2 or any(HEAD.search(item.name) for item in items[:-1]):
        return items
    if all(FIRM.search(item.name) for item in items[:-1]):
        return _with_last_head(items)
    whole = Named(phrase[items[0].start : items[-1].end], items[0].start, items[-1].end)
    return [whole]


def _with_last_head(items: list[Named]) -> list[Named]:
    last = items[-1]
    head = _compound_head(last.name)
    if not head or len(head) == len(last.name):
        return items
    own = last.end - len(head)
    before = [Named(i.name + head, i.start, i.end) for i in items[:-1]]
    return [*before, Named(last.name, last.start, own)]


def _compound_head(name: str) -> str:
    """The head noun with the word before it: 人才公寓 of 「某园一期人才公寓」."""
    match = HEAD.search(name)
    return name[max(0, match.start() - 2) :] if match else ""


def _with_shared_link(phrase: str, items: list[Named]) -> Iterator[Named]:
    """「甲路、乙路下穿某高速」: both roads pass under it."""
    link = LINK.search(items[-1].name, 2) if len(items) > 1 else None
    last_words = {item.name[-1] for item in items[:-1]}
    if link is None or items[-1].name[-1] in last_words or any(LINK.search(i.name) for i in items[:-1]):
        yield from items
        return
    last = items[-1]
    shared = last.name[link.start() :]
    for item in items[:-1]:
        yield Named(item.name + shared, item.start, item.end)
    yield Named(last.name, last.start, last.start + link.start())


def _is_name(name: str, *, trusted: bool) -> bool:
    if not SHORTEST_NAME <= len(name) <= LONGEST_NAME or UNSPECIFIC.search(name) or NOT_PROJECT.search(name):
        return bool(QUOTED.match(name))
    return trusted or bool(HEAD.search(name)) or bool(QUOTED.match(name))
