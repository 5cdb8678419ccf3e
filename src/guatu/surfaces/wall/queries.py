"""Which plan hangs on the wall, and what is known of it on a day?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, pgettext

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.quantities import Quantity, unit
from guatu.kernel.access.scopes import Reader, scope
from guatu.kernel.measures import registry
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import (
    Identity,
    IdentityState,
    ItemState,
    Plan,
    PlanState,
    Target,
    TargetKind,
)
from guatu.plan.tracking.identities import IdentityCheck, check_identity
from guatu.plan.tracking.queries import measure_of, statuses
from guatu.plan.tracking.terms import Status
from guatu.surfaces.wall.board import TURN_WINDOW
from guatu.surfaces.wall.facts import PlanFacts, SectionFacts, SumFacts, TargetFacts, TaskFacts
from guatu.surfaces.wall.shown import places_of

#: As many characters as fit a tile of the wall on one line.
LONGEST_NAME = 14
_SIGNS_OF_CHANGE = ("增速", "增长", "增幅", "下降", "降低", "降幅", "减少", "growth", "fall", "reduction")


def current_plan(user: Reader, today: date) -> Plan | None:
    """The published plan of this year, else of the latest year before it; of one year the newest."""
    published = scope(user, Plan, "wall.view").filter(state=PlanState.PUBLISHED, year__lte=today.year)
    return published.order_by("-year", "-published_at").first()


def known_at(day: date) -> datetime:
    """The moment up to which records count for a day: now for today, its end for a past one."""
    return clock.now() if day >= clock.today() else clock.end_of(day)


def plan_facts(plan: Plan, day: date) -> PlanFacts:
    """All that the wall shows of a plan on a day."""
    targets = list(accepted_targets(plan))
    now = statuses(plan, known_at=known_at(day))
    before = statuses(plan, known_at=known_at(day - TURN_WINDOW), forecasts=False)
    return PlanFacts(
        pk=plan.pk,
        title=plan.title,
        year=plan.year or day.year,
        day=day,
        zone=str(getattr(settings, "ZONE_NAME", "")),
        demonstration=plan.demonstration,
        sections=section_facts(plan),
        targets=tuple(target_facts(target, now[target.pk], before.get(target.pk)) for target in targets),
        tasks=task_facts(plan),
        sums=plan_sums(plan, known_at(day)),
    )


def accepted_targets(plan: Plan) -> Sequence[Target]:
    """The plan's targets in the order of their sentences."""
    found = plan.targets.filter(state=ItemState.ACCEPTED)
    return list(found.select_related("lead").order_by("start", "order", "pk"))


def target_facts(target: Target, status: Status, before: Status | None = None) -> TargetFacts:
    """A target without its row."""
    return TargetFacts(
        pk=target.pk,
        name=name_of(target),
        unit=target.unit,
        unit_norm=target.unit_norm,
        comparator=target.comparator,
        status=status,
        before=before,
        section=target.section_id,
        parent=target.parent_id,
        lead=target.lead.name if target.lead else "",
        value=target.value,
    )


def name_of(target: Target) -> str:
    """What the plan calls the target, in English its measure; a growth or reduction is called one."""
    name = _plain_name(target)
    if any(sign in name.lower() for sign in _SIGNS_OF_CHANGE):
        return name
    if target.kind == TargetKind.GROWTH:
        return pgettext("name of a target", "%(name)s, growth") % {"name": name}
    if target.kind == TargetKind.REDUCTION:
        return pgettext("name of a target", "%(name)s, reduction") % {"name": name}
    return name


def _plain_name(target: Target) -> str:
    """The plan's subject; where it does not fit a tile, the fullest name of the measure that does."""
    name = target.subject or target.text[:LONGEST_NAME]
    measure = measure_of(target)
    if measure is None:
        return name
    if (get_language() or "").startswith("en"):
        return measure.name_en or name
    shorter = [known for known in measure.names if len(known) <= LONGEST_NAME]
    return max(shorter, key=len) if shorter and len(name) > LONGEST_NAME else name


def section_facts(plan: Plan) -> tuple[SectionFacts, ...]:
    """The plan's headings in its order."""
    rows = plan.sections.values_list("pk", "type", "label", "title", "parent_id")
    return tuple(SectionFacts(*row) for row in rows)


def task_facts(plan: Plan) -> tuple[TaskFacts, ...]:
    """The plan's tasks in the order of their sentences."""
    tasks = plan.tasks.filter(state=ItemState.ACCEPTED).select_related("lead")
    return tuple(
        TaskFacts(task.pk, task.text, task.section_id, task.lead.name if task.lead else "") for task in tasks
    )


def plan_sums(plan: Plan, moment: datetime, target: Target | None = None) -> tuple[SumFacts, ...]:
    """The plan's kept sums with their checks in the plan's year; only those that `target` is in, if given."""
    identities = plan.identities.filter(state=IdentityState.KEPT)
    found = identities.select_related("whole").prefetch_related("parts")
    known: dict[str, tuple[Observation, ...]] = {}
    return tuple(
        _sum_facts(identity, plan.year, moment, known)
        for identity in found
        if target is None or target in (identity.whole, *identity.parts.all())
    )


def _sum_facts(
    identity: Identity, year: int | None, moment: datetime, known: dict[str, tuple[Observation, ...]]
) -> SumFacts:
    parts = sorted(identity.parts.all(), key=lambda part: part.start)
    whole_series = _series(identity.whole, year, moment, known)
    part_series = [_series(part, year, moment, known) for part in parts]
    return SumFacts(
        whole=name_of(identity.whole),
        parts=tuple(name_of(part) for part in parts),
        unit=identity.whole.unit,
        checks=_checks(whole_series, part_series, identity.whole.unit),
    )


def _checks(
    whole: Sequence[Observation], parts: Sequence[Sequence[Observation]], written: str
) -> tuple[IdentityCheck, ...]:
    if not whole or not all(parts):
        return ()
    try:
        return check_identity(
            whole, parts, rounding_of([*whole, *(o for part in parts for o in part)], written)
        )
    except GuatuError:
        return ()


def rounding_of(observed: Sequence[Observation], written: str) -> Decimal:
    """Half of the last digit that any of the figures was published with, in the unit of their values."""
    values = [o.value for o in observed if isinstance(o.value, Quantity)]
    if not values:
        return Decimal(0)
    published = unit(written)
    places = max(places_of(value.to(published).amount) for value in values)
    return Quantity(Decimal(5).scaleb(-places - 1), published).to(values[0].unit).amount


def _series(
    target: Target, year: int | None, moment: datetime, known: dict[str, tuple[Observation, ...]]
) -> tuple[Observation, ...]:
    if not (target.measure and target.measure_confirmed):
        return ()
    if target.measure not in known:
        known[target.measure] = observed(target.measure, moment)
    return tuple(o for o in known[target.measure] if o.period.year == year)


def observed(code: str, moment: datetime) -> tuple[Observation, ...]:
    """The observations of a measure as known at a moment; none where nobody registered it."""
    try:
        return registry.observations(code, known_at=moment)
    except GuatuError:
        return ()
