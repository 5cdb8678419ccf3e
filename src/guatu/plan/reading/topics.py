"""Which sentences open a topic: a lead that governs what follows, without a number or a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from guatu.plan.reading.clauses import split_clauses
from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Section, Span
from guatu.plan.reading.tasks import is_checkable

SENTENCE = re.compile(r"[^。！？!?\r\n]+[。！？!?]?")
PARAGRAPH = re.compile(r"[^\r\n]+")
BULLET = re.compile(r"^[\s—\-–─●■◆▲·•]*(?:[一二三四五六七八九十]{1,2}是(?:要)?)?")
LEADS = tuple(load_lexicon("tasks")["parallel_leads"])
LONGEST_LEAD = 30
SHORTEST_LEAD = 6
# So many parallel sentences make their heads topics.
PARALLEL = 3


def add_topics(text: str, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with the topics found in the coming year's lines, in the order of the text."""
    result: list[Section] = []
    parents = {s.parent for s in sections}
    for section in sections:
        result.append(section)
        bare = section.type in {"line", "part"} and section.id not in parents
        if bare and section.tense == "coming":
            result += _topics(text, section)
    return tuple(result)


def _topics(text: str, section: Section) -> Iterator[Section]:
    start = section.title_end if section.title_end is not None else section.start
    leads = sorted({*_single_clauses(text, start, section.end), *_parallel(text, start, section.end)})
    for i, (first, last) in enumerate(leads):
        end = leads[i + 1][0] if i + 1 < len(leads) else section.end
        yield Section(
            id=f"{section.id}.{i + 1}",
            type="topic",
            label="",
            title=text[first:last],
            start=first,
            end=first + len(text[first:end].rstrip()),
            parent=section.id,
            title_start=first,
            title_end=last,
            tense=section.tense,
        )


def _single_clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one clause with more of the paragraph after them: 「坚决打好污染防治攻坚战。」."""
    for paragraph in PARAGRAPH.finditer(text, start, end):
        for sentence in SENTENCE.finditer(text, paragraph.start(), paragraph.end()):
            more = text[sentence.end() : paragraph.end()].strip()
            clauses = list(split_clauses(text, sentence.start(), sentence.end()))
            if more and sentence[0].endswith("。") and len(clauses) == 1 and _is_lead(text, clauses[0]):
                first, last = _without_bullet(text, clauses[0])
                if not is_checkable(text[first:last]):
                    yield first, last


def _is_lead(text: str, clause: Span) -> bool:
    content = BULLET.sub("", text[clause.start : clause.end])
    return SHORTEST_LEAD <= len(content) <= LONGEST_LEAD and not re.search("[0-9０-９、：:]", content)


def _without_bullet(text: str, clause: Span) -> tuple[int, int]:
    mark = BULLET.match(text[clause.start : clause.end])
    return clause.start + (mark.end() if mark else 0), clause.end


def _parallel(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Heads of at least three sentences that begin with the same lead and end with the same word."""
    heads: list[tuple[str, int, int]] = []
    for sentence in SENTENCE.finditer(text, start, end):
        clause = next(split_clauses(text, sentence.start(), sentence.end()), None)
        if clause is None or not _is_lead(text, clause):
            continue
        content = text[clause.start : clause.end]
        lead = next((word for word in LEADS if content.startswith(word)), None)
        if lead:
            heads.append((lead + content[-1], clause.start, clause.end))
    for _, group in groupby(sorted(heads), key=lambda head: head[0]):
        members = list(group)
        if len(members) >= PARALLEL:
            yield from ((first, last) for _, first, last in members)
