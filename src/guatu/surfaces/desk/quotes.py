"""How is a sentence of a plan quoted, so that one sees which words it is about?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Longer sentences are cut round the place that they are quoted for.
QUOTED = 160
# A number is one word, so that 30 becoming 36 is not shown as one digit; else a character is.
_WORDS = re.compile(r"[0-9A-Za-z.,%]*[0-9A-Za-z%]|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quoted sentence; `lit` where the finding is about it."""

    text: str
    lit: bool


def pieces(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The sentence [start, end) as stretches, lit at `places`; a long one is cut to what is near."""
    inside = sorted((max(a, start), min(b, end)) for a, b in places if a < end and b > start)
    first, last = _window(start, end, inside)
    if first > start:
        yield Piece("…", False)
    at = first
    for a, b in inside:
        if b <= at or a >= last:
            continue
        if a > at:
            yield Piece(text[at:a], False)
        yield Piece(text[max(a, at) : min(b, last)], True)
        at = min(b, last)
    if at < last:
        yield Piece(text[at:last], False)
    if last < end:
        yield Piece("…", False)


def _window(start: int, end: int, inside: Sequence[tuple[int, int]]) -> tuple[int, int]:
    if end - start <= QUOTED:
        return start, end
    centre = inside[0][0] if inside else start
    first = max(start, centre - QUOTED // 3)
    return first, min(end, first + QUOTED)


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of two versions of a text: "same", "out" or "in"."""

    text: str
    kind: str


def edits(old: str, new: str) -> Iterator[Edit]:
    """How one text became the other: what stayed, what went out, what came in."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Edit("".join(before[a:b]), "same")
            continue
        if b > a:
            yield Edit("".join(before[a:b]), "out")
        if d > c:
            yield Edit("".join(after[c:d]), "in")
