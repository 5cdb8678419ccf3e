"""Where do all targets of a plan stand, as it was known at a moment?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.quantities import UnitMismatch, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import ItemState, Plan, Target
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import CHANGES, Reason, Status, TargetTerms


def statuses(plan: Plan, *, known_at: datetime | None = None) -> dict[int, Status]:
    """The status of every accepted target of the plan by its key, from what was known at `known_at`."""
    moment = known_at or clock.now()
    targets = list(plan.targets.filter(state=ItemState.ACCEPTED))
    codes = {measure.code for measure in map(measure_of, targets) if measure is not None}
    observed = registry.observations_of(sorted(codes), known_at=moment)
    return {target.pk: _status(target, plan.year, observed, clock.day_of(moment)) for target in targets}


def status_of(target: Target, year: int | None, *, known_at: datetime | None = None) -> Status:
    """The status of one target from what was known at `known_at` (now, if none is given)."""
    moment = known_at or clock.now()
    measure = measure_of(target)
    observed = registry.observations_of([measure.code] if measure else [], known_at=moment)
    return _status(target, year, observed, clock.day_of(moment))


def _status(
    target: Target, year: int | None, observed: Mapping[str, Sequence[Observation]], day: date
) -> Status:
    if target.parked_reason:
        return Status(Light.STALE, Reason("parked", {"why": target.parked_reason}))
    measure = measure_of(target)
    if measure is None or target.value_norm is None or year is None:
        return Status(Light.STALE, Reason("no_measure"))
    try:
        return track(terms_of(target, measure, year), observed[measure.code], day)
    except UnitMismatch:
        return Status(Light.STALE, Reason("unit_mismatch", {"why": measure.name_zh}))


def terms_of(target: Target, measure: Measure, year: int) -> TargetTerms:
    """What the target promises, in the units of its measure."""
    assert target.value_norm is not None, "a target without a value is not tracked"
    rate = target.kind in CHANGES and measure.kind not in CHANGES
    return TargetTerms(
        year=year,
        kind=target.kind,
        comparator=target.comparator,
        value=target.value_norm,
        value_hi=target.value_hi_norm,
        unit=target.unit_norm,
        display_unit=target.unit_norm if rate else _display_unit(target),
        measure_kind=measure.kind,
        better=measure.better,
        stale_after_days=measure.stale_after_days,
        due=target.due,
    )


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


def measure_of(target: Target) -> Measure | None:
    """The measure that a target's actuals come from, once a person confirmed it."""
    if not (target.measure and target.measure_confirmed):
        return None
    try:
        return registry.get(target.measure)
    except GuatuError:
        return None


def _display_unit(target: Target) -> str:
    """The unit in which the plan writes the target, where it is known."""
    try:
        written = unit(target.unit)
    except GuatuError:
        return target.unit_norm
    return target.unit if written.dimension == unit(target.unit_norm).dimension else target.unit_norm
