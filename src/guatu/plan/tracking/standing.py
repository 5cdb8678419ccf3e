"""Where does each target stand by what was known at a moment, computed from its observations?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.quantities import UnitMismatch, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import ItemState, Plan, Target
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.series import is_over, points_of
from guatu.plan.tracking.terms import CHANGES, Reason, Status, TargetTerms

Observed = Mapping[str, Sequence[Observation]]


def standings(plan: Plan, *, known_at: datetime, forecasts: bool = True) -> dict[int, Status]:
    """The status of every accepted target of the plan by its key, as computed from what was known then."""
    targets = list(plan.targets.filter(state=ItemState.ACCEPTED))
    return standings_of(targets, plan.year, known_at=known_at, forecasts=forecasts)


def standings_of(
    targets: Sequence[Target], year: int | None, *, known_at: datetime, forecasts: bool = True
) -> dict[int, Status]:
    """The same for some targets of one plan, with one question to every source of figures."""
    observed = observed_of(targets, known_at)
    day = clock.day_of(known_at)
    return {target.pk: standing(target, year, observed, day, forecasts) for target in targets}


def observed_of(targets: Iterable[Target], known_at: datetime) -> Observed:
    """The observations of the measures of these targets, and of the measures that estimate them."""
    measures = {measure.code: measure for measure in map(measure_of, targets) if measure is not None}
    estimates = {measure.estimated_by for measure in measures.values()} & _known_codes()
    return registry.observations_of(sorted({*measures, *estimates}), known_at=known_at)


def _known_codes() -> set[str]:
    return {measure.code for measure in registry.all_measures()}


def standing(
    target: Target, year: int | None, observed: Observed, day: date, forecasts: bool = True
) -> Status:
    """The status of a target from observations that are there already."""
    if target.parked_reason:
        return Status(Light.STALE, Reason("parked", {"why": target.parked_reason}))
    measure = measure_of(target)
    if measure is None or target.value_norm is None or year is None:
        return Status(Light.STALE, Reason("no_measure"))
    terms = terms_of(target, measure, year)
    try:
        status = track(terms, observed[measure.code], day, forecast=forecasts)
    except UnitMismatch:
        return Status(Light.STALE, Reason("unit_mismatch", {"why": measure.name_zh}))
    estimate = estimate_beside(status, terms, observed.get(measure.estimated_by, ()), day)
    return replace(status, estimate=estimate) if estimate is not None else status


def estimate_beside(
    status: Status, terms: TargetTerms, estimates: Sequence[Observation], day: date
) -> Observation | None:
    """The newest estimate of this year for a period of which nothing is published yet."""
    newest = [o for o in estimates if o.period.year == terms.year and is_over(o.period, day)]
    published = status.observation
    newer = [o for o in newest if published is None or o.period.end > published.period.end]
    found = points_of(terms, newer)
    return found[-1].observation if found else None


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
