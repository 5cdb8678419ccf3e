"""What is counted: the subject of a number that has none of its own, and those of a list of numbers."""

from __future__ import annotations

import re

from guatu.plan.reading.quantities.grammar import EVENTS, RELATIVE, tidy
from guatu.plan.reading.quantities.lexicon import words
from guatu.plan.reading.quantities.phrases import JOINTS

_JOINTS = re.compile(JOINTS)
# one word that stands for two things
_PAIRS = {
    "城乡": ("城镇", "农村"),
    "产销量": ("产量", "销量"),
    "购销量": ("购量", "销量"),
    "进出口": ("进口", "出口"),
    "投融资": ("投资", "融资"),
}
_EVENT_END = re.compile(r"(?:" + "|".join(sorted(EVENTS, key=len, reverse=True)) + ")$")
_RELATIVE_END = re.compile(r"(?:" + "|".join(sorted(RELATIVE, key=len, reverse=True)) + ")$")
_SHORTEST = 2
FULL_NAMES = dict(entry.split("=") for entry in words("names"))


def is_dependent(subject: str) -> bool:
    """True when the words name an amount or an event of something said before: 投资, 竣工."""
    return subject in RELATIVE or subject in EVENTS or len(subject) < _SHORTEST


def topic_of(subject: str) -> str:
    """The thing that a subject is about: 亿元以上项目 for 亿元以上项目开工."""
    for ending in (_EVENT_END, _RELATIVE_END):
        shorter = ending.sub("", subject)
        if shorter != subject and len(shorter) >= _SHORTEST:
            return shorter
    return subject


def attach(topic: str, subject: str) -> str:
    """The dependent subject with what it belongs to in front: 基础设施项目 and 投资 give 基础设施项目投资."""
    return topic if topic.endswith(subject) else f"{topic}{subject}"


def share_out(listed: str, count: int) -> list[str]:
    """The `count` subjects of 分别: 交通、水利领域投资 gives 交通领域投资 and 水利领域投资.

    One subject for all of them when the list does not have that many parts.
    """
    parts = [part.strip() for part in _JOINTS.split(listed) if part.strip()]
    if count == 1:
        return [join_listed(listed)]
    if len(parts) != count:
        return _split_pair(listed, count)
    return [tidy(part) for part in _with_shared_words(parts)]


def _split_pair(listed: str, count: int) -> list[str]:
    for word, pair in _PAIRS.items():
        if word in listed and count == len(pair):
            return [listed.replace(word, one, 1) for one in pair]
    return [listed] * count


def _with_shared_words(parts: list[str]) -> list[str]:
    last, others = parts[-1], parts[:-1]
    longest = max(len(part) for part in others)
    if last in RELATIVE or len(last) <= _SHORTEST:
        return _with_shared_head(parts)
    relative = _RELATIVE_END.search(last)
    if relative and not any(_RELATIVE_END.search(part) for part in others):
        shared = last[longest:] if len(last) - longest >= len(relative.group()) else ""
        return [part + shared for part in others] + [last]
    if len(last) > longest + _SHORTEST and others[0][-1:] != last[-1:]:
        return [part + last[longest:] for part in others] + [last]
    return parts


def _with_shared_head(parts: list[str]) -> list[str]:
    first = parts[0]
    topic = topic_of(first)
    if topic == first:
        return parts
    return [first] + [part if part.startswith(topic) else topic + part for part in parts[1:]]


def join_listed(listed: str) -> str:
    """Two subjects that share one number, joined by a semicolon: A、B均 gives A;B."""
    parts = [part.strip() for part in _JOINTS.split(listed) if part.strip()]
    if len(parts) < _SHORTEST:
        return listed
    return ";".join(_with_shared_words(parts))
