"""What does a target read in the observations of its measure: this year's figures, and last year's course?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, Unit, UnitMismatch, unit
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.bands import Bands, bands_of
from guatu.plan.tracking.pace import Pace, YearBefore
from guatu.plan.tracking.terms import CHANGES, TargetTerms


class Point(NamedTuple):
    """An observation that carries what the target speaks of; `amount` is in the target's own unit."""

    observation: Observation
    amount: Decimal

    @property
    def period(self) -> Period:
        """The period of the figure."""
        return self.observation.period

    @property
    def month(self) -> int:
        """The month at whose end it stands."""
        return self.observation.period.last_month


class Series:
    """The observations of a measure as one target sees them on a day, oldest first.

    `heard` are all of this year up to that day, `points` those of them that carry a value. `forecast` says
    whether the outlook on the year's end is wanted.
    """

    def __init__(
        self,
        terms: TargetTerms,
        observations: Sequence[Observation],
        today: date,
        *,
        forecast: bool = True,
    ) -> None:
        self.terms, self.forecast = terms, forecast
        self.heard = [o for o in observations if o.period.year == terms.year and is_over(o.period, today)]
        self.points = points_of(terms, self.heard)
        self._before = [o for o in observations if o.period.year == terms.year - 1]
        self._paces: dict[Period, Pace] = {}

    @property
    def last(self) -> Point:
        """The last figure with a value."""
        return self.points[-1]

    @cached_property
    def bands(self) -> Bands:
        """The thresholds by which the target's year is judged."""
        return bands_of(self.terms.year)

    @cached_property
    def year_before(self) -> YearBefore:
        """Last year's course."""
        return YearBefore.of(self._before)

    @cached_property
    def points_before(self) -> list[Point]:
        """Last year's figures as the target reads them."""
        return points_of(self.terms, self._before)

    @cached_property
    def year_end_before(self) -> Decimal | None:
        """What last year ended at, in the target's unit; None where that is not known."""
        if self.terms.kind in CHANGES and self.terms.measure_kind not in CHANGES:
            return None
        return next((p.amount for p in reversed(self.points_before) if p.month == 12), None)

    def pace(self, period: Period) -> Pace:
        """The pace of an amount that adds up over the year."""
        if period not in self._paces:
            self._paces[period] = self.year_before.pace(period, self.terms.due)
        return self._paces[period]


def is_over(period: Period, today: date) -> bool:
    """Whether the period's last day is not after `today`."""
    return (period.year, period.last_month) < (today.year, today.month) or period.end <= today


def points_of(terms: TargetTerms, observations: Sequence[Observation]) -> list[Point]:
    """The observations that carry what the target speaks of, with that number.

    That is the level, or the growth reported on the comparable base: growth is never computed from published
    levels, whose scopes differ from year to year.
    """
    if terms.kind in CHANGES and terms.measure_kind not in CHANGES:
        rates = ((o, o.growth) for o in observations if o.growth is not None)
        return [Point(o, growth if terms.kind == "growth" else -growth) for o, growth in rates]
    asked = _units(terms.unit, terms.display_unit)[0]
    levels = ((o, o.value) for o in observations)
    return [Point(o, _converted(v.amount, v.unit, asked)) for o, v in levels if isinstance(v, Quantity)]


def reading(terms: TargetTerms, observation: Observation) -> Decimal | None:
    """The number that the target speaks of in one observation, None where it has none."""
    found = points_of(terms, [observation])
    return found[0].amount if found else None


def quantity(terms: TargetTerms, amount: Decimal) -> Quantity:
    """An amount in the target's unit as people read it."""
    counted, shown = _units(terms.unit, terms.display_unit)
    return Quantity(_converted(amount, counted, shown), shown)


def _converted(amount: Decimal, given: Unit, asked: Unit) -> Decimal:
    # As Quantity.to, without a quantity in between: a wall reads thousands of amounts at once.
    if given.code == asked.code:
        return amount
    if given.dimension != asked.dimension:
        raise UnitMismatch(given, asked)
    return amount * given.factor / asked.factor


@lru_cache(maxsize=1000)
def _units(counted: str, shown: str) -> tuple[Unit, Unit]:
    return unit(counted), unit(shown or counted)
