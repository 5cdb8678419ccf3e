"""How is the plan divided: parts, lines of work, sub-headings; which of them speak of the coming year."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from guatu.plan.reading.headings import SPOKEN_RANK, Heading, halfwidth
from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Section, SectionType, Tense
from guatu.plan.reading.title import YEAR

_WORDS = load_lexicon("headings")
PAST, COMING, LONG_TERM = (re.compile("|".join(_WORDS[key])) for key in ("past", "coming", "long_term"))
_LETTERS: dict[SectionType, str] = {"part": "P", "line": "L", "sub_heading": "S"}


def build_sections(text: str, headings: Sequence[Heading], year: int | None) -> tuple[Section, ...]:
    """The headings as a tree, in the order of the text; each reaches to the next of its level or above.

    The outermost style of numbering makes the parts, the next the lines of work, all deeper ones
    sub-headings; a text with a single style has lines only.
    """
    types = _types(headings)
    sections: list[Section] = []
    open_ones: list[tuple[int, Section]] = []
    counts: dict[str, int] = {}
    for i, heading in enumerate(headings):
        while open_ones and open_ones[-1][0] >= heading.rank:
            open_ones.pop()
        parent = open_ones[-1][1] if open_ones else None
        section = _section(text, heading, types[heading.rank], parent, counts, _end(headings, i, len(text)))
        section = dataclasses.replace(section, tense=tense_of(section.title, year, parent))
        open_ones.append((heading.rank, section))
        sections.append(_trimmed(text, section))
    return tuple(sections)


def _types(headings: Sequence[Heading]) -> dict[int, SectionType]:
    ranks = sorted({h.rank for h in headings if h.rank < SPOKEN_RANK})
    types: dict[int, SectionType] = dict.fromkeys([*ranks, SPOKEN_RANK], "sub_heading")
    if len(ranks) == 1:
        types[ranks[0]] = "line"
    elif ranks:
        types[ranks[0]], types[ranks[1]] = "part", "line"
    return types


def _section(
    text: str, heading: Heading, kind: SectionType, parent: Section | None, counts: dict[str, int], end: int
) -> Section:
    return Section(
        id=_new_id(kind, parent, counts),
        type=kind,
        label=heading.label,
        title=re.sub(r"\s+", " ", text[heading.title_start : heading.title_end]),
        start=heading.start,
        end=end,
        parent=parent.id if parent else None,
        title_start=heading.title_start,
        title_end=heading.title_end,
    )


def _new_id(kind: SectionType, parent: Section | None, counts: dict[str, int]) -> str:
    # Lines are counted through, as plans number them; what is below a line counts within it.
    prefix = f"{parent.id}." if parent and kind == "sub_heading" else _LETTERS[kind]
    counts[prefix] = counts.get(prefix, 0) + 1
    return f"{prefix}{counts[prefix]}"


def _end(headings: Sequence[Heading], i: int, end: int) -> int:
    return next((h.start for h in headings[i + 1 :] if h.rank <= headings[i].rank), end)


def _trimmed(text: str, section: Section) -> Section:
    body = text[section.start : section.end].rstrip()
    return dataclasses.replace(section, end=section.start + len(body))


def tense_of(title: str, year: int | None, parent: Section | None = None) -> Tense:
    """Whether what stands under the title was done (past), is planned (coming) or reaches beyond the year.

    A heading within another is of its tense: 「确保民生工作取得新成绩」 under the year's tasks is a task.
    """
    if parent:
        return parent.tense
    years = [int(y) for y in YEAR.findall(halfwidth(title))]
    if year and years and max(years) < year:
        return "past"
    if PAST.search(title) and not (year in years and COMING.search(title)):
        return "past"
    if LONG_TERM.search(title) and year not in years:
        return "long_term"
    return "coming"
