"""What do the lint rules see of a plan, and what do they find?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import Q

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures import registry
from guatu.kernel.measures.names import accepts
from guatu.kernel.measures.registry import Observation
from guatu.plan.lint import (
    Finding,
    IdentityTerms,
    OtherTarget,
    PlanSnapshot,
    ReaderWarning,
    SectionTerms,
    TargetTerms,
    TaskTerms,
    check_plan,
)
from guatu.plan.models import Identity, IdentityState, ItemState, Plan, PlanState, Target, Task
from guatu.plan.wording import finding_sentences


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its sentences: what is wrong, where, and what to do."""

    finding: Finding
    message: str
    what_to_do: str
    sentence: str


def findings(plan: Plan) -> tuple[Finding, ...]:
    """What the rules find in the plan as it is."""
    return check_plan(snapshot(plan))


def shown_findings(plan: Plan) -> tuple[ShownFinding, ...]:
    """The findings in the language of the page, each with the sentence of the document it is about."""
    text = plan.document.text
    shown = []
    for found in findings(plan):
        message, advice = finding_sentences(found.code, found.params)
        shown.append(ShownFinding(found, message, advice, text[found.start : found.end]))
    return tuple(shown)


def snapshot(plan: Plan) -> PlanSnapshot:
    """The plan as the rules see it; discarded items are left out."""
    targets = _targets(plan)
    return PlanSnapshot(
        year=plan.year,
        text=plan.document.text,
        targets=targets,
        tasks=_tasks(plan),
        sections=_sections(plan),
        identities=_identities(plan),
        warnings=_warnings(plan),
        others=_others(plan, {target.measure for target in targets if target.measure}),
        last_year=_last_year(plan, targets),
    )


def measure_fits(code: str, unit_norm: str, kind: str) -> bool | None:
    """Whether a measure can compute such a target; None when no trade offers the measure."""
    try:
        return accepts(registry.get(code), unit_norm, kind)
    except GuatuError:
        return None


def _targets(plan: Plan) -> tuple[TargetTerms, ...]:
    columns = (
        *("pk", "start", "end", "subject", "kind", "value_norm", "unit_norm", "value", "comparator"),
        *(
            "value_hi_norm",
            "text",
            "parent_id",
            "section_id",
            "scope",
            "deadline",
            "due",
            "implicit",
            "state",
        ),
        *("measure", "measure_confidence", "measure_confirmed", "parked_reason", "lead_id"),
    )
    rows = Target.objects.filter(plan=plan).exclude(state=ItemState.DISCARDED).values(*columns)
    return tuple(
        TargetTerms(
            id=row["pk"],
            start=row["start"],
            end=row["end"],
            subject=row["subject"],
            kind=row["kind"],
            value=row["value_norm"],
            unit=row["unit_norm"],
            written=row["value"],
            comparator=row["comparator"],
            value_hi=row["value_hi_norm"],
            text=row["text"],
            parent=row["parent_id"],
            section=row["section_id"],
            scope=row["scope"],
            deadline=row["deadline"],
            due=row["due"],
            implicit=row["implicit"],
            confirmed=row["state"] == ItemState.ACCEPTED,
            measure=row["measure"],
            measure_fits=measure_fits(row["measure"], row["unit_norm"], row["kind"]),
            measure_confidence=row["measure_confidence"],
            measure_confirmed=row["measure_confirmed"],
            parked=bool(row["parked_reason"]),
            has_lead=row["lead_id"] is not None,
        )
        for row in rows
    )


def _tasks(plan: Plan) -> tuple[TaskTerms, ...]:
    columns = ("pk", "start", "end", "section_id", "checkable", "deadline", "due", "lead_id")
    rows = Task.objects.filter(plan=plan).exclude(state=ItemState.DISCARDED).values_list(*columns)
    return tuple(
        TaskTerms(pk, start, end, section, checkable, deadline, due, lead is not None)
        for pk, start, end, section, checkable, deadline, due, lead in rows
    )


def _sections(plan: Plan) -> tuple[SectionTerms, ...]:
    columns = ("pk", "start", "end", "title_end", "label", "title", "type", "parent_id")
    return tuple(
        SectionTerms(
            id=pk,
            start=start,
            end=min(end, start + 60) if title_end is None else title_end,
            title=label + title,
            type=rank,
            parent=parent,
        )
        for pk, start, end, title_end, label, title, rank, parent in plan.sections.values_list(*columns)
    )


def _identities(plan: Plan) -> tuple[IdentityTerms, ...]:
    parts: dict[tuple[int, int, str], list[int]] = {}
    links = Identity.parts.through.objects.filter(identity__plan=plan).order_by("identity_id", "target_id")
    columns = ("identity_id", "identity__whole_id", "identity__state", "target_id")
    for pk, whole, state, target in links.values_list(*columns):
        parts.setdefault((pk, whole, state), []).append(target)
    return tuple(
        IdentityTerms(pk, whole, tuple(members), state == IdentityState.DISMISSED)
        for (pk, whole, state), members in parts.items()
    )


def _warnings(plan: Plan) -> tuple[ReaderWarning, ...]:
    rows = cast("list[dict[str, object]]", plan.reading.get("warnings", []))
    return tuple(
        ReaderWarning(
            str(row["code"]), int(str(row["start"])), int(str(row["end"])), str(row["message"])
        )
        for row in rows
    )  # fmt: skip


def _last_year(plan: Plan, targets: tuple[TargetTerms, ...]) -> dict[str, Decimal]:
    """The year before's figures of the measures that have a level and a growth target, in normal units."""
    growing = {target.measure for target in targets if target.kind == "growth"}
    subjects = {target.subject for target in targets if target.kind == "growth"}
    levels = [target for target in targets if target.kind == "level" and target.measure_fits]
    codes = {target.measure for target in levels if target.measure in growing or target.subject in subjects}
    if plan.year is None or not codes:
        return {}
    observed = registry.observations_of(codes, known_at=clock.now())
    found = ((code, _year_figure(code, seen, plan.year - 1)) for code, seen in observed.items())
    return {code: figure for code, figure in found if figure is not None}


def _year_figure(code: str, observed: tuple[Observation, ...], year: int) -> Decimal | None:
    whole_year = {Period.of_year(year), Period.to_month(year, 12)}
    values = [
        each.value for each in observed if each.period in whole_year and isinstance(each.value, Quantity)
    ]
    return values[-1].to(registry.get(code).unit).amount if values else None


def _others(plan: Plan, measures: set[str]) -> tuple[OtherTarget, ...]:
    """Targets of other plans in force in the same year that count the same."""
    if plan.year is None or not measures:
        return ()
    in_force = Q(
        plan__state=PlanState.PUBLISHED, plan__year=plan.year, plan__demonstration=plan.demonstration
    )
    rows = Target.objects.filter(
        in_force, state=ItemState.ACCEPTED, measure__in=measures, measure_confirmed=True
    )
    columns = (
        "plan__title",
        "measure",
        "kind",
        "comparator",
        "value_norm",
        "unit_norm",
        "subject",
        "text",
        "scope",
    )
    return tuple(
        OtherTarget(title, plan.year, measure, kind, comparator, value, unit, subject + text, scope)
        for title, measure, kind, comparator, value, unit, subject, text, scope in rows.exclude(plan=plan)
        .filter(value_norm__isnull=False)
        .values_list(*columns)
    )
