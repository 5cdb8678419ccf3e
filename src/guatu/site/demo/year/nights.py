"""What is done between two days of the played year, as the worker does it for a zone that is lived in?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from guatu.base import clock
from guatu.kernel.measures.recomputing import form_touched
from guatu.plan.models import Plan, PlanState
from guatu.plan.tracking.turning import record_turns

_AFTER_MIDNIGHT = time(0, 5)


def end_day(day: date) -> None:
    """Forms the numbers that the day touched."""
    with clock.use(clock.end_of(day)):
        form_touched()


def judge(day: date) -> None:
    """Writes down, in the night after it, which lights turned up to the end of the day, each with its day."""
    night = datetime.combine(day + timedelta(1), _AFTER_MIDNIGHT, clock.ZONE_TIME)
    with clock.use(night):
        for plan in Plan.objects.filter(state=PlanState.PUBLISHED, demonstration=True):
            record_turns(plan, at=clock.end_of(day))
