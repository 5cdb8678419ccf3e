"""Where will a target stand at the end of the year, how sure is that, and how likely is it reached?

Amounts that add up: what came so far times the rest of last year's course (else of the calendar), by the
ratio estimator of `stepping`; the dispersion is that of the months of this year against last year's, or of
last year's against their own comparable bases, whichever is wider. Small counts: negative binomial. Stocks
and increments of stocks: the mean monthly step. Rates: the last one, which wanders as it did from figure to
figure; cumulative rates settle towards the end of a year, so the interval is rather too wide. With fewer than
two free deviations only the point is given. Milestones, zero tolerance and coverage are not forecast: there
is nothing to extrapolate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from guatu.base.quantities import Quantity
from guatu.plan.tracking.forecasting.distributions import Certain, Counted, Distribution, Spread
from guatu.plan.tracking.forecasting.pipeline import Pipeline
from guatu.plan.tracking.forecasting.stepping import (
    FEWEST_FREE,
    Dispersion,
    Step,
    base_of,
    dispersion_of,
    ratio_of,
    steps_between,
    wander_of,
)
from guatu.plan.tracking.promise import is_ceiling, limit_of
from guatu.plan.tracking.series import Point, Series, quantity
from guatu.plan.tracking.terms import TargetTerms

#: Of ten forecasts eight should enclose what comes.
INTERVAL = Decimal("0.8")
_LOW = (1 - INTERVAL) / 2
_CALENDAR = {month: Decimal(month) for month in range(1, 13)}


@dataclass(frozen=True, slots=True)
class Forecast:
    """The value expected for the end of a month; `low` and `high` enclose it with 80 %, None where not known.

    `method` is the code of a sentence in `words.METHODS`, also where `point` is None.
    """

    method: str
    point: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    outcomes: Distribution | None = None

    def chance(self, terms: TargetTerms) -> Decimal | None:
        """The probability that the target is reached."""
        if self.outcomes is None:
            return None
        if isinstance(self.outcomes, Certain):
            return Decimal(_keeps(terms, self.outcomes.amount))
        if is_ceiling(terms):
            limit = limit_of(terms)
            beyond = limit + 1 if isinstance(self.outcomes, Counted | Pipeline) else limit
            return 1 - self.outcomes.at_least(beyond)
        return self.outcomes.at_least(terms.value)


def _keeps(terms: TargetTerms, amount: Decimal) -> bool:
    return amount <= limit_of(terms) if is_ceiling(terms) else amount >= terms.value


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast in the units that people read, with the chance that the target is reached."""

    method: str = ""
    point: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    chance: Decimal | None = None


def outlook_of(series: Series) -> Outlook:
    """The outlook on the end of the year; with a method alone where nothing can be said."""
    found, terms = forecast_of(series), series.terms
    if found.point is None:
        return Outlook(found.method)
    return Outlook(
        found.method,
        quantity(terms, found.point),
        None if found.low is None else quantity(terms, found.low),
        None if found.high is None else quantity(terms, found.high),
        found.chance(terms),
    )


def forecast_of(series: Series, *, month: int = 12, pipeline: Pipeline | None = None) -> Forecast:
    """The forecast for the end of `month` from the figures of the series, by the rule of its kind."""
    terms, last = series.terms, series.last
    if terms.measure_kind in ("milestone", "zero_tolerance", "coverage"):
        return Forecast(terms.measure_kind)
    base = _start(series)
    if base is None:
        return Forecast("no_base")
    if last.month >= month:
        amount = last.amount - base
        return Forecast("year_over", amount, amount, amount, Certain(amount))
    if pipeline is not None:
        return _with_interval("pipeline", pipeline.expected, pipeline)
    if terms.kind in ("growth", "reduction", "ratio") or terms.measure_kind == "ratio":
        return _of_rate(series, month)
    if terms.measure_kind == "stock":
        return _of_stock(series, base, month)
    return _of_flow(series, month)


def _start(series: Series) -> Decimal | None:
    """What is taken off the figures: last year's end for an increment of a stock, nothing else."""
    if series.terms.measure_kind == "stock" and series.terms.kind == "increment":
        return series.year_end_before
    return Decimal(0)


def _of_flow(series: Series, month: int) -> Forecast:
    last = series.last
    before = series.year_before.by_month
    seasonal = series.year_before.share(last.month) is not None and month in before
    course = before if seasonal else _CALENDAR
    so_far = course[last.month]
    if so_far <= 0:
        return Forecast("nothing_due")
    point = last.amount * course[month] / so_far
    method = "seasonal" if seasonal else "calendar"
    if series.terms.measure_kind == "count" and series.terms.value < series.bands.few and last.amount >= 0:
        counted = Counted(int(last.amount), so_far / course[month])
        return _with_interval("counted", point, counted)
    floor = last.amount if point >= last.amount else None
    free = _dispersion_now(course, series.points)
    if seasonal:
        free = free.or_wider(_dispersion_before(series))
    return _spread(method, point, free, _Rest(course[month] - so_far, so_far / len(series.points)), floor)


def _dispersion_now(course: Mapping[int, Decimal], points: Sequence[Point]) -> Dispersion:
    """How far the months of this year lie from their common ratio to those of the course."""
    known = [point for point in points if point.month in course]
    base = [Decimal(0), *(course[point.month] for point in known)]
    return dispersion_of(steps_between(base, [Decimal(0), *(point.amount for point in known)]))


def _dispersion_before(series: Series) -> Dispersion:
    """The same of last year's months against the comparable bases that were published with them."""
    pairs = [
        (p.observation.comparable_base.base, p.amount)
        for p in series.points_before
        if p.observation.comparable_base is not None and p.period.first_month == 1
    ]
    zero = Decimal(0)
    return dispersion_of(steps_between([zero, *(b for b, _ in pairs)], [zero, *(a for _, a in pairs)]))


def _of_stock(series: Series, base: Decimal, month: int) -> Forecast:
    """By the mean monthly step of this year and, for its dispersion, of last year."""
    last = series.last
    start = series.year_end_before
    steps = _monthly(series.points, start)
    if not steps:
        return Forecast("too_few")
    so_far, rest = base_of(steps), Decimal(month - last.month)
    point = last.amount - base + ratio_of(steps) * rest
    free = dispersion_of(steps).or_wider(dispersion_of(_monthly(series.points_before, None)))
    return _spread("steps", point, free, _Rest(rest, so_far / len(steps)), None)


def _monthly(points: Sequence[Point], start: Decimal | None) -> list[Step]:
    """Steps of a stock, with the months that each took; `start` is the state at the beginning of the year."""
    months = [Decimal(point.month) for point in points]
    amounts = [point.amount for point in points]
    if start is not None:
        months, amounts = [Decimal(0), *months], [start, *amounts]
    return steps_between(months, amounts)


def _of_rate(series: Series, month: int) -> Forecast:
    """The last rate; how far it may wander is told by its steps of this year and of last year."""
    last = series.last
    free = wander_of(_monthly(series.points, None)).or_wider(wander_of(_monthly(series.points_before, None)))
    return _spread("wandering", last.amount, free, _Rest(Decimal(month - last.month), None), None)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of the base, the mean base of a step, None where no ratio is estimated."""

    left: Decimal
    step: Decimal | None

    @property
    def spread(self) -> Decimal:
        """By which the variance of a step is multiplied: its own of each, and that of their common ratio."""
        return self.left if self.step is None else self.left + self.left**2 / self.step


def _spread(method: str, point: Decimal, free: Dispersion, rest: _Rest, floor: Decimal | None) -> Forecast:
    if free.freedom < FEWEST_FREE:
        return Forecast(method + "_alone", point)
    scale = (free.variance * rest.spread).sqrt()
    return _with_interval(method, point, Spread(point, scale, free.freedom, floor))


def _with_interval(method: str, point: Decimal, outcomes: Distribution) -> Forecast:
    """The interval always holds the point, which for skewed small counts may lie beside the middle."""
    low, high = min(outcomes.quantile(_LOW), point), max(outcomes.quantile(1 - _LOW), point)
    return Forecast(method, point, low, high, outcomes)
