"""How does a count of records become an observation?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.measures.registry import Observation

YEARS = 3
"""How many years back are counted, this one included: what a target is compared with."""


def periods_over(today: date) -> list[Period]:
    """The cumulative months of the last years that are over: from January up to each."""
    months = [
        Period.to_month(year, month)
        for year in range(today.year - YEARS + 1, today.year + 1)
        for month in range(2, 13)
    ]
    return [period for period in months if period.end < today]


def observed(
    code: str, period: Period, count: int, known_at: datetime, counted: str = "count:户"
) -> Observation:
    """The observation that so many were counted, from what was on record at that moment."""
    return Observation(
        measure_code=code,
        period=period,
        value=Quantity(Decimal(count), unit(counted)),
        growth=None,
        comparable_base=None,
        published_on=clock.day_of(known_at),
        recorded_at=known_at,
        revision=1,
        evidence=(),
    )
