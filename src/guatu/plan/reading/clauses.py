"""Where does one clause end and the next begin: at commas and stops outside brackets and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from guatu.plan.reading.model import Span

SENTENCE_ENDS = frozenset("。！？!?\n")
CLAUSE_ENDS = SENTENCE_ENDS | frozenset("，,；;")
OPENING = "（(“‘《〈【[「『"
CLOSING = "）)”’》〉】]」』"
_MATCHING = dict(zip(CLOSING, OPENING, strict=True))


def split_clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The clauses of text[start:end] in order, without closing mark and without white space around them.

    A comma between digits (1,200) does not split; an unclosed bracket ends with its sentence.
    """
    stop = len(text) if end is None else end
    first, open_marks = start, list[str]()
    for i in range(start, stop):
        mark = text[i]
        if mark in OPENING:
            open_marks.append(mark)
        elif mark in _MATCHING:
            if _MATCHING[mark] in open_marks:
                del open_marks[open_marks.index(_MATCHING[mark]) :]
        elif mark in SENTENCE_ENDS or (
            mark in CLAUSE_ENDS and not open_marks and not _inside_number(text, i)
        ):
            yield from _trimmed(text, first, i)
            first = i + 1
            open_marks.clear()
    yield from _trimmed(text, first, stop)


def _inside_number(text: str, i: int) -> bool:
    return (
        text[i] in ",，"
        and text[i - 1 : i].isdigit()
        and text[i + 1 : i + 4].isdigit()
        and len(text[i + 1 : i + 4]) == 3
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
