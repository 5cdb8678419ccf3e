"""How is an amount judged that adds up over the year, and how an upper limit to one?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.pace import Pace
from guatu.plan.tracking.promise import is_ceiling, reached
from guatu.plan.tracking.rules.composing import over, run_rate, status_of, trend_of
from guatu.plan.tracking.rules.judging import band, settle
from guatu.plan.tracking.series import Point, Series
from guatu.plan.tracking.terms import Status


@dataclass(frozen=True, slots=True)
class _Course:
    """Amounts from the start of the year, each with the share of the whole that was due by then."""

    series: Series
    amounts: list[Point]

    def pace(self, point: Point) -> Pace:
        return self.series.pace(point.period)

    def expected(self, point: Point) -> Decimal:
        return self.series.terms.value * self.pace(point).share

    def judge(self, point: Point, margin: Decimal) -> Light:
        if is_ceiling(self.series.terms):
            return self._judge_ceiling(point, margin)
        if reached(self.series.terms, point.amount):
            return Light.DONE
        if self.is_overdue(point):
            return Light.BEHIND
        expected = self.expected(point)
        return band(point.amount - margin * expected, expected, self.series.bands)

    def _judge_ceiling(self, point: Point, margin: Decimal) -> Light:
        terms, expected = self.series.terms, self.expected(point)
        if point.amount > (terms.value_hi or terms.value):
            return Light.BEHIND
        if point.month == 12:
            return Light.DONE
        return Light.ON_TRACK if point.amount + margin * expected <= expected else Light.AT_RISK

    def is_overdue(self, point: Point) -> bool:
        due = self.series.terms.due
        return point.month == 12 or (due is not None and point.period.end >= due)

    def reason(self, point: Point, light: Light) -> str:
        if is_ceiling(self.series.terms):
            return {Light.BEHIND: "ceiling_exceeded", Light.DONE: "ceiling_held"}.get(light, "ceiling_pace")
        if light is Light.DONE:
            return "flow_done"
        if point.month == 12:
            return "flow_missed"
        if self.is_overdue(point):
            return "flow_overdue"
        return "flow_pace" if self.expected(point) else "flow_none_due"


def track_flow(series: Series) -> Status:
    """An amount that starts from nothing in January, against its pace."""
    return _track(series, series.points)


def track_increment_of_stock(series: Series) -> Status:
    """What was added to a stock since the end of last year, against the calendar."""
    base = series.year_end_before
    if base is None:
        return status_of(series, None, Light.STALE, "no_base")
    return _track(series, [Point(point.observation, point.amount - base) for point in series.points])


def _track(series: Series, amounts: list[Point]) -> Status:
    course = _Course(series, amounts)
    last = amounts[-1]
    light, held = settle(amounts, course.judge, series.bands)
    return status_of(
        series,
        last.amount,
        light,
        course.reason(last, light),
        expected=course.expected(last),
        pace=course.pace(last),
        trend=trend_of(series, amounts, lambda point: over(point.amount, course.expected(point))),
        held=held,
        run_rate=None if is_ceiling(series.terms) else run_rate(series, last),
        adds_up=True,
    )
