"""Which stretch of a year does a figure speak of, and how do people write it?

Chinese statistics publish no January alone: a year has eleven cumulative points, 1–2月 first (the
statistical returns of January are waived). `Period.of_month(2019, 2)` is therefore the two months 1–2月.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache, total_ordering
from typing import Literal

from guatu.base.errors import GuatuError

PeriodKind = Literal["month", "quarter", "to_month", "half", "year"]

_KINDS: tuple[PeriodKind, ...] = ("month", "quarter", "to_month", "half", "year")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MONTH_NAMES = tuple(month_name)[1:]


class PeriodError(GuatuError):
    """No such period: code `january_alone`, `no_year` or `bad_period`; the message says what to write."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period of the calendar year, both days inclusive; ordered by end, then by start.

    Two codes can name the same days (2019, 2019M01-12); they are different periods with `same_days`.
    """

    kind: PeriodKind
    year: int
    first_month: int
    last_month: int

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The calendar year, code 2019."""
        return cls("year", _checked_year(year), 1, 12)

    @classmethod
    def of_half(cls, year: int, half: int) -> Period:
        """The first or second half, code 2019H1."""
        _check_range(half, 2, "half")
        return cls("half", _checked_year(year), half * 6 - 5, half * 6)

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Period:
        """A quarter, code 2019Q1."""
        _check_range(quarter, 4, "quarter")
        return cls("quarter", _checked_year(year), quarter * 3 - 2, quarter * 3)

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """One month, code 2019M03; month 2 is the two months 1–2月, month 1 is refused."""
        _check_month(year, month)
        return cls("month", _checked_year(year), 1 if month == 2 else month, month)

    @classmethod
    def to_month(cls, year: int, month: int) -> Period:
        """January up to and with `month`, code 2019M01-06; the first is 1–2月."""
        _check_month(year, month)
        return cls("to_month", _checked_year(year), 1, month)

    @classmethod
    def parse(cls, text: str, *, year: int | None = None) -> Period:
        """The period of a code, or as people write it: 2019年1-6月, 2019年上半年, 2019-06, 1—2月 with `year`.

        A month named alone is that month (2月 is 1–2月); raises PeriodError.
        """
        return _parse_code(text.strip()) or _parse_written(text, year)

    @property
    def start(self) -> date:
        """The first day."""
        return date(self.year, self.first_month, 1)

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def code(self) -> str:
        """The code that `parse` reads back: 2019, 2019H1, 2019Q1, 2019M03, 2019M01-06."""
        if self.kind == "year":
            return f"{self.year:04}"
        if self.kind == "half":
            return f"{self.year:04}H{self.last_month // 6}"
        if self.kind == "quarter":
            return f"{self.year:04}Q{self.last_month // 3}"
        if self.kind == "month":
            return f"{self.year:04}M{self.last_month:02}"
        return f"{self.year:04}M01-{self.last_month:02}"

    @property
    def name_zh(self) -> str:
        """What a Chinese reader expects: 2019年1—6月, 2019年上半年, 2019年一季度, 2019年."""
        if self.kind == "year":
            return f"{self.year}年"
        if self.kind == "half":
            return f"{self.year}年{'上' if self.last_month == 6 else '下'}半年"
        if self.kind == "quarter":
            return f"{self.year}年{'一二三四'[self.last_month // 3 - 1]}季度"
        if self.first_month == self.last_month:
            return f"{self.year}年{self.last_month}月"
        return f"{self.year}年{self.first_month}—{self.last_month}月"

    @property
    def name_en(self) -> str:
        """The English name: January–June 2019, first half of 2019, Q1 2019, 2019."""
        if self.kind == "year":
            return str(self.year)
        if self.kind == "half":
            return f"{'first' if self.last_month == 6 else 'second'} half of {self.year}"
        if self.kind == "quarter":
            return f"Q{self.last_month // 3} {self.year}"
        last = _MONTH_NAMES[self.last_month - 1]
        if self.first_month == self.last_month:
            return f"{last} {self.year}"
        return f"{_MONTH_NAMES[self.first_month - 1]}–{last} {self.year}"

    @property
    def months(self) -> int:
        """How many months it covers."""
        return self.last_month - self.first_month + 1

    @property
    def share_of_year(self) -> Decimal:
        """The part of the year that is over at its end, in whole months (序时进度): 2019M06 → 0.5."""
        return Decimal(self.last_month) / 12

    @property
    def cumulative(self) -> Period | None:
        """The cumulative point on the same days (2019H1 → 2019M01-06), or None when it starts later."""
        return Period.to_month(self.year, self.last_month) if self.first_month == 1 else None

    def same_days(self, other: Period) -> bool:
        """True when both cover the same days under whatever code."""
        return (self.start, self.end) == (other.start, other.end)

    def previous_year(self) -> Period:
        """The same period one year earlier (同期)."""
        return Period(self.kind, _checked_year(self.year - 1), self.first_month, self.last_month)

    def contains(self, day: date) -> bool:
        """True when `day` lies within it."""
        return self.start <= day <= self.end

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, Period) else NotImplemented

    def __str__(self) -> str:
        return self.code

    def _key(self) -> tuple[int, int, int, int]:
        return self.year, self.last_month, self.first_month, _KINDS.index(self.kind)


def _checked_year(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise PeriodError("bad_period", f"{year} is no year between {_FIRST_YEAR} and {_LAST_YEAR}")
    return year


def _check_range(number: int, highest: int, name: str) -> None:
    if not 1 <= number <= highest:
        raise PeriodError("bad_period", f"there is no {name} {number}")


def _check_month(year: int, month: int) -> None:
    if month == 1:
        raise PeriodError("january_alone", f"January {year} alone is not reported; the first point is 1–2月")
    _check_range(month, 12, "month")


_CODE = re.compile(
    r"(?P<year>\d{4})(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|M01-(?P<to>\d\d)|M(?P<month>\d\d))?"
)


@lru_cache(maxsize=4096)
def _parse_code(code: str) -> Period | None:
    match = _CODE.fullmatch(code) if code.isascii() else None
    if match is None:
        return None
    year = int(match["year"])
    if match["half"]:
        return Period.of_half(year, int(match["half"]))
    if match["quarter"]:
        return Period.of_quarter(year, int(match["quarter"]))
    if match["to"]:
        return Period.to_month(year, int(match["to"]))
    if match["month"]:
        return Period.of_month(year, int(match["month"]))
    return Period.of_year(year)


# Each pattern meets the rest after the year; the words around (累计, 全市 …) are taken away before.
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = re.compile(r"^(?P<year>\d{4})(?:年度?|[-./]|(?=[QH上下前全第一二三四]|$)|(?=\d\d$))", re.ASCII)
_MONTHS = r"(?P<month>1[0-2]|0?[1-9])"
_REST: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"|全年|年度|全年度|底|末|年末|年底")),
    ("half1", re.compile(r"上半年|H1|前?半年")),
    ("half2", re.compile(r"下半年|H2")),
    ("to3q", re.compile(r"前[三3]个?季度|1[-至到][3]季度|一[-至到]三季度")),
    ("quarter", re.compile(r"(?:第?(?P<quarter>[一二三四1-4])季度?|Q(?P<q>[1-4]))")),
    ("range", re.compile(rf"(?P<first>1[0-2]|0?[1-9])月?[-至到]{_MONTHS}月?[份底末]?")),
    ("first", re.compile(rf"前{_MONTHS}个?月")),
    ("month", re.compile(rf"(?P<until>截[至止]|至)?{_MONTHS}月?[份底末]?(?P<until2>累计)?")),
)
_DASHES = re.compile(r"[‐-―−－﹣~～〜]+|--+")
_NOISE = re.compile(r"[\s()（）]|累计数?|当[月期年]|(?<=\d)日")


def _parse_written(text: str, year: int | None) -> Period:
    cumulative = "累计" in text or "截至" in text or "截止" in text
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()
    plain = _NOISE.sub("", plain).replace("截至", "").replace("截止", "")
    head = re.match(r"[〇零一二三四五六七八九]{4}(?=年)", plain)
    if head:
        plain = head[0].translate(_CHINESE_DIGITS) + plain[head.end() :]
    match = _YEAR.match(plain)
    if match:
        year, plain = int(match["year"]), plain[match.end() :]
    if year is None or (not match and not plain):
        code = "no_year" if _period_of_rest(2000, plain, cumulative) else "bad_period"
        raise PeriodError(code, f"“{text}” is no period: write 2019年1-6月, 2019年一季度 or 2019M01-06")
    found = _period_of_rest(year, _months_in_digits(plain), cumulative)
    if found is None:
        raise PeriodError(
            "bad_period", f"“{text}” is no period: write 2019年1-6月, 2019年一季度 or 2019M01-06"
        )
    return found


_MONTH_WORDS = re.compile(
    r"(十[一二]?|[一二三四五六七八九])(?=月|个月|[-至到](?:十[一二]?|[二三四五六七八九])月)"
)


def _months_in_digits(text: str) -> str:
    words = "一二三四五六七八九十"
    return _MONTH_WORDS.sub(lambda m: str(sum(words.index(c) + 1 for c in m[0])), text)


def _period_of_rest(year: int, rest: str, cumulative: bool) -> Period | None:
    for name, pattern in _REST:
        match = pattern.fullmatch(rest)
        if match:
            return _build(name, year, match, cumulative)
    return None


def _build(name: str, year: int, match: re.Match[str], cumulative: bool) -> Period:
    if name == "year":
        return Period.of_year(year)
    if name in ("half1", "half2"):
        return Period.of_half(year, int(name[-1]))
    if name == "to3q":
        return Period.to_month(year, 9)
    if name == "quarter":
        quarter = match["q"] or str("0一二三四".find(match["quarter"])).replace("-1", match["quarter"])
        return Period.of_quarter(year, int(quarter))
    month = int(match["month"])
    if name == "range":
        return _of_range(year, int(match["first"]), month)
    if name == "first" or cumulative:
        return Period.to_month(year, month)
    return Period.of_month(year, month)


def _of_range(year: int, first: int, last: int) -> Period:
    if first == 1 and last > 1:
        return Period.to_month(year, last)
    if first % 3 == 1 and last == first + 2:
        return Period.of_quarter(year, last // 3)
    if (first, last) == (7, 12):
        return Period.of_half(year, 2)
    if first == last:
        return Period.of_month(year, first)
    raise PeriodError(
        "bad_period", f"{first}–{last}月 is no reporting period: cumulative ones start in January"
    )
