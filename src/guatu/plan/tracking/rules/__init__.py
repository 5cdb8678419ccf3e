"""How is a target judged: one rule for each kind of target, all of them pure.

A light is grey when the last figure is older than its measure allows, or when none ever came although it was
due. Exact decimals decide; rounding is for showing only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules.events import track_milestone, track_zero_tolerance
from guatu.plan.tracking.rules.flows import track_flow, track_increment_of_stock
from guatu.plan.tracking.rules.rates import track_rate
from guatu.plan.tracking.rules.stocks import track_stock
from guatu.plan.tracking.series import Series, quantity
from guatu.plan.tracking.terms import Reason, ReasonValue, Status, TargetTerms


def track(
    terms: TargetTerms, observations: Sequence[Observation], today: date, *, forecast: bool = True
) -> Status:
    """Where the target stands on `today`, from all observations of its measure that are known then.

    `forecast` False leaves the outlook on the year's end out, where only the light is wanted.
    """
    series = Series(terms, observations, today, forecast=forecast)
    if not series.points:
        return _unfed(series, today)
    if terms.measure_kind == "milestone":
        return track_milestone(series, today)
    return _with_staleness(rule_for(terms)(series), series, today)


def rule_for(terms: TargetTerms) -> Callable[[Series], Status]:
    """The rule by which a target of this kind is judged; a milestone has its own, by days."""
    if terms.measure_kind == "zero_tolerance":
        return track_zero_tolerance
    if terms.kind in ("growth", "reduction", "ratio") or terms.measure_kind in ("ratio", "coverage"):
        return track_rate
    if terms.measure_kind == "stock":
        return track_increment_of_stock if terms.kind == "increment" else track_stock
    return track_flow


def _unfed(series: Series, today: date) -> Status:
    terms = series.terms
    target = quantity(terms, terms.value)
    if series.heard:
        last = series.heard[-1]
        reason = Reason("missing", {"period": last.period})
        return Status(Light.STALE, reason, observation=last, target=target, stale_since=last.period.end)
    first_due = date(terms.year, 2, 28) + timedelta(days=terms.stale_after_days)
    if today <= first_due:
        return Status(Light.NOT_STARTED, Reason("not_yet_due", {"day": first_due}), target=target)
    return Status(Light.STALE, Reason("never_fed", {"day": first_due}), target=target, stale_since=first_due)


def _with_staleness(status: Status, series: Series, today: date) -> Status:
    """The status in grey when the next figure is overdue; a broken promise and a full year stay."""
    period = series.last.period
    fresh_until = period.end + timedelta(days=series.terms.stale_after_days)
    if today <= fresh_until or status.light is Light.BROKEN or period.last_month == 12:
        return status
    reason = Reason("stale", {"period": period, "day": fresh_until, **_only(status.reason, "actual")})
    return replace(status, light=Light.STALE, reason=reason, stale_since=fresh_until, held=False)


def _only(reason: Reason, *names: str) -> dict[str, ReasonValue]:
    return {name: reason.params[name] for name in names if name in reason.params}
