"""How is a target judged: one rule for each kind of target, all of them pure.

Bands: at or above the pace is on track, 90 % of it and more is at risk, below that is behind
(configurable practice of 序时进度 dispatching; exact decimals, rounding only for display). A light is
grey when the last figure is older than its measure allows, or when none ever came although it was due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.pace import Pace, pace_at
from guatu.plan.tracking.terms import Reason, ReasonValue, Status, TargetTerms, Trend

#: Share of the pace below which a target is behind.
AT_RISK_FROM = Decimal("0.9")
#: Kinds of target that speak of a change; a measure of another kind answers with its reported growth.
CHANGES = ("growth", "reduction")
#: How many days before its day a milestone that is not reached is at risk.
NEAR_DAYS = 30
#: Smallest change of attainment between two periods that counts as a trend.
TREND_STEP = Decimal("0.005")

Rule = Callable[[TargetTerms, Sequence[Observation], Sequence[Observation], Observation], Status]


def track(terms: TargetTerms, observations: Sequence[Observation], today: date) -> Status:
    """Where the target stands on `today`, from all observations of its measure that are known then."""
    this_year = [o for o in observations if o.period.end.year == terms.year and o.period.end <= today]
    last_year = [o for o in observations if o.period.end.year == terms.year - 1]
    fed = [o for o in this_year if isinstance(_reading(terms, o), Decimal)]
    target = _quantity(terms, terms.value)
    if not fed:
        return _unfed(terms, this_year, today, target)
    last = fed[-1]
    if terms.measure_kind == "milestone":
        return _track_milestone(terms, last, today)
    status = _rule_for(terms)(terms, fed, last_year, last)
    return _with_staleness(status, terms, last, today)


def _rule_for(terms: TargetTerms) -> Rule:
    if terms.measure_kind == "zero_tolerance":
        return _track_zero_tolerance
    if terms.kind in ("growth", "reduction", "ratio") or terms.measure_kind in ("ratio", "coverage"):
        return _track_rate
    if terms.measure_kind == "stock":
        return _track_increment_of_stock if terms.kind == "increment" else _track_stock
    return _track_flow


def _track_flow(
    terms: TargetTerms, fed: Sequence[Observation], last_year: Sequence[Observation], last: Observation
) -> Status:
    pace = pace_at(last.period, last_year)
    actual = _amount(terms, last)
    expected = terms.value * pace.share
    forecast = _quantity(terms, actual / pace.share) if pace.share > 0 else None
    trend = _trend(
        terms, fed, lambda o: _over(_amount(terms, o), terms.value * pace_at(o.period, last_year).share)
    )
    if _is_ceiling(terms):
        light, code = _judge_ceiling(actual, expected, terms, last.period)
    else:
        light, code = _judge_flow(actual, expected, terms, last.period)
    return _status(
        terms, last, actual, light, code, expected=expected, pace=pace, forecast=forecast, trend=trend
    )


def _judge_flow(actual: Decimal, expected: Decimal, terms: TargetTerms, period: Period) -> tuple[Light, str]:
    if _reached(terms, actual):
        return Light.DONE, "flow_done"
    if _is_year_end(period):
        return Light.BEHIND, "flow_missed"
    return _band(actual, expected), "flow_pace" if expected else "flow_none_due"


def _judge_ceiling(
    actual: Decimal, expected: Decimal, terms: TargetTerms, period: Period
) -> tuple[Light, str]:
    limit = terms.value_hi or terms.value
    if actual > limit:
        return Light.BEHIND, "ceiling_exceeded"
    if _is_year_end(period):
        return Light.DONE, "ceiling_held"
    return (Light.ON_TRACK, "ceiling_pace") if actual <= expected else (Light.AT_RISK, "ceiling_pace")


def _track_stock(
    terms: TargetTerms, fed: Sequence[Observation], last_year: Sequence[Observation], last: Observation
) -> Status:
    actual = _amount(terms, last)
    base = _year_end_amount(terms, last_year)
    expected = terms.value if base is None else base + (terms.value - base) * last.period.share_of_year
    trend = _trend(terms, fed, lambda o: _amount(terms, o) / terms.value if terms.value else Decimal(0))
    pace = Pace(last.period.share_of_year, "calendar")
    if _reached(terms, actual):
        light, code = Light.DONE, "stock_reached"
    elif _is_ceiling(terms):
        light, code = Light.BEHIND, "ceiling_exceeded"
    elif _is_year_end(last.period):
        light, code = Light.BEHIND, "stock_missed"
    else:
        light, code = _stock_band(actual, expected, base), "stock_pace"
    return _status(terms, last, actual, light, code, expected=expected, pace=pace, trend=trend)


def _stock_band(actual: Decimal, expected: Decimal, base: Decimal | None) -> Light:
    """A stock is judged by how much of the way from last year's end it has gone, not by its level."""
    if base is None or expected <= base:
        return _band(actual, expected)
    return _band(actual - base, expected - base)


def _track_increment_of_stock(
    terms: TargetTerms, fed: Sequence[Observation], last_year: Sequence[Observation], last: Observation
) -> Status:
    base = _year_end_amount(terms, last_year)
    if base is None:
        return _status(terms, last, None, Light.STALE, "no_base")
    pace = Pace(last.period.share_of_year, "calendar")
    actual = _amount(terms, last) - base
    expected = terms.value * pace.share
    light, code = _judge_flow(actual, expected, terms, last.period)
    trend = _trend(terms, fed, lambda o: (_amount(terms, o) - base) / (terms.value * o.period.share_of_year))
    forecast = _quantity(terms, actual / pace.share)
    return _status(
        terms, last, actual, light, code, expected=expected, pace=pace, forecast=forecast, trend=trend
    )


def _track_rate(
    terms: TargetTerms, fed: Sequence[Observation], last_year: Sequence[Observation], last: Observation
) -> Status:
    actual = _amount(terms, last)
    reached = _reached(terms, actual)
    if _is_year_end(last.period):
        light, code = (Light.DONE, "rate_done") if reached else (Light.BEHIND, "rate_missed")
    elif reached:
        light, code = Light.ON_TRACK, "rate_held"
    else:
        light, code = _rate_band(terms, actual), "rate_short"
    trend = _trend(terms, fed, lambda o: _amount(terms, o) / abs(terms.value) if terms.value else Decimal(0))
    if _is_ceiling(terms) and trend in ("up", "down"):
        trend = "down" if trend == "up" else "up"
    return _status(terms, last, actual, light, code, expected=terms.value, trend=trend)


def _rate_band(terms: TargetTerms, actual: Decimal) -> Light:
    limit = terms.value_hi if terms.comparator == "range" and terms.value_hi is not None else terms.value
    if _is_ceiling(terms):
        return Light.AT_RISK if actual * AT_RISK_FROM <= limit else Light.BEHIND
    return _band(actual, terms.value)


def _track_milestone(terms: TargetTerms, last: Observation, today: date) -> Status:
    """A milestone has no pace: it is reached, or its day is far, near or gone. Age does not turn it."""
    actual = _amount(terms, last)
    due = terms.due or date(terms.year, 12, 31)
    if _reached(terms, actual):
        light, code = Light.DONE, "milestone_reached"
    elif today > due:
        light, code = Light.BEHIND, "milestone_overdue"
    else:
        near = today > due - timedelta(days=NEAR_DAYS)
        light, code = (Light.AT_RISK if near else Light.ON_TRACK), "milestone_ahead"
    status = _status(terms, last, actual, light, code)
    return replace(status, reason=Reason(code, {**status.reason.params, "day": due}))


def _track_zero_tolerance(
    terms: TargetTerms, fed: Sequence[Observation], last_year: Sequence[Observation], last: Observation
) -> Status:
    actual = max(_amount(terms, o) for o in fed)
    light, code = (Light.BROKEN, "zero_broken") if actual > terms.value else (Light.KEPT, "zero_kept")
    return _status(terms, last, actual, light, code)


def _unfed(terms: TargetTerms, this_year: Sequence[Observation], today: date, target: Quantity) -> Status:
    if this_year:
        last = this_year[-1]
        reason = Reason("missing", {"period": last.period})
        return Status(Light.STALE, reason, observation=last, target=target, stale_since=last.period.end)
    first_due = date(terms.year, 2, 28) + timedelta(days=terms.stale_after_days)
    if today <= first_due:
        return Status(Light.NOT_STARTED, Reason("not_yet_due", {"day": first_due}), target=target)
    return Status(Light.STALE, Reason("never_fed", {"day": first_due}), target=target, stale_since=first_due)


def _with_staleness(status: Status, terms: TargetTerms, last: Observation, today: date) -> Status:
    """The status in grey when the next figure is overdue; a broken promise and a full year stay."""
    fresh_until = last.period.end + timedelta(days=terms.stale_after_days)
    if today <= fresh_until or status.light is Light.BROKEN or _is_year_end(last.period):
        return status
    reason = Reason("stale", {"period": last.period, "day": fresh_until, **_only(status.reason, "actual")})
    return replace(status, light=Light.STALE, reason=reason, stale_since=fresh_until)


def _reading(terms: TargetTerms, observation: Observation) -> Decimal | None:
    """The number that the target speaks of: the level, or the growth reported on the comparable base.

    Growth is never computed from published levels: their scopes differ from year to year.
    """
    if terms.kind in CHANGES and terms.measure_kind not in CHANGES:
        if observation.growth is None:
            return None
        return observation.growth if terms.kind == "growth" else -observation.growth
    return observation.value.to(terms.unit).amount if isinstance(observation.value, Quantity) else None


def _amount(terms: TargetTerms, observation: Observation) -> Decimal:
    reading = _reading(terms, observation)
    assert reading is not None, "only fed observations are judged"
    return reading


def _reached(terms: TargetTerms, actual: Decimal) -> bool:
    match terms.comparator:
        case ">":
            return actual > terms.value
        case "<":
            return actual < terms.value
        case "<=":
            return actual >= terms.value if _is_fall(terms) else actual <= terms.value
        case "range" if terms.value_hi is not None and terms.better == "less":
            return actual <= terms.value_hi
        case _:
            return (
                actual <= terms.value
                if terms.better == "less" and not _is_fall(terms)
                else actual >= terms.value
            )


def _is_fall(terms: TargetTerms) -> bool:
    return terms.kind == "reduction"


def _is_ceiling(terms: TargetTerms) -> bool:
    """True where less is better: an upper limit, or a measure that should fall."""
    return not _is_fall(terms) and (terms.comparator in ("<", "<=") or terms.better == "less")


def _is_year_end(period: Period) -> bool:
    return period.last_month == 12


def _band(actual: Decimal, expected: Decimal) -> Light:
    if actual >= expected:
        return Light.ON_TRACK
    return Light.AT_RISK if expected > 0 and actual >= expected * AT_RISK_FROM else Light.BEHIND


def _year_end_amount(terms: TargetTerms, last_year: Sequence[Observation]) -> Decimal | None:
    for observation in reversed(last_year):
        if _is_year_end(observation.period) and isinstance(observation.value, Quantity):
            return observation.value.to(terms.unit).amount
    return None


def _trend(
    terms: TargetTerms, fed: Sequence[Observation], attainment: Callable[[Observation], Decimal | None]
) -> Trend | None:
    """Which way the attainment went between the last two figures; None where one of them has none."""
    if len(fed) < 2 or not terms.value:
        return None
    before, after = attainment(fed[-2]), attainment(fed[-1])
    if before is None or after is None:
        return None
    if abs(after - before) < TREND_STEP:
        return "flat"
    return "up" if after > before else "down"


def _over(actual: Decimal, expected: Decimal) -> Decimal | None:
    """Actual ÷ expected, or None while nothing is due."""
    return actual / expected if expected else None


def _quantity(terms: TargetTerms, amount: Decimal) -> Quantity:
    return Quantity(amount, unit(terms.unit)).to(terms.display_unit or terms.unit)


def _only(reason: Reason, *names: str) -> dict[str, ReasonValue]:
    return {name: reason.params[name] for name in names if name in reason.params}


def _status(
    terms: TargetTerms,
    last: Observation,
    actual: Decimal | None,
    light: Light,
    code: str,
    *,
    expected: Decimal | None = None,
    pace: Pace | None = None,
    forecast: Quantity | None = None,
    trend: Trend | None = None,
) -> Status:
    progress = actual / terms.value if actual is not None and terms.value else None
    attainment = None if actual is None or expected is None else _over(actual, expected)
    actual_shown = None if actual is None else _quantity(terms, actual)
    expected_shown = None if expected is None else _quantity(terms, expected)
    target = _quantity(terms, terms.value)
    params: dict[str, ReasonValue] = {
        "actual": actual_shown,
        "target": target,
        "expected": expected_shown,
        "period": last.period,
        "progress": progress,
        "attainment": attainment,
        "share": pace.share if pace else None,
        "basis": pace.basis if pace else None,
        "comparator": terms.comparator,
        "day": last.published_on,
    }
    return Status(
        light=light,
        reason=Reason(code, params),
        observation=last,
        actual=actual_shown,
        target=target,
        expected=expected_shown,
        pace_share=pace.share if pace else None,
        pace_basis=pace.basis if pace else "none",
        progress=progress,
        attainment=attainment,
        forecast=forecast,
        trend=trend,
    )
