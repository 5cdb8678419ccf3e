"""What in the text is not the plan: a repeated body, the page around it, markup; and what looks damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guatu.plan.reading.lexicon import load_lexicon
from guatu.plan.reading.model import Dropped, Span, Warning

# A second copy is recognised by stretches of this length, looked for from every such step.
PROBE = 48
PROBE_STEP = 240
# Shorter repetitions are quotations of a slogan or a heading, not a second copy.
MIN_REPEAT = 400

MARKUP = re.compile(
    r"<!--.*?-->|</?[A-Za-z][^<>]{0,400}>|&(?:nbsp|ensp|emsp|lt|gt|amp|quot|#\d{1,6});", re.DOTALL
)
FILLER = re.compile(r"[\ue000-\uf8ff\u200b-\u200f\u2028\u2029\ufeff]")
LOST_PLUS = re.compile(r"(?<=\d)[ \xa0](?=\d)|(?<=[\u4e00-\u9fff])[ \xa0](?=[\u4e00-\u9fff])")
PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
LINE = re.compile(r"[^\r\n]+")
# A line of this length is prose; headings and the furniture of a page are shorter.
PROSE = 60


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`masked` has the length of the text, with spaces and line ends where something was left out."""

    masked: str
    dropped: tuple[Dropped, ...]
    warnings: tuple[Warning, ...]


def clean(text: str) -> Cleaned:
    """The text with everything masked that is no part of the plan, and the list of what and why."""
    markup = list(_markup(text))
    masked = _mask(text, markup, "\n")
    masked = FILLER.sub("\u3000", masked)
    repeats = list(_repeats(masked))
    masked = _mask(masked, repeats, "\n")
    furniture = list(_furniture(masked))
    masked = _mask(masked, furniture, "\n")
    dropped = sorted([*markup, *repeats, *furniture], key=lambda d: (d.start, d.end))
    return Cleaned(masked, tuple(dropped), tuple(_warnings(text, masked)))


def body_end(cleaned: Cleaned) -> int:
    """Where the plan ends: before a second copy after which nothing comes but a date and a signature."""
    for stretch in cleaned.dropped:
        if stretch.reason == "repeat" and len(cleaned.masked[stretch.end :].strip()) < PROSE * 2:
            return stretch.start
    return len(cleaned.masked)


def _mask(text: str, dropped: Iterable[Dropped], filler: str) -> str:
    pieces, at = list[str](), 0
    for stretch in dropped:
        pieces += text[at : stretch.start], filler * (stretch.end - stretch.start)
        at = stretch.end
    return "".join(pieces) + text[at:]


def _markup(text: str) -> Iterator[Dropped]:
    """Tags and character references, joined where they touch, and the quotes of a data file around them."""
    start = end = -1
    for match in MARKUP.finditer(text):
        if match.start() != end:
            if end > start:
                yield Dropped(start, end, "markup")
            start = match.start()
            if text[:start].strip() == '"':
                start = 0
        end = match.end()
    if end > start:
        yield Dropped(start, end + (text[end:].strip() == '"'), "markup")


def _repeats(text: str) -> Iterator[Dropped]:
    """Later copies of long stretches (site mirrors print the whole body twice)."""
    at = 0
    while at + PROBE <= len(text):
        probe = text[at : at + PROBE]
        copy = text.find(probe, at + PROBE) if probe.strip() else -1
        if copy < 0:
            at += PROBE_STEP
            continue
        first, second = _grow_back(text, at, copy)
        length = _common_length(text, first, second)
        if length >= MIN_REPEAT:
            end = min(second + length, len(text))
            yield Dropped(second, end, "repeat")
            text = text[:second] + "\n" * (end - second) + text[end:]
            at = min(first + length, second)
        at += PROBE_STEP


def _grow_back(text: str, first: int, second: int) -> tuple[int, int]:
    lowest = max(0, first - PROBE_STEP)
    while first > lowest and text[first - 1] == text[second - 1]:
        first, second = first - 1, second - 1
    while second < len(text) and text[second].isspace():
        first, second = first + 1, second + 1
    return first, second


def _common_length(text: str, first: int, second: int) -> int:
    """How many characters from both places agree, without running the first into the second."""
    limit = min(len(text) - second, second - first)
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        same = text.startswith(text[first + low : first + middle], second + low)
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _furniture(text: str) -> Iterator[Dropped]:
    lines = [Span(*_trim(text, m.start(), m.end())) for m in LINE.finditer(text) if m[0].strip()]
    first_prose = next((i for i, line in enumerate(lines) if _is_prose(text, line)), len(lines))
    last_prose = max((i for i, line in enumerate(lines) if _is_prose(text, line)), default=-1)
    for i, line in enumerate(lines):
        content = text[line.start : line.end]
        if i < first_prose and SPAM.search(content):
            yield Dropped(line.start, line.end, "spam")
        elif (i < first_prose or i > last_prose) and FURNITURE.fullmatch(content):
            yield Dropped(line.start, line.end, "page furniture")


def _is_prose(text: str, line: Span) -> bool:
    content = text[line.start : line.end]
    return len(content) >= PROSE or content.endswith("。") or content.startswith("各位代表")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _warnings(text: str, masked: str) -> Iterator[Warning]:
    for match in LINE.finditer(masked):
        yield from _lost_plus_signs(masked, match.start(), match.end())
    for match in PRIVATE.finditer(text):
        yield Warning(
            "private_characters", match.start(), match.end(), "A character of a private font was left out."
        )


def _lost_plus_signs(text: str, start: int, end: int) -> Iterator[Warning]:
    gaps = [m.start() for m in LOST_PLUS.finditer(text, start, end)]
    if end - start < PROSE:
        gaps = [gap for gap in gaps if text.rfind("“", start, gap) > text.rfind("”", start, gap)]
    if len(gaps) * 80 > end - start + 160:
        return  # a line set with spaces throughout, not one that lost a sign
    for gap in gaps:
        left, right = max(start, gap - 6), min(end, gap + 7)
        yield Warning(
            "lost_plus", gap, gap + 1, f"A plus sign seems to be lost here: {text[left:right].strip()!r}."
        )


_LEXICON = load_lexicon("furniture")
FURNITURE = re.compile(
    "|".join(f"(?:{e})" for group in ("navigation", "tools", "imprint") for e in _LEXICON[group]),
    re.IGNORECASE,
)
SPAM = re.compile("|".join(f"(?:{e})" for e in _LEXICON["spam"]), re.IGNORECASE)
