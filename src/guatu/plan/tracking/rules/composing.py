"""How is what a rule found put into a status?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from guatu.plan.tracking.forecasting import Outlook, outlook_of
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.pace import Pace
from guatu.plan.tracking.promise import reached
from guatu.plan.tracking.series import Point, Series, quantity
from guatu.plan.tracking.terms import Reason, ReasonValue, RunRate, Status, Trend


def status_of(
    series: Series,
    actual: Decimal | None,
    light: Light,
    code: str,
    *,
    expected: Decimal | None = None,
    pace: Pace | None = None,
    trend: Trend | None = None,
    held: bool = False,
    run_rate: RunRate | None = None,
    adds_up: bool = False,
) -> Status:
    """The status by the last figure of the series, with all that its sentence may need."""
    terms, last = series.terms, series.last.observation
    progress = actual / terms.value if actual is not None and terms.value else None
    attainment = None if actual is None or expected is None else over(actual, expected)
    actual_shown = None if actual is None else quantity(terms, actual)
    expected_shown = None if expected is None else quantity(terms, expected)
    target = quantity(terms, terms.value)
    said: dict[str, ReasonValue] = {
        "actual": actual_shown,
        "target": target,
        "expected": expected_shown,
        "progress": progress,
        "attainment": attainment,
    }
    outlook = outlook_of(series) if series.forecast and actual is not None else Outlook()
    return Status(
        light=light,
        reason=Reason(code, said | _circumstances(series, code, pace, held=held)),
        observation=last,
        actual=actual_shown,
        target=target,
        expected=expected_shown,
        pace_share=pace.share if pace else None,
        pace_basis=pace.basis if pace else "none",
        progress=progress,
        attainment=attainment,
        trend=trend,
        held=held,
        run_rate=run_rate,
        adds_up=adds_up,
        method=outlook.method,
        forecast=outlook.point,
        forecast_low=outlook.low,
        forecast_high=outlook.high,
        probability=outlook.chance,
    )


def _circumstances(series: Series, code: str, pace: Pace | None, *, held: bool) -> dict[str, ReasonValue]:
    """What the sentence may need beside the amounts: period, pace, day, and what holds the light."""
    terms, last = series.terms, series.last.observation
    said: dict[str, ReasonValue] = {
        "period": last.period,
        "share": pace.share if pace else None,
        "basis": pace.basis if pace else None,
        "comparator": terms.comparator,
        "day": terms.due if code.endswith("overdue") else last.published_on,
    }
    if held:
        said |= {"margin": series.bands.margin, "in_a_row": str(series.bands.confirmed_by)}
    return said


def run_rate(series: Series, last: Point) -> RunRate | None:
    """What has to come in each month that is left; None when nothing is left to do, or no month for it."""
    terms = series.terms
    months = 12 - last.month
    if not months or reached(terms, last.amount):
        return None
    whole, before = series.year_before.whole, series.year_before.by_month.get(last.month)
    rest = None if whole is None or before is None or terms.measure_kind == "stock" else whole - before
    factor = _base_factor(series)
    return RunRate(
        needed=quantity(terms, (terms.value - last.amount) / months),
        so_far=quantity(terms, last.amount / last.month),
        last_year=None if rest is None else quantity(terms, rest / factor / months),
        months=months,
    )


def _base_factor(series: Series) -> Decimal:
    """How many of the smallest unit one of the target's unit is."""
    return quantity(series.terms, Decimal(1)).base


def trend_of(
    series: Series, points: Sequence[Point], attainment: Callable[[Point], Decimal | None]
) -> Trend | None:
    """Which way the attainment went between the last two figures; None where one of them has none."""
    if len(points) < 2 or not series.terms.value:
        return None
    before, after = attainment(points[-2]), attainment(points[-1])
    if before is None or after is None:
        return None
    if abs(after - before) < series.bands.trend_step:
        return "flat"
    return "up" if after > before else "down"


def over(actual: Decimal, expected: Decimal) -> Decimal | None:
    """Actual ÷ expected, or None while nothing is due."""
    return actual / expected if expected else None
