"""What is known of a plan for a report, as it was known at a moment? Asked of tracking and of the measures.

Reports compose what tracking judged and what measures observed, and compute nothing else of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.quantities import Quantity, UnitMismatch
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import Identity, IdentityState, ItemState, Plan, Section, Target, TargetKind
from guatu.plan.reports.facts import CountFacts, Facts, LineFacts, PairFacts, SumFacts, TargetFacts, TaskFacts
from guatu.plan.reports.kinds import Span
from guatu.plan.tracking.identities import check_identity
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import measure_of, terms_of
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import Reason, Status

Observed = Mapping[str, Sequence[Observation]]
#: What turned is told against the same weekday of the week before.
WEEK = timedelta(days=7)
#: What the zone counts of its own records, by the codes of the measures; one that is not there is left out.
COUNTED = (
    "registered_entities",
    "registered_entities_new",
    "registered_high_tech_firms",
    "registered_high_tech_firms_new",
    "registered_new_large_industrial_firms",
    "enterprise_visits",
    "enterprises_visited",
    "returns_coverage",
)
_RANGE = re.compile(r"(?<=\d)[-~～－](?=\d)")
_YEAR_IN_TITLE = re.compile(r"(?:19|20)\d\d\s*年")


def gather(plan: Plan, span: Span, known_at: datetime) -> Facts:
    """All that a report on `span` may say, from what was known at `known_at`."""
    targets = list(
        plan.targets.filter(state=ItemState.ACCEPTED).select_related("lead").order_by("start", "order", "pk")
    )
    codes = _codes(targets)
    sections = list(plan.sections.all())
    lines = _lines(sections)
    line_of = _line_by_section(sections, {line.pk for line in lines})
    now = _Moment(span, known_at, registry.observations_of(codes, known_at=known_at))
    before = _Moment(span, known_at - WEEK, registry.observations_of(codes, known_at=known_at - WEEK))
    return Facts(
        plan=plan.pk,
        plan_title=plan.title,
        zone=zone_of(plan.title),
        year=plan.year or span.year,
        demonstration=plan.demonstration,
        span=span,
        day=now.day,
        known_at=known_at,
        targets=tuple(_target(target, span, now, before, line_of) for target in targets),
        lines=lines,
        tasks=_tasks(plan, line_of),
        sums=_sums(plan, now),
        pairs=_pairs(now),
        counts=tuple(CountFacts(m, _last(now.observed.get(m.code, ()))) for m in _known(COUNTED)),
    )


def zone_of(title: str) -> str:
    """Who speaks, as the plan's own title says it: 星野经济技术开发区管理委员会 of …2019年工作计划."""
    match = _YEAR_IN_TITLE.search(title)
    return title[: match.start()].strip("《 关于") if match else ""


class _Moment:
    """What was observed by a moment, cut to the report's time, and the day by which it is judged."""

    def __init__(self, span: Span, known_at: datetime, observed: Observed) -> None:
        self.day = span.judged_on(clock.day_of(known_at))
        until = span.figures.end if span.figures else self.day
        self.observed: Observed = {
            code: tuple(o for o in series if o.period.end <= until and not o.part)
            for code, series in observed.items()
        }

    def status(self, target: Target, measure: Measure | None, year: int) -> Status:
        """Where the target stood; grey where nothing can tell."""
        if target.parked_reason:
            return Status(Light.STALE, Reason("parked", {"why": target.parked_reason}))
        if measure is None or target.value_norm is None:
            return Status(Light.STALE, Reason("no_measure"))
        try:
            return track(terms_of(target, measure, year), self.observed.get(measure.code, ()), self.day)
        except UnitMismatch:
            return Status(Light.STALE, Reason("unit_mismatch", {"why": measure.name_zh}))


def _target(
    target: Target, span: Span, now: _Moment, before: _Moment, line_of: Mapping[int, int]
) -> TargetFacts:
    measure, year = measure_of(target), target.plan.year or span.year
    return TargetFacts(
        pk=target.pk,
        name=_name(target),
        kind=target.kind,
        comparator=target.comparator,
        value=target.value,
        value_hi=target.value_hi,
        unit=target.unit,
        lead=target.lead.name_zh if target.lead else "",
        line=line_of.get(target.section_id or 0),
        measure=measure,
        status=now.status(target, measure, year),
        before=before.status(target, measure, year),
        course=tuple(now.observed.get(measure.code, ())) if measure else (),
    )


def _name(target: Target) -> str:
    """The plan's own words; where it has none, the measure's name."""
    measure = measure_of(target)
    name = target.subject or (measure.name_zh if measure else target.text[:20])
    name = _RANGE.sub("—", name)
    if target.kind == TargetKind.GROWTH and not any(sign in name for sign in ("增速", "增长", "增幅")):
        return f"{name}增速"
    return name


def _codes(targets: Sequence[Target]) -> list[str]:
    measures = [measure for measure in map(measure_of, targets) if measure is not None]
    paired = [measure.estimated_by for measure in registry.all_measures() if measure.estimated_by]
    beside = [measure.code for measure in registry.all_measures() if measure.estimated_by]
    known = {measure.code for measure in registry.all_measures()}
    return sorted(known & {*(m.code for m in measures), *paired, *beside, *COUNTED})


def _known(codes: Sequence[str]) -> list[Measure]:
    found = []
    for code in codes:
        try:
            found.append(registry.get(code))
        except GuatuError:
            continue
    return found


def _lines(sections: Sequence[Section]) -> tuple[LineFacts, ...]:
    kind = "line" if any(section.type == "line" for section in sections) else "part"
    return tuple(
        LineFacts(section.pk, re.sub(r"[\s()（）.．、,，]", "", section.label), section.title.strip("。．. "))
        for section in sections
        if section.type == kind
    )


def _line_by_section(sections: Sequence[Section], lines: set[int]) -> dict[int, int]:
    parents = {section.pk: section.parent_id for section in sections}
    found: dict[int, int] = {}
    for section in parents:
        above: int | None = section
        while above is not None and above not in lines:
            above = parents.get(above)
        if above is not None:
            found[section] = above
    return found


def _tasks(plan: Plan, line_of: Mapping[int, int]) -> tuple[TaskFacts, ...]:
    tasks = (
        plan.tasks.filter(state=ItemState.ACCEPTED).select_related("lead").order_by("start", "order", "pk")
    )
    return tuple(
        TaskFacts(
            task.pk,
            task.text,
            task.lead.name_zh if task.lead else "",
            task.due,
            line_of.get(task.section_id or 0),
        )
        for task in tasks
    )


def _sums(plan: Plan, now: _Moment) -> tuple[SumFacts, ...]:
    identities = plan.identities.filter(state=IdentityState.KEPT).select_related("whole")
    return tuple(_sum(identity, now, plan.year or 0) for identity in identities.prefetch_related("parts"))


def _sum(identity: Identity, now: _Moment, year: int) -> SumFacts:
    parts = list(identity.parts.order_by("start", "pk"))
    measures = [measure_of(target) for target in (identity.whole, *parts)]
    series = [now.observed.get(measure.code, ()) if measure else () for measure in measures]
    checks = check_identity(series[0], series[1:], _rounding(series[0])) if parts and all(series) else ()
    this_year = [check for check in checks if check.period.year == year]
    return SumFacts(
        identity.pk, _name(identity.whole), tuple(map(_name, parts)), this_year[-1] if this_year else None
    )


def _rounding(series: Sequence[Observation]) -> Decimal:
    """Half of the last digit that the whole is published with, in its own unit."""
    values = [o.value for o in series if isinstance(o.value, Quantity)]
    places = [max(0, -int(value.amount.normalize().as_tuple().exponent)) for value in values]
    return Decimal(5).scaleb(-max(places, default=0) - 1)


def _is_value(observation: Observation) -> bool:
    return isinstance(observation.value, Quantity)


def _pairs(now: _Moment) -> tuple[PairFacts, ...]:
    """Published figures with the firms' own sums beside them, on the last period that both know."""
    found = []
    for measure in registry.all_measures():
        if measure.estimated_by and measure.estimated_by in now.observed:
            published = now.observed.get(measure.code, ())
            collected = now.observed[measure.estimated_by]
            found.append(_pair(measure, registry.get(measure.estimated_by), published, collected))
    return tuple(pair for pair in found if pair.collected or pair.figure)


def _pair(
    measure: Measure, reported: Measure, published: Sequence[Observation], collected: Sequence[Observation]
) -> PairFacts:
    figures = {(o.period.start, o.period.end): o for o in published if _is_value(o)}
    for each in reversed([o for o in collected if _is_value(o)]):
        figure = figures.get((each.period.start, each.period.end))
        if figure is not None:
            return PairFacts(measure, reported, figure, each)
    return PairFacts(measure, reported, _last(published), _last(collected))


def _last(series: Sequence[Observation]) -> Observation | None:
    return series[-1] if series else None
