"""How did one text become another, line by line and within a line word by word?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from guatu.surfaces.desk.quotes import Edit, edits

# Beyond this nobody reads the difference, and finding it takes minutes.
MAX_CHARACTERS = 300_000
MAX_LINES = 6_000
# Two lines are compared word by word where that is quickly done.
_MAX_PRODUCT = 1_000_000
_LINE_END = re.compile(r"(?<=[。；！？])|[\n\f]+")
_NEIGHBOURS = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that stayed (`left_out` of them not shown), or one change; `edits` say how."""

    kind: str
    edits: tuple[Edit, ...]
    left_out: int = 0


def can_be_compared(old: str, new: str) -> bool:
    """Whether the difference of the two can be found and read in bearable time."""
    return max(len(old), len(new)) <= MAX_CHARACTERS and max(len(_lines(old)), len(_lines(new))) <= MAX_LINES


def stretches(old: str, new: str) -> Iterator[Stretch]:
    """What stayed and what changed, in the order of the text."""
    before, after = _lines(old), _lines(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from _kept(before[a:b])
        else:
            yield Stretch("changed", tuple(_changed("\n".join(before[a:b]), "\n".join(after[c:d]))))


def _kept(lines: Sequence[str]) -> Iterator[Stretch]:
    if len(lines) <= 2 * _NEIGHBOURS + 1:
        yield Stretch("same", (Edit("\n".join(lines), "same"),))
        return
    yield Stretch("same", (Edit("\n".join(lines[:_NEIGHBOURS]), "same"),))
    yield Stretch("gap", (), len(lines) - 2 * _NEIGHBOURS)
    yield Stretch("same", (Edit("\n".join(lines[-_NEIGHBOURS:]), "same"),))


def _changed(old: str, new: str) -> Iterator[Edit]:
    if len(old) * len(new) <= _MAX_PRODUCT:
        yield from edits(old, new)
        return
    yield from (Edit(text, kind) for text, kind in ((old, "out"), (new, "in")) if text)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _LINE_END.split(text) if line.strip()]
