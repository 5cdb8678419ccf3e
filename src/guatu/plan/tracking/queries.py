"""Where do all targets of a plan stand, as it was known and shown at a moment?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from guatu.base import clock
from guatu.plan.models import Plan, Target
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.standing import measure_of, standings, standings_of, terms_of
from guatu.plan.tracking.terms import Status
from guatu.plan.tracking.turning import as_shown

__all__ = ["count_lights", "measure_of", "share_of_year", "status_of", "statuses", "terms_of", "turned"]


def statuses(plan: Plan, *, known_at: datetime | None = None, forecasts: bool = True) -> dict[int, Status]:
    """The status of every accepted target of the plan by its key, from what was known at `known_at`.

    The light of a past day is the one that was written down then. `forecasts` False leaves the outlook on the
    year's end out, where only the lights are wanted.
    """
    moment = known_at or clock.now()
    return as_shown(plan.pk, standings(plan, known_at=moment, forecasts=forecasts), moment)


def status_of(target: Target, year: int | None, *, known_at: datetime | None = None) -> Status:
    """The status of one target from what was known at `known_at` (now, if none is given)."""
    moment = known_at or clock.now()
    found = standings_of([target], year, known_at=moment)
    return as_shown(target.plan_id, found, moment)[target.pk]


def turned(before: Mapping[int, Status], after: Mapping[int, Status]) -> dict[int, tuple[Status, Status]]:
    """The targets whose light differs between two moments: key → (then, now), worst of now first."""
    pairs = {key: (before[key], after[key]) for key in after if key in before}
    changed = {key: pair for key, pair in pairs.items() if pair[0].light is not pair[1].light}
    return dict(sorted(changed.items(), key=lambda item: item[1][1].light.urgency))


def count_lights(found: Iterable[Status]) -> dict[Light, int]:
    """How many targets show each light, lights that nobody shows left out, most urgent first."""
    counts = dict.fromkeys(sorted(Light, key=lambda light: light.urgency), 0)
    for status in found:
        counts[status.light] += 1
    return {light: number for light, number in counts.items() if number}


def share_of_year(year: int, day: date) -> Decimal:
    """The part of the year that is over at the end of `day`, between 0 and 1."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return (
        min(max(Decimal((day - first).days + 1), Decimal(0)), Decimal((after - first).days))
        / (after - first).days
    )
