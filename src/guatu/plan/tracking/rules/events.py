"""How is judged what happens once: a milestone with a day, and an event that must not happen at all?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.promise import reached
from guatu.plan.tracking.rules.composing import status_of
from guatu.plan.tracking.series import Series
from guatu.plan.tracking.terms import Reason, Status


def track_milestone(series: Series, today: date) -> Status:
    """A milestone has no pace: it is reached, or its day is far, near or gone. Age does not turn it."""
    terms, last = series.terms, series.last
    due = terms.due or date(terms.year, 12, 31)
    if reached(terms, last.amount):
        light, code = Light.DONE, "milestone_reached"
    elif today > due:
        light, code = Light.BEHIND, "milestone_overdue"
    else:
        near = today > due - timedelta(days=series.bands.near_days)
        light, code = (Light.AT_RISK if near else Light.ON_TRACK), "milestone_ahead"
    status = status_of(series, last.amount, light, code)
    return replace(status, reason=Reason(code, {**status.reason.params, "day": due}))


def track_zero_tolerance(series: Series) -> Status:
    """One event breaks the promise for the year; none says when that was last confirmed."""
    most = max(point.amount for point in series.points)
    light, code = (Light.BROKEN, "zero_broken") if most > series.terms.value else (Light.KEPT, "zero_kept")
    return status_of(series, most, light, code)
