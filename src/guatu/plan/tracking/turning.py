"""When is it written down that a light turned, and which light was shown at a moment?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from guatu.base import clock
from guatu.kernel.ledger.context import action
from guatu.plan.models import LightTurn, Plan, PlanState
from guatu.plan.telling import tell_turned
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.remembering import kept_params, reason_from
from guatu.plan.tracking.standing import standings
from guatu.plan.tracking.terms import Status


def record_turns(plan: Plan, *, at: datetime | None = None) -> list[LightTurn]:
    """Writes down every light of a published plan that turned up to `at` (now, if none is given).

    Days that nobody judged since the last turn are judged as well, each by what was known at its end, so that
    the history has no gap where no worker ran. What is written down already is not written again.
    """
    moment = at or clock.now()
    with action("plan.turn_light", by=None):
        locked = Plan.objects.select_for_update().get(pk=plan.pk)
        if locked.state != PlanState.PUBLISHED or locked.published_at is None:
            return []
        found: list[LightTurn] = []
        for each in _moments(locked, locked.published_at, moment):
            found += _record(locked, standings(locked, known_at=each, forecasts=False), each)
        return found


def _moments(plan: Plan, published_at: datetime, until: datetime) -> Iterator[datetime]:
    """The ends of the days that were not judged yet, and the moment itself."""
    last = (
        LightTurn.objects.filter(plan=plan).order_by("-judged_at").values_list("judged_at", flat=True).first()
    )
    day = clock.day_of(last or published_at)
    while day < clock.day_of(until):
        yield clock.end_of(day)
        day += timedelta(days=1)
    yield until


def _record(plan: Plan, statuses: dict[int, Status], moment: datetime) -> list[LightTurn]:
    shown = turns_at(plan.pk, moment, statuses)
    turned = {
        key: status
        for key, status in statuses.items()
        if key not in shown or shown[key].light != status.light.value
    }
    recorded_at = clock.now()
    rows = [
        LightTurn(
            target_id=key,
            plan=plan,
            light=status.light.value,
            reason_code=status.reason.code,
            reason_params=kept_params(status.reason),
            day=clock.day_of(moment),
            judged_at=moment,
            recorded_at=recorded_at,
        )
        for key, status in turned.items()
    ]
    written = LightTurn.objects.bulk_create(rows)
    tell_turned([row for row in written if row.target_id in shown])
    return written


def turns_at(plan: int, moment: datetime, targets: Iterable[int]) -> dict[int, LightTurn]:
    """The last turn of each of these targets up to a moment: the lights that were shown then."""
    rows = LightTurn.objects.filter(plan_id=plan, target_id__in=list(targets), judged_at__lte=moment)
    return {row.target_id: row for row in rows.order_by("target_id", "-judged_at").distinct("target_id")}


def as_shown(plan: int, statuses: dict[int, Status], moment: datetime) -> dict[int, Status]:
    """The statuses of a past moment with the lights that were written down then.

    Where nothing was written down the light is computed from what was known.
    """
    if clock.day_of(moment) >= clock.today():
        return statuses
    turns = turns_at(plan, moment, statuses)
    return {key: _shown(status, turns[key]) if key in turns else status for key, status in statuses.items()}


def _shown(status: Status, turn: LightTurn) -> Status:
    light = Light(turn.light)
    if light is status.light:
        return status
    return replace(status, light=light, reason=reason_from(turn.reason_code, turn.reason_params))


def light_history(target: int, *, until: datetime) -> list[LightTurn]:
    """All turns of a target's light up to a moment, the newest first."""
    return list(LightTurn.objects.filter(target_id=target, judged_at__lte=until).order_by("-judged_at"))


def last_day_of(year: int) -> date:
    """The day until which a plan of that year is followed: its last figures come in the spring after it."""
    return date(year + 1, 4, 30)
