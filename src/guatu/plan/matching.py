"""Which item of an amended document is which item of the old one?

Pure. An item is known again by its words: first those whose sentence, subject and text are the same, then,
among the rest, the most similar pairs. The threshold is such that a changed figure, unit or deadline keeps
its identity, while a new promise in an old sentence does not take over that of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

Status = Literal["unchanged", "moved", "changed", "added", "removed"]

SIMILAR = 72.0
"""Similarity (0–100) from which two items are the same one in other words."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an item is known by: its words, the subject or name in them, and the sentence around."""

    kind: str
    text: str
    subject: str
    sentence: str
    start: int


def match(old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> dict[int, int]:
    """Index of the new item for each old one that is still there; each new item at most once."""
    found = dict(_same(old, new))
    taken = set(found.values())
    rest_old = [i for i in range(len(old)) if i not in found]
    rest_new = [j for j in range(len(new)) if j not in taken]
    for i, j in _similar(old, new, rest_old, rest_new):
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)
    return found


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """How much alike two items are, 0 to 100; 0 for two kinds."""
    if one.kind != other.kind:
        return 0.0
    words = fuzz.ratio(one.text, other.text)
    if one.kind == "task":
        return words
    subject = fuzz.ratio(one.subject, other.subject)
    if one.kind == "target":
        return 0.75 * subject + 0.15 * fuzz.ratio(one.sentence, other.sentence) + 0.1 * words
    return 0.8 * subject + 0.2 * fuzz.ratio(one.sentence, other.sentence)


def _same(old: Sequence[Fingerprint], new: Sequence[Fingerprint]) -> Iterator[tuple[int, int]]:
    """Pairs with the same words, in the order of the text where words repeat."""
    waiting: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for j in sorted(range(len(new)), key=lambda j: new[j].start, reverse=True):
        waiting[_words(new[j])].append(j)
    for i in sorted(range(len(old)), key=lambda i: old[i].start):
        candidates = waiting[_words(old[i])]
        if candidates:
            yield i, candidates.pop()


def _words(item: Fingerprint) -> tuple[str, str, str, str]:
    return item.kind, item.sentence, item.subject, item.text


def _similar(
    old: Sequence[Fingerprint], new: Sequence[Fingerprint], rest_old: list[int], rest_new: list[int]
) -> list[tuple[int, int]]:
    scored = [
        (score, i, j) for i in rest_old for j in rest_new if (score := similarity(old[i], new[j])) >= SIMILAR
    ]
    # Of equals the nearest in the order of the text.
    scored.sort(key=lambda entry: (-entry[0], abs(entry[1] - entry[2]), entry[1]))
    return [(i, j) for _score, i, j in scored]
