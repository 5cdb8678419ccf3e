"""How is a state judged that a target wants to see at the end of the year?"""

from __future__ import annotations

from decimal import Decimal

from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.pace import Pace
from guatu.plan.tracking.promise import is_ceiling, reached
from guatu.plan.tracking.rules.composing import status_of, trend_of
from guatu.plan.tracking.rules.judging import band, settle
from guatu.plan.tracking.series import Point, Series
from guatu.plan.tracking.terms import Status


def track_stock(series: Series) -> Status:
    """A stock on its way from last year's end to the target; by the calendar, in equal steps."""
    terms, last = series.terms, series.last
    light, held = settle(series.points, lambda point, margin: _judge(series, point, margin), series.bands)
    trend = trend_of(
        series, series.points, lambda point: point.amount / terms.value if terms.value else Decimal(0)
    )
    return status_of(
        series,
        last.amount,
        light,
        _reason(series, last),
        expected=_expected(series, last),
        pace=Pace(_share(series, last), "calendar"),
        trend=trend,
        held=held,
    )


def _judge(series: Series, point: Point, margin: Decimal) -> Light:
    """A stock is judged by how much of the way from last year's end it has gone, not by its level."""
    if reached(series.terms, point.amount):
        return Light.DONE
    if is_ceiling(series.terms) or _is_overdue(series, point):
        return Light.BEHIND
    base, expected = series.year_end_before, _expected(series, point)
    if base is None or expected <= base:
        return band(point.amount - margin * abs(expected), expected, series.bands)
    way = expected - base
    return band(point.amount - base - margin * way, way, series.bands)


def _reason(series: Series, point: Point) -> str:
    if reached(series.terms, point.amount):
        return "stock_reached"
    if is_ceiling(series.terms):
        return "ceiling_exceeded"
    if point.month == 12:
        return "stock_missed"
    return "stock_overdue" if _is_overdue(series, point) else "stock_pace"


def _expected(series: Series, point: Point) -> Decimal:
    base, value = series.year_end_before, series.terms.value
    return value if base is None else base + (value - base) * _share(series, point)


def _share(series: Series, point: Point) -> Decimal:
    due = series.terms.due
    months = due.month if due is not None and due.year == point.period.year else 12
    return min(Decimal(point.month) / months, Decimal(1))


def _is_overdue(series: Series, point: Point) -> bool:
    due = series.terms.due
    return point.month == 12 or (due is not None and point.period.end >= due)
