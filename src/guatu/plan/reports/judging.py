"""What follows from the facts of a report: what moved, what is overdue, how far from the pace? Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from guatu.plan.reports.facts import Facts, TargetFacts, TaskFacts
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.terms import Status

GOOD = frozenset({Light.ON_TRACK, Light.DONE, Light.KEPT})
SLOW = frozenset({Light.AT_RISK, Light.BEHIND, Light.BROKEN})
UNTOLD = frozenset({Light.STALE, Light.NOT_STARTED})


def pace_gap(status: Status) -> Decimal | None:
    """Progress less pace in percentage points, exact; below zero is behind."""
    if status.progress is None or status.pace_share is None:
        return None
    return (status.progress - status.pace_share) * 100


def lights_that_moved(facts: Facts) -> tuple[list[TargetFacts], list[TargetFacts]]:
    """The targets whose light got better since a week before, and those whose light got worse."""
    moved = [target for target in facts.targets if target.before.light is not target.status.light]
    worse = [target for target in moved if target.status.light.urgency < target.before.light.urgency]
    better = [target for target in moved if target not in worse]
    return better, sorted(worse, key=lambda target: target.status.light.urgency)


def due_by(tasks: Sequence[TaskFacts], day: date) -> list[TaskFacts]:
    """The tasks whose day is over on `day`, the longest overdue first."""
    overdue = [task for task in tasks if task.due is not None and task.due < day]
    return sorted(overdue, key=lambda task: (task.due or day, task.pk))


def slow_by_lead(facts: Facts) -> dict[str, list[TargetFacts]]:
    """The targets that lag, by who leads them: who has most of them first, the worst of each first."""
    found: dict[str, list[TargetFacts]] = {}
    for target in sorted(facts.targets, key=lambda each: each.status.light.urgency):
        if target.status.light in (Light.BEHIND, Light.BROKEN):
            found.setdefault(target.lead, []).append(target)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
