"""Where are the headings: numbered in one of the usual styles, on lines of their own or run into the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guatu.plan.reading.lexicon import load_lexicon

NUMERALS = "一二三四五六七八九十"
_N = rf"[{NUMERALS}]{{1,3}}"
_D = r"[0-9０-９]{1,2}"

# The styles by rank, outermost first, as offices nest them (GB/T 9704-2012, 7.3.3: 一、（一）1.（1）).
STYLES: tuple[tuple[str, int, str], ...] = (
    ("chapter", 1, rf"第(?P<chapter>{_N})(?:部分|章|篇)[、，,:： 　]*"),
    ("comma", 2, rf"(?P<comma>{_N})(?:、|[．.](?![0-9]))"),
    ("bracket", 3, rf"[（(](?P<bracket>{_N})[)）][、．.]?"),
    ("bare", 3, rf"(?P<bare>{_N})(?:[ 　]+(?=\S)|(?=以))"),
    ("digit", 4, rf"(?P<digit>{_D})(?:[．.、](?![0-9０-９])|[ 　]*[、．](?![0-9０-９]))"),
    ("round", 5, rf"[（(](?P<round>{_D})[)）][、．.]?|(?P<half>{_D})[)）]"),
    ("circle", 5, r"(?P<circle>[①-⑳])"),
    ("spoken", 6, rf"(?P<spoken>{_N})是"),
    ("ordinal", 6, rf"第(?P<ordinal>{_N})[，,、：]"),
)
SPOKEN_RANK = 6
UNNUMBERED_RANK = 1
_RANKS = {name: rank for name, rank, _ in STYLES} | {"half": 5}

_MARK = "|".join(f"(?:{pattern})" for _, _, pattern in STYLES)
CANDIDATE = re.compile(rf"(?P<before>^|[\r\n]|[。；;！!：:])(?P<gap>[ 　\t]*)(?P<label>{_MARK})[ 　]*")
SENTENCE_END = re.compile(r"[。！？!?\r\n]|(?<=[\u4e00-\u9fff])[:：](?=[\r\n])")
LINE = re.compile(r"[^\r\n]+")

# A title longer than this is a sentence that happens to begin with a number.
LONGEST_TITLE = 60
LONGEST_RUN_IN = 45
LONGEST_SPOKEN = 28


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: where its label begins, where its title is, and its place in a numbered list."""

    start: int
    label: str
    title_start: int
    title_end: int
    rank: int
    number: int
    style: str
    own_line: bool
    # The title is all there is: its clauses are the work itself.
    whole: bool = False


def find_headings(text: str, title: str) -> list[Heading]:
    """The headings of the text in order; numbers that do not continue a list are not headings."""
    candidates = [*_numbered(text), *_unnumbered(text, title)]
    candidates.sort(key=lambda h: (h.start, h.rank))
    return list(_in_sequence(candidates))


def _numbered(text: str) -> Iterator[Heading]:
    at = 0
    while match := CANDIDATE.search(text, at):
        at = match.end("label")
        heading = _heading(text, match)
        if heading:
            yield heading


def _heading(text: str, match: re.Match[str]) -> Heading | None:
    style = next(name for name, value in match.groupdict().items() if value and name in _RANKS)
    own_line = match["before"] in {"", "\r", "\n"}
    start, title_start = match.start("label"), match.end()
    stop = SENTENCE_END.search(text, title_start)
    title_end = stop.start() if stop else len(text)
    title = text[title_start:title_end]
    if not title.strip() or not _fits(style, title, own_line):
        return None
    kept = _first_clauses(title) if len(title) > LONGEST_TITLE else title.rstrip()
    return Heading(
        start,
        match["label"].strip(),
        title_start,
        title_start + len(kept),
        _RANKS[style],
        to_number(match[style]),
        style,
        own_line,
        whole=len(title) > LONGEST_TITLE,
    )


def _fits(style: str, title: str, own_line: bool) -> bool:
    if _RANKS[style] == SPOKEN_RANK:
        return (
            len(title) <= LONGEST_SPOKEN
            and not re.search("[；;]", title)
            and len(re.findall("[，,]", title)) <= 1
        )
    if own_line:
        return True
    return len(title) <= LONGEST_RUN_IN and not re.search("[；;]", title)


def _first_clauses(title: str) -> str:
    """As many clauses of an overlong title as are short enough, at least a piece of the first."""
    cut = max((m.start() for m in re.finditer("[，,；;：:]", title[:LONGEST_RUN_IN])), default=LONGEST_RUN_IN)
    return title[:cut].rstrip()


def _unnumbered(text: str, title: str) -> Iterator[Heading]:
    for line in LINE.finditer(text):
        content = line[0].strip()
        if not 4 <= len(content) <= 40 or content == title or not UNNUMBERED.fullmatch(halfwidth(content)):
            continue
        start = line.start() + line[0].index(content)
        yield Heading(start, "", start, start + len(content), UNNUMBERED_RANK, 0, "unnumbered", own_line=True)


def _in_sequence(candidates: Iterable[Heading]) -> Iterator[Heading]:
    listed = list(candidates)
    last: dict[str, int] = {}
    rank = 0
    for i, heading in enumerate(listed):
        if heading.rank == UNNUMBERED_RANK and not heading.number:
            last.clear()
        elif not _continues(heading, listed[i + 1 :], last, rank):
            continue
        for style in [s for s in last if _RANKS[s] > heading.rank and s != "digit"]:
            del last[style]
        if heading.number:
            last[heading.style] = heading.number
            if heading.rank == _RANKS["bracket"]:
                last["bracket"] = last["bare"] = heading.number
        rank = heading.rank
        yield heading


def _continues(heading: Heading, later: list[Heading], last: dict[str, int], rank: int) -> bool:
    """Whether the number is the next of its list, or the first of a list that goes on."""
    before = last.get(heading.style, 0)
    step = heading.number - before
    if step == 1 and before:
        return True
    if heading.own_line and step == 2 and before:
        return True
    if heading.number != 1:
        return False
    if heading.style == "bare" or not heading.own_line or heading.rank == SPOKEN_RANK:
        return _goes_on(heading, later)
    return True


def _goes_on(heading: Heading, later: list[Heading]) -> bool:
    """Whether a second of the same style follows before the text goes back to a higher level."""
    for other in later:
        if other.style == heading.style:
            return other.number == 2
        if other.own_line and other.rank < heading.rank:
            return False
    return False


def to_number(numeral: str) -> int:
    """The value of a list number: 十二 is 12, ③ is 3, １５ is 15."""
    if "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if numeral[0] not in NUMERALS:
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    value = (NUMERALS.index(tens) + 1 if tens in set(NUMERALS) else 1) * 10 if ten else 0
    return value + (NUMERALS.index(ones[0]) + 1 if ones else 0)


_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


def halfwidth(text: str) -> str:
    """The text with full-width digits as plain ones, of the same length."""
    return text.translate(_WIDE)


UNNUMBERED = re.compile("|".join(f"(?:{e})" for e in load_lexicon("headings")["unnumbered"]))
