"""How much of the year's target should be there by now: last year's shares, else the calendar.

The baseline m/12 and its better form, last year's own share of the year, follow the common practice of
序时进度; a share is of what last year reached at the end of the same cumulative period.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation


@dataclass(frozen=True, slots=True)
class Pace:
    """The share of the year's amount that is due at the end of a period, and where that comes from."""

    share: Decimal
    basis: Literal["last_year", "calendar"]


def pace_at(period: Period, last_year: Iterable[Observation]) -> Pace:
    """The pace at the end of `period` of this year, from last year's cumulative observations.

    Last year's own share is taken only where last year has both the same period and the full year, and
    the full year is above zero; otherwise the calendar's share.
    """
    amounts = {_days(o.period): o.value.base for o in last_year if isinstance(o.value, Quantity)}
    so_far = amounts.get(_days(period.previous_year()))
    whole = amounts.get(_days(Period.of_year(period.year - 1)))
    if so_far is not None and whole is not None and whole > 0 and 0 <= so_far <= whole:
        return Pace(so_far / whole, "last_year")
    return Pace(period.share_of_year, "calendar")


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end
