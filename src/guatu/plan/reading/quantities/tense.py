"""Which stretch of the text speaks of last year, which of the year to come, which of a longer period?"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from guatu.plan.reading.quantities.lexicon import load_lexicon

Tense = Literal["past", "plan", "longer"]
_YEAR = r"(?:19|20)\d\d"
_LONGEST_HEADING = 60
_LINE = re.compile(r"[^\n]+")
_NUMBER = "(?:[一二三四五六]、|第[一二三四五]部分)"
# a heading within a line: after a sentence, or set off by spaces
_NUMBERED = re.compile(rf"(?:(?<=[。!?;:”)])|(?<=  ))\s*{_NUMBER}[^。,;\n]{{2,40}}")
_OPENING = re.compile(rf"\s*{_NUMBER}[^。,;\n]{{2,40}}[。\s]")
_PART = re.compile(r"[二三四五六]、|第[二三四五]部分")
_PREFACE = re.compile(r"现在,?\s*我(?:代表|受)|请(?:予)?审议")


def find_year(plain: str) -> int | None:
    """The year that the plan is for: the one of the title, of the meeting it was read to, or of its goals."""
    head = plain[:600]
    for expression in (
        rf"({_YEAR})年[^。\n]{{0,20}}(?:工作报告|工作计划|计划)",
        rf"-+\s*({_YEAR})年\d{{1,2}}月",
    ):
        found = re.search(expression, head)
        if found:
            return int(found.group(1))
    years = [int(match.group(1)) for match in re.finditer(rf"(?m)^\s*({_YEAR})年[:\s]", plain)]
    if years:
        return max(years)
    goals = re.search(rf"({_YEAR})年[^。\n]{{0,20}}(?:目标|工作总体|工作安排|主要工作|重点工作)", plain)
    return int(goals.group(1)) if goals else None


class Tenses:
    """The tense of every place of a text."""

    def __init__(self, plain: str, year: int | None) -> None:
        self._words = _expressions(year or find_year(plain))
        marks = sorted(self._marks(plain))
        if marks and marks[0][1] != "past":
            marks.insert(0, (0, "past" if self._reports_first(plain, marks[0][0]) else "plan"))
        self._starts = [start for start, _ in marks]
        self._tenses: list[Tense] = [tense for _, tense in marks]

    def at(self, place: int) -> Tense:
        """The tense that the part of the text around this place has."""
        index = bisect_right(self._starts, place) - 1
        return self._tenses[index] if index >= 0 else "plan"

    def sentence_is_past(self, sentence: str) -> bool:
        """True when the sentence itself says that it speaks of an earlier time."""
        return self._words["past"].search(sentence) is not None

    def clause_is_past(self, clause: str) -> bool:
        """True when the clause names an existing state: 目前, 现有, 已."""
        return self._words["past_clause"].search(clause) is not None

    def _marks(self, plain: str) -> Iterator[tuple[int, Tense]]:
        for start, heading in _headings(plain):
            tense = self._heading_tense(heading)
            if tense:
                yield start, tense
        for match in self._words["plan_sentence"].finditer(plain):
            yield match.start(), "plan"

    def _heading_tense(self, heading: str) -> Tense | None:
        if _PREFACE.search(heading):
            return None
        names: tuple[Tense, ...] = ("past", "longer", "plan")
        found = next((tense for tense in names if self._words[f"{tense}_heading"].search(heading)), None)
        if found is None and _PART.match(heading) and self._words["plan_part"].search(heading):
            return "plan"
        return found

    @staticmethod
    def _reports_first(plain: str, before: int) -> bool:
        return before > 1500 and re.search(r"过去|一年来|去年|上年|同比|回顾", plain[:before]) is not None


def _headings(plain: str) -> Iterator[tuple[int, str]]:
    for match in _LINE.finditer(plain):
        line = match.group().strip()
        if 0 < len(line) <= _LONGEST_HEADING and line[-1] not in "。;,":
            yield match.start(), line
        else:
            for inner in _NUMBERED.finditer(plain, match.start(), match.end()):
                yield inner.start(), inner.group().strip()
            opening = _OPENING.match(match.group())
            if opening:
                yield match.start(), opening.group().strip(" 。")


def _expressions(year: int | None) -> dict[str, re.Pattern[str]]:
    tables = load_lexicon("quantity_tense")
    own = str(year) if year else _YEAR
    earlier = _earlier(year)
    names = {
        "past_heading": tables["headings"]["past"],
        "longer_heading": tables["headings"]["longer"],
        "plan_heading": tables["headings"]["plan"],
        "plan_part": tables["headings"]["plan_part"],
        "plan_sentence": tables["sentences"]["plan"],
        "past": tables["sentences"]["past"],
        "past_clause": tables["sentences"]["past_clause"],
    }
    return {
        name: re.compile("|".join(item.format(year=own, past=earlier) for item in items))
        for name, items in names.items()
    }


def _earlier(year: int | None) -> str:
    if year is None:
        return r"(?!x)x"
    return "(?:" + "|".join(str(year - back) for back in range(1, 7)) + ")"
