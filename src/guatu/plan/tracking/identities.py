"""Do actuals and forecasts still add up the way the plan's figures do (技工贸总收入 = 产值 + 服务业)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.terms import Status


@dataclass(frozen=True, slots=True)
class IdentityCheck:
    """One period in which whole and parts are all known; `difference` = whole − sum of the parts."""

    period: Period
    whole: Quantity
    parts: tuple[Quantity, ...]
    difference: Quantity
    holds: bool


def check_identity(
    whole: Sequence[Observation], parts: Sequence[Sequence[Observation]], rounding: Decimal
) -> tuple[IdentityCheck, ...]:
    """Every period for which the whole and all parts carry a value, oldest first.

    `rounding` is half of the last published digit, in the measure's normal unit: each of the n + 1
    figures may be off by that much, so a difference up to (n + 1) × rounding is no contradiction.
    """
    by_part = [_amounts(series) for series in parts]
    checks = []
    for period, total in _amounts(whole).items():
        amounts = [part.get(period) for part in by_part]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(amounts):
            checks.append(_check(period, total, tuple(known), rounding))
    return tuple(sorted(checks, key=lambda check: check.period))


@dataclass(frozen=True, slots=True)
class ForecastCheck:
    """Whether the forecast of a whole and those of its parts say the same; `difference` = whole − parts."""

    difference: Quantity
    holds: bool


def check_forecasts(whole: Status, parts: Sequence[Status]) -> ForecastCheck | None:
    """The check for the end of the year, None where one of them has no forecast with an interval.

    Forecasts are made one by one; they disagree when they lie further apart than their intervals explain
    (half widths added as squares, as for independent errors).
    """
    if whole.forecast is None or not parts:
        return None
    difference, squares = whole.forecast, Decimal(0)
    for status in (whole, *parts):
        if status.forecast is None or status.forecast_low is None or status.forecast_high is None:
            return None
        width = (status.forecast_high - status.forecast_low).to(difference.unit).amount
        squares += (width / 2) ** 2
        if status is not whole:
            difference = difference - status.forecast
    return ForecastCheck(difference, abs(difference.amount) <= squares.sqrt())


def _check(period: Period, whole: Quantity, parts: tuple[Quantity, ...], rounding: Decimal) -> IdentityCheck:
    difference = whole
    for part in parts:
        difference = difference - part
    return IdentityCheck(
        period, whole, parts, difference, abs(difference.amount) <= rounding * (len(parts) + 1)
    )


def _amounts(series: Sequence[Observation]) -> Mapping[Period, Quantity]:
    return {o.period: o.value for o in series if isinstance(o.value, Quantity)}
