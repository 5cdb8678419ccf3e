"""What is the plan called, and which year is it for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from guatu.plan.reading.headings import CANDIDATE, Heading, halfwidth
from guatu.plan.reading.lexicon import load_lexicon

LINE = re.compile(r"[^\r\n]+")
YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年")
DATE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*(?:年|[-/.])\s*[0-9]{1,2}\s*(?:月|[-/.])")
HEAD_LINES = 40
LONGEST_TITLE = 60

TITLE = re.compile("|".join(load_lexicon("headings")["title"]))
COMING = re.compile("|".join(load_lexicon("headings")["coming"]))
BYLINE = re.compile(r"^[—\-–─(（]|各位代表|来源|^\d{4}[-年].*[日上]$|^(现在|一、)")


def find_title(text: str) -> str:
    """The title line without the spaces that set it apart, or "" where the text has none."""
    head = list(_head_lines(text))
    named = [line for line in head if TITLE.search(line)]
    dated = [line for line in named if YEAR.search(halfwidth(line))]
    return next(iter([*dated, *named, *head]), "")


def _head_lines(text: str) -> Iterable[str]:
    for i, match in enumerate(LINE.finditer(text)):
        line = _closed_up(match[0].strip())
        if (
            i >= HEAD_LINES
            or line.endswith(("。", "；"))
            or line.startswith("各位代表")
            or len(line) > LONGEST_TITLE
        ):
            return
        if len(line) >= 4 and not BYLINE.search(line) and not CANDIDATE.match(line):
            yield line


def _closed_up(line: str) -> str:
    """「政 府 工 作 报 告」 without the spaces between its characters."""
    spread = re.fullmatch(r"(\S[ 　]+){3,}\S", line)
    return re.sub(r"[ 　]+", "", line) if spread else re.sub(r"\s+", " ", line)


def find_year(text: str, title: str, headings: Sequence[Heading]) -> int | None:
    """The year that is planned: by the title, a heading on what is to come, the date, the text at large."""
    in_title = _years(title)
    if in_title:
        return max(in_title)
    titles = [text[h.title_start : h.title_end] for h in headings]
    planned = [
        year
        for t in titles
        if COMING.search(t) or re.match(r"\d{4}年[:：]", halfwidth(t))
        for year in _years(t)
    ]
    if planned:
        return max(planned)
    plain = halfwidth(text)
    dated = DATE.search(plain[:600])
    if dated:
        return int(dated[1])
    counted = Counter(int(year) for year in YEAR.findall(plain))
    return counted.most_common(1)[0][0] if counted else None


def _years(text: str) -> list[int]:
    return [int(year) for year in YEAR.findall(halfwidth(text))]
