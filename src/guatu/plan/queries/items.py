"""How do a plan's items look as plain JSON?

Every item: {"id": "target-12", "kind": "target", "start", "end", "text", "state", "version",
"section": "L2" | null, "origin", "discard_reason"}, and by kind

- target: "subject", "target_kind", "comparator", "value", "value_hi" (strings, as written in "unit"), "unit",
  "parent": "target-3" | null, "scope", "modality", "implicit", "measure", "measure_confidence",
  "measure_confirmed", "parked_reason", and the assignment
- task: "checkable", "targets": ["target-12"], and the assignment
- project: "name", "stage", "deadline"; institution: "name"
- assignment: "deadline", "due": "2019-06-30" | null, "lead": 3 | null, "supporting": [4], "leader": 7 | null

Offsets count characters (code points) of the plan's text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, F, Value
from django.db.models.query import QuerySet

from guatu.plan.items import KINDS
from guatu.plan.models import Item, Plan, Target, Task

Json = dict[str, object]

_COMMON = ("pk", "start", "end", "text", "state", "version", "section__ref", "origin", "discard_reason")
_ASSIGNED = ("deadline", "due", "lead_id", "leader_id")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "target": (
        *("subject", "comparator", "value", "value_hi", "unit", "parent_id", "scope", "modality", "implicit"),
        *("measure", "measure_confidence", "measure_confirmed", "parked_reason", *_ASSIGNED),
    ),
    "task": ("checkable", *_ASSIGNED),
    "project": ("name", "stage", "deadline"),
    "institution": ("name",),
}
_RENAMED = {"section__ref": "section", "lead_id": "lead", "leader_id": "leader", "parent_id": "parent"}


def load_items(plan: Plan, refs: Collection[str] | None = None) -> list[Json]:
    """The plan's items in the order of the text; only those of `refs` when given."""
    found: list[Json] = []
    for kind, model in KINDS.items():
        keys = None if refs is None else _keys(kind, refs)
        if keys is None or keys:
            found += _load_kind(plan, kind, model, keys)
    return sorted(found, key=lambda item: (item["start"], item["end"], item["id"]))


def count_items(plan: Plan) -> dict[str, dict[str, int]]:
    """How many items of each kind are in which state: {"target": {"proposed": 3, "accepted": 40, …}, …}."""
    counts = {kind: {"proposed": 0, "accepted": 0, "discarded": 0} for kind in KINDS}
    queries = [_counted(plan, kind, model) for kind, model in KINDS.items()]
    for kind, state, number in queries[0].union(*queries[1:], all=True):
        counts[kind][state] = number
    return counts


def plain_decimal(value: Decimal | None) -> str | None:
    """A number as written: 3908, 3.5; None stays None."""
    return None if value is None else format(value.normalize(), "f")


def _counted(plan: Plan, kind: str, model: type[Item]) -> QuerySet[Item, tuple[str, str, int]]:
    states = model._default_manager.filter(plan=plan).order_by().values("state")
    return states.annotate(kind=Value(kind), number=Count("pk")).values_list("kind", "state", "number")


def _keys(kind: str, refs: Iterable[str]) -> list[int]:
    prefix = f"{kind}-"
    return [int(ref.removeprefix(prefix)) for ref in refs if ref.startswith(prefix)]


def _load_kind(plan: Plan, kind: str, model: type[Item], keys: list[int] | None) -> list[Json]:
    rows = model._default_manager.filter(plan=plan).order_by()
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    named = {"target_kind": F("kind")} if kind == "target" else {}
    items = {row["pk"]: _item(kind, row) for row in rows.values(*_COMMON, *_COLUMNS[kind], **named)}
    if model in (Target, Task) and items:
        _add_links(plan, kind, items, keys)
    return list(items.values())


def _item(kind: str, row: dict[str, object]) -> Json:
    item: Json = {"id": f"{kind}-{row['pk']}", "kind": kind}
    for name, value in row.items():
        if name != "pk":
            item[_RENAMED.get(name, name)] = _plain(name, value)
    return item


def _plain(name: str, value: object) -> object:
    if name == "parent_id":
        return None if value is None else f"target-{value}"
    if name == "measure_confidence":
        return None if value is None else float(str(value))
    if isinstance(value, Decimal):
        return plain_decimal(value)
    return value.isoformat() if isinstance(value, date) else value


def _add_links(plan: Plan, kind: str, items: dict[object, Json], keys: list[int] | None) -> None:
    for item in items.values():
        item["supporting"] = []
        if kind == "task":
            item["targets"] = []
    model = Target if kind == "target" else Task
    _append_links(model.supporting.through, kind, "department_id", "supporting", plan, items, keys)
    if kind == "task":
        _append_links(Task.targets.through, kind, "target_id", "targets", plan, items, keys)


def _append_links(
    through: type[models.Model],
    kind: str,
    other: str,
    name: str,
    plan: Plan,
    items: dict[object, Json],
    keys: list[int] | None,
) -> None:
    links = through._default_manager.filter(**{f"{kind}__plan": plan})
    if keys is not None:
        links = links.filter(**{f"{kind}_id__in": keys})
    for owner, key in links.order_by(other).values_list(f"{kind}_id", other):
        linked = items[owner][name]
        assert isinstance(linked, list)
        linked.append(f"target-{key}" if name == "targets" else key)
