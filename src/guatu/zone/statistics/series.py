"""How do single published figures become one series of a measure? Pure rules, no Django."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity
from guatu.kernel.measures.aggregating import joined
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation

ADDITIVE = frozenset({"flow", "count", "zero_tolerance"})
"""Kinds whose months add up to the year."""


def series_period(measure: Measure, period: Period) -> Period:
    """The point of the measure's series that a period speaks of.

    Whatever starts in January is the cumulative point of its last month (2019年上半年 is 1—6月); a stock is a
    state at the end, whatever the period was called.
    """
    if measure.kind == "stock":
        return Period.to_month(period.year, period.last_month)
    return period.cumulative or period


def observed_series(measure: Measure, latest: Mapping[Period, Observation]) -> tuple[Observation, ...]:
    """The series of a measure from its latest observations by point, in the order of the calendar.

    Flows and counts give cumulative points alone; one that was not published is summed up from the point
    before and the month or quarter between. Where one of these is missing the sum is never guessed.
    """
    if measure.kind not in ADDITIVE:
        return tuple(latest[period] for period in sorted(latest))
    years = sorted({period.year for period in latest})
    return tuple(point for year in years for point in _cumulative_points(measure, latest, year))


def _cumulative_points(
    measure: Measure, latest: Mapping[Period, Observation], year: int
) -> Iterator[Observation]:
    points: dict[int, Observation] = {}
    for month in range(2, 13):
        published = latest.get(Period.to_month(year, month))
        point = published or _summed(latest, points, Period.to_month(year, month))
        if point is not None:
            points[month] = point
            yield point


def _summed(
    latest: Mapping[Period, Observation], points: Mapping[int, Observation], period: Period
) -> Observation | None:
    """The point before and what lies between; missing where only the latter is known; None with neither."""
    parts = [
        latest[part]
        for part in sorted(latest)
        if (part.year, part.last_month) == (period.year, period.last_month)
    ]
    for part in parts:
        before = points.get(part.period.first_month - 1)
        if before is not None and isinstance(before.value, Quantity) and isinstance(part.value, Quantity):
            return _sum(before, part, period)
    if not parts:
        return None
    unknown = Missing(MissingReason.NOT_REPORTED)
    return replace(parts[0], period=period, value=unknown, growth=None, comparable_base=None, restates=None)


def _sum(before: Observation, part: Observation, period: Period) -> Observation:
    assert isinstance(part.value, Quantity)
    whole = joined((before, part), "sum", part.value.unit, period)
    assert whole is not None
    return whole
