"""How is a rate judged: a growth, a reduction, a share, which holds or does not from its first figure on?"""

from __future__ import annotations

from decimal import Decimal

from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.promise import is_ceiling, limit_of, reached
from guatu.plan.tracking.rules.composing import status_of, trend_of
from guatu.plan.tracking.rules.judging import band, settle
from guatu.plan.tracking.series import Point, Series
from guatu.plan.tracking.terms import Status


def track_rate(series: Series) -> Status:
    """A rate against the one that is asked for; there is no pace to it."""
    terms, last = series.terms, series.last
    light, held = settle(series.points, lambda point, margin: _judge(series, point, margin), series.bands)
    trend = trend_of(
        series, series.points, lambda point: point.amount / abs(terms.value) if terms.value else Decimal(0)
    )
    if is_ceiling(terms) and trend in ("up", "down"):
        trend = "down" if trend == "up" else "up"
    kept = reached(terms, last.amount)
    code = ("rate_done" if kept else "rate_missed") if last.month == 12 else _code(kept)
    return status_of(series, last.amount, light, code, expected=terms.value, trend=trend, held=held)


def _code(kept: bool) -> str:
    return "rate_held" if kept else "rate_short"


def _judge(series: Series, point: Point, margin: Decimal) -> Light:
    terms = series.terms
    moved = margin * abs(terms.value)
    amount = point.amount + moved if is_ceiling(terms) else point.amount - moved
    if point.month == 12:
        return Light.DONE if reached(terms, point.amount) else Light.BEHIND
    if reached(terms, amount):
        return Light.ON_TRACK
    if is_ceiling(terms):
        within = amount * series.bands.at_risk_from <= limit_of(terms)
        return Light.AT_RISK if within else Light.BEHIND
    return band(amount, terms.value, series.bands)
