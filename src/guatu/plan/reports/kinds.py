"""Which kinds of report are there, and which stretch of time does one speak of?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.base.errors import Refused
from guatu.base.periods import Period


class ReportKind(StrEnum):
    """A kind of report; the value is the word of the command line."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    HALF_YEAR = "half-year"
    ANNUAL = "annual"

    @property
    def label(self) -> str:
        """What the staff call it."""
        return str(_LABELS[self])


_LABELS = {
    ReportKind.WEEKLY: gettext_lazy("weekly bulletin"),
    ReportKind.MONTHLY: gettext_lazy("monthly dispatch"),
    ReportKind.HALF_YEAR: gettext_lazy("half-year report"),
    ReportKind.ANNUAL: gettext_lazy("annual report"),
}
KIND_CHOICES = tuple((kind.value, label) for kind, label in _LABELS.items())
#: Figures of a period come in until about the end of the month after it; so long its lights are judged anew.
JUDGED_FOR = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Span:
    """What a report speaks of: its kind, the code of its time, the figures' period, first and last day.

    `figures` is the last period whose figures count; None in a weekly bulletin, which takes what is known.
    """

    kind: ReportKind
    code: str
    figures: Period | None
    first: date
    last: date

    @property
    def year(self) -> int:
        """The year of the plan that it speaks of."""
        return self.last.year

    @property
    def name_zh(self) -> str:
        """Its time in Chinese: 2019年6月, 2019年上半年, 2019年度, 2019年7月15日至21日."""
        if self.figures is None:
            until = f"{self.last.day}日" if self.last.month == self.first.month else _month_day(self.last)
            return f"{self.first.year}年{_month_day(self.first)}至{until}"
        if self.kind is ReportKind.ANNUAL:
            return f"{self.year}年度"
        if self.kind is ReportKind.HALF_YEAR:
            return Period.of_half(self.year, self.last.month // 6).name_zh
        return self.figures.name_zh

    def judged_on(self, day: date) -> date:
        """The day by which lights are judged in a report made on `day`.

        A report asked for long after its time must not turn grey because newer figures exist elsewhere.
        """
        return min(day, self.last + JUDGED_FOR)


def span_of(kind: ReportKind, code: str) -> Span:
    """The span of a code: 2019-W29, 2019-06, 2019-H1, 2019; Refused where it is none of that kind."""
    match = _CODES[kind].fullmatch(code.strip().upper())
    if match is None:
        raise _refused(kind, code)
    year = int(match["year"])
    try:
        return _BUILDERS[kind](year, int(match["number"] or 0))
    except ValueError:
        raise _refused(kind, code) from None


def latest_span(kind: ReportKind, day: date) -> Span:
    """The latest span of a kind that is worth a report on that day: the running week, the month before …"""
    if kind is ReportKind.WEEKLY:
        year, week, _day = day.isocalendar()
        return _week(year, week)
    if kind is ReportKind.MONTHLY:
        last = day.replace(day=1) - timedelta(days=1)
        return _month(last.year, last.month) if last.month > 1 else _month(last.year - 1, 12)
    if kind is ReportKind.HALF_YEAR:
        return _half(day.year, 1) if day.month > 6 else _half(day.year - 1, 2)
    return _year(day.year - 1, 0)


def _week(year: int, week: int) -> Span:
    monday = date.fromisocalendar(year, week, 1)
    return Span(ReportKind.WEEKLY, f"{year}-W{week:02}", None, monday, monday + timedelta(days=6))


def _month(year: int, month: int) -> Span:
    if not 2 <= month <= 12:  # January alone is not reported
        raise ValueError(month)
    figures = Period.to_month(year, month)
    return Span(
        ReportKind.MONTHLY, f"{year}-{month:02}", figures, Period.of_month(year, month).start, figures.end
    )


def _half(year: int, half: int) -> Span:
    named = Period.of_half(year, half)
    figures = Period.to_month(year, named.last_month)
    return Span(ReportKind.HALF_YEAR, f"{year}-H{half}", figures, named.start, named.end)


def _year(year: int, _number: int) -> Span:
    named = Period.of_year(year)
    return Span(ReportKind.ANNUAL, f"{year}", Period.to_month(year, 12), named.start, named.end)


_CODES = {
    ReportKind.WEEKLY: re.compile(r"(?P<year>20\d\d)-W(?P<number>[0-5]?\d)"),
    ReportKind.MONTHLY: re.compile(r"(?P<year>20\d\d)-(?P<number>[01]?\d)"),
    ReportKind.HALF_YEAR: re.compile(r"(?P<year>20\d\d)-H(?P<number>[12])"),
    ReportKind.ANNUAL: re.compile(r"(?P<year>20\d\d)(?P<number>)"),
}
_BUILDERS = {
    ReportKind.WEEKLY: _week,
    ReportKind.MONTHLY: _month,
    ReportKind.HALF_YEAR: _half,
    ReportKind.ANNUAL: _year,
}
_EXAMPLES = {
    ReportKind.WEEKLY: "2019-W29",
    ReportKind.MONTHLY: "2019-06",
    ReportKind.HALF_YEAR: "2019-H1",
    ReportKind.ANNUAL: "2019",
}


def _refused(kind: ReportKind, code: str) -> Refused:
    said = _(
        "“%(code)s” is no time of a %(kind)s. Write it like %(example)s; January is reported with February."
    )
    return Refused("no_span", said % {"code": code, "kind": kind.label, "example": _EXAMPLES[kind]})


def _month_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
