"""How much of the target should be there by now: by schedule, by last year's shares, else by the calendar.

The baseline m/12 and its better form, last year's own share of the year, follow the common practice of
序时进度; a share is of what last year reached at the end of the same cumulative period. What is due before
the end of the year is due in the same course, only sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.terms import PaceBasis


@dataclass(frozen=True, slots=True)
class Pace:
    """The share of the year's amount that is due at the end of a period, and where that comes from."""

    share: Decimal
    basis: PaceBasis


@dataclass(frozen=True, slots=True)
class YearBefore:
    """Last year's amounts from January to the end of each month, in the smallest unit of their dimension."""

    by_month: Mapping[int, Decimal]

    @classmethod
    def of(cls, last_year: Iterable[Observation]) -> YearBefore:
        """The course of last year from its observations; only cumulative ones have a place in it."""
        return cls(
            {
                o.period.last_month: o.value.base
                for o in last_year
                if o.period.first_month == 1 and isinstance(o.value, Quantity)
            }
        )

    @property
    def whole(self) -> Decimal | None:
        """What the full year came to."""
        return self.by_month.get(12)

    def share(self, month: int) -> Decimal | None:
        """The share of the full year that was there at the end of a month, where both are known."""
        so_far, whole = self.by_month.get(month), self.by_month.get(12)
        if so_far is None or whole is None or whole <= 0 or not 0 <= so_far <= whole:
            return None
        return so_far / whole

    def pace(self, period: Period, due: date | None = None) -> Pace:
        """The pace at the end of a period of this year of something due at the end of it, or on `due`."""
        share = self.share(period.last_month) if period.first_month == 1 else None
        pace = Pace(period.share_of_year, "calendar") if share is None else Pace(share, "last_year")
        if due is None or due.year != period.year or due.month == 12:
            return pace
        return Pace(min(self._of_schedule(period, due, share), Decimal(1)), "schedule")

    def _of_schedule(self, period: Period, due: date, share: Decimal | None) -> Decimal:
        by_then = self.share(due.month)
        if share is None or not by_then:
            return Decimal(period.last_month) / due.month
        return share / by_then


def pace_at(period: Period, last_year: Iterable[Observation], due: date | None = None) -> Pace:
    """The pace at the end of `period` of this year, from last year's cumulative observations.

    Last year's own share is taken only where last year has both the same period and the full year, and
    the full year is above zero; otherwise the calendar's share. With `due` the whole is due on that day.
    """
    return YearBefore.of(last_year).pace(period, due)
