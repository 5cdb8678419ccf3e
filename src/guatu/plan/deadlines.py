"""Which day does a deadline mean that a plan writes in words (年底前, 6月底, 上半年, 三季度末)?"""

from __future__ import annotations

import calendar
import re
from datetime import date

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDS = (
    (re.compile(r"年底|年末|年内|全年|年终"), (12, 31)),
    (re.compile(r"上半年|年中"), (6, 30)),
    (re.compile(r"下半年"), (12, 31)),
    (re.compile(r"国庆(?:节)?前"), (9, 30)),
    (re.compile(r"五一(?:劳动节)?前"), (4, 30)),
)
_YEAR = re.compile(r"(20\d\d)年")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
_MONTH = re.compile(r"(\d{1,2})月(?:份)?(底|末|内|前|以前|之前|份|中旬|上旬|下旬)?")
_QUARTER = re.compile(r"(?:第)?([一二三四1-4])季度")
_TEN_DAYS = {"上旬": 10, "中旬": 20}


def due_of(deadline: str, year: int | None) -> date | None:
    """The last day that fulfils `deadline`; None when it names no day or the year is not known.

    "10月前" is over with the end of September, "10月底前" with the end of October.
    """
    named = _YEAR.search(deadline)
    in_year = int(named.group(1)) if named else year
    if not in_year or not deadline:
        return None
    return _day(deadline, in_year) or _month(deadline, in_year) or _word(deadline, in_year)


def _day(deadline: str, year: int) -> date | None:
    match = _DAY.search(deadline)
    if not match:
        return None
    try:
        return date(year, int(match.group(1)), int(match.group(2)))
    except ValueError:
        return None


def _month(deadline: str, year: int) -> date | None:
    match = _MONTH.search(deadline)
    if not match or not 1 <= int(match.group(1)) <= 12:
        return None
    month, rest = int(match.group(1)), match.group(2) or ""
    if rest in _TEN_DAYS:
        return date(year, month, _TEN_DAYS[rest])
    if rest in ("前", "以前", "之前") and month > 1:
        month -= 1
    return _end_of_month(year, month)


def _word(deadline: str, year: int) -> date | None:
    quarter = _QUARTER.search(deadline)
    if quarter:
        return _end_of_month(year, 3 * _QUARTERS[quarter.group(1)])
    return next((date(year, *day) for pattern, day in _WORDS if pattern.search(deadline)), None)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
