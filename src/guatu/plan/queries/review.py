"""What does the review page show?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import cast

from django.contrib.auth.models import User
from django.db.models import QuerySet

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.kernel.access.models import Department, Tenure, in_language
from guatu.kernel.access.naming import person_name
from guatu.kernel.measures import registry
from guatu.plan.lint import IdentityTerms, PlanSnapshot
from guatu.plan.lint.check import check_plan
from guatu.plan.lint.identities import adds_up
from guatu.plan.lint.units import comparable
from guatu.plan.models import Change, Plan, Standing
from guatu.plan.queries.items import Json, count_items, load_items, plain_decimal
from guatu.plan.queries.snapshot import snapshot
from guatu.plan.wording import change_label, dropped_reason, reader_warning, trap_reason


@dataclass(frozen=True, slots=True)
class ReviewState:
    """All that the review page shows, as plain JSON values; see `queries.items` for the items.

    plan: {pk, title, year, state, version, published_at, document, demonstration}; sections: {id, type,
    label, title, start, end, title_start, title_end, parent}; warnings: {code, start, end, message};
    dropped: {start, end, reason, reason_text}; traps: {start, end, text, subject, polarity, reason,
    reason_text}; identities: {id, whole, parts, state, holds, label}; counts: {kind: {proposed, accepted,
    discarded}}; undo and redo: {label} | null, for this user; findings: how many; departments: {id, code,
    name}; leaders: {id, name, title}; measure_names: {code: name} of the bound measures.
    """

    plan: Json
    text: str
    sections: list[Json]
    items: list[Json]
    warnings: list[Json]
    dropped: list[Json]
    traps: list[Json]
    identities: list[Json]
    counts: dict[str, dict[str, int]]
    undo: Json | None
    redo: Json | None
    findings: int
    departments: list[Json]
    leaders: list[Json]
    measure_names: dict[str, str]

    def to_dict(self) -> Json:
        """The state as the page takes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Standings:
    """What every answer to an action tells beside the items."""

    counts: dict[str, dict[str, int]]
    identities: list[Json]
    undo: Json | None
    redo: Json | None
    findings: int


def review_state(plan: Plan, user: User | None) -> ReviewState:
    """The plan as this user reviews it."""
    items = load_items(plan)
    standing = standings(plan, user)
    return ReviewState(
        plan=plan_info(plan),
        text=plan.document.text,
        sections=_sections(plan),
        items=items,
        warnings=_warnings(plan),
        dropped=_dropped(plan),
        traps=_traps(plan, items),
        identities=standing.identities,
        counts=standing.counts,
        undo=standing.undo,
        redo=standing.redo,
        findings=standing.findings,
        departments=department_options(),
        leaders=leader_options(),
        measure_names=measure_names(items),
    )


def standings(plan: Plan, user: User | None) -> Standings:
    """Counts, sums, findings, and what this user could undo or do again."""
    seen = snapshot(plan)
    return Standings(
        counts=count_items(plan),
        identities=[shown_identity(each, seen) for each in seen.identities],
        undo=_label(undoable(plan, user)),
        redo=_label(redoable(plan, user)),
        findings=len(check_plan(seen)),
    )


def plan_info(plan: Plan) -> Json:
    """The plan itself."""
    return {
        "pk": plan.pk,
        "title": plan.title,
        "year": plan.year,
        "state": plan.state,
        "version": plan.version,
        "published_at": plan.published_at.isoformat() if plan.published_at else None,
        "document": plan.document.name,
        "demonstration": plan.demonstration,
    }


def undoable(plan: Plan, user: User | None) -> QuerySet[Change]:
    """The user's changes that still hold and can be taken back, the last first."""
    changes = Change.objects.filter(plan=plan, by=user, standing=Standing.APPLIED, undoes=None)
    return changes.order_by("-number")


def redoable(plan: Plan, user: User | None) -> QuerySet[Change]:
    """The user's changes that were undone and can be done again, the one undone last first."""
    return Change.objects.filter(plan=plan, by=user, standing=Standing.UNDONE).order_by("number")


def shown_identity(identity: IdentityTerms, seen: PlanSnapshot) -> Json:
    """A sum as the page shows it: its targets, whether it holds, and "2550 + 1358 = 3908"."""
    by_id = {target.id: target for target in seen.targets}
    members = [by_id.get(key) for key in (identity.whole, *identity.parts)]
    known = [target for target in members if target is not None and target.value is not None]
    complete = len(known) == len(members) and all(comparable(t.unit, known[0].unit) for t in known)
    figures = [plain_decimal(target.written) or "" for target in known]
    return {
        "id": f"identity-{identity.id}",
        "whole": f"target-{identity.whole}",
        "parts": [f"target-{key}" for key in identity.parts],
        "state": "dismissed" if identity.dismissed else "kept",
        "holds": complete and adds_up(known[0], known[1:]),
        "label": f"{' + '.join(figures[1:])} = {figures[0]}" if figures else "",
    }


def department_options() -> list[Json]:
    """The departments that items can be assigned to."""
    return [{"id": each.pk, "code": each.code, "name": each.name} for each in Department.objects.all()]


def leader_options() -> list[Json]:
    """The zone's leaders."""
    tenures = Tenure.objects.on(clock.today()).filter(post__is_leader=True)
    by_person: dict[int, Json] = {}
    for each in tenures.select_related("person", "post"):
        shown: Json = {"id": each.person_id, "name": person_name(each.person), "title": each.post.title}
        by_person.setdefault(each.person_id, shown)
    return list(by_person.values())


def measure_options() -> list[Json]:
    """All measures that a target can be bound to: {code, name, unit, kind, synonyms}."""
    return [
        {
            "code": each.code,
            "name": in_language(each.name_zh, each.name_en),
            "unit": each.display_unit,
            "kind": each.kind,
            "synonyms": list(each.names),
        }
        for each in registry.all_measures()
    ]


def measure_names(items: list[Json]) -> dict[str, str]:
    """The names of the measures that these items are bound to, by code."""
    names = {}
    for code in {str(item["measure"]) for item in items if item.get("measure")}:
        try:
            measure = registry.get(code)
        except GuatuError:
            names[code] = code
        else:
            names[code] = in_language(measure.name_zh, measure.name_en)
    return names


def _sections(plan: Plan) -> list[Json]:
    columns = ("ref", "type", "label", "title", "start", "end", "title_start", "title_end", "parent__ref")
    rows = plan.sections.values(*columns)
    return [
        {"id": row.pop("ref"), "parent": row.pop("parent__ref"), **row}
        for row in cast("list[Json]", list(rows))
    ]


def _warnings(plan: Plan) -> list[Json]:
    text = plan.document.text
    warnings = cast("list[Json]", plan.reading.get("warnings", []))
    return [
        {
            **each,
            "message": reader_warning(
                str(each["code"]),
                text[cast("int", each["start"]) : cast("int", each["end"])],
                str(each["message"]),
            ),
        }
        for each in warnings
    ]


def _dropped(plan: Plan) -> list[Json]:
    stretches = cast("list[Json]", plan.reading.get("dropped", []))
    return [{**each, "reason_text": dropped_reason(str(each["reason"]))} for each in stretches]


def _traps(plan: Plan, items: list[Json]) -> list[Json]:
    """The quantities that the reader did not take, without those that a person made an item of."""
    taken = {(item["start"], item["end"]) for item in items if item["kind"] == "target"}
    traps = cast("list[Json]", plan.reading.get("traps", []))
    return [_trap(each) for each in traps if (each["start"], each["end"]) not in taken]


def _trap(quantity: Json) -> Json:
    shown = {name: quantity[name] for name in ("start", "end", "text", "subject", "polarity", "reason")}
    reason = cast("str | None", quantity["reason"])
    return {**shown, "reason_text": trap_reason(reason, str(quantity["polarity"]))}


def _label(changes: QuerySet[Change]) -> Json | None:
    first = changes.values_list("verb", "summary").first()
    return {"label": change_label(*first)} if first else None
