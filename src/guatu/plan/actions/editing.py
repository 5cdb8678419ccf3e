"""How does a person correct what the reader made of a sentence?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.measures import registry
from guatu.kernel.measures.names import accepts
from guatu.plan.actions.places import section_at, trim
from guatu.plan.actions.recording import published_sentence, recording
from guatu.plan.actions.reviewing import accept_row, refuse_discarded
from guatu.plan.actions.rows import LARGEST_WRITTEN, normal, storable, storable_norm
from guatu.plan.actions.sums import keep_new_sums
from guatu.plan.deadlines import due_of
from guatu.plan.models import (
    Change,
    Comparator,
    InstitutionMention,
    Item,
    ItemState,
    Plan,
    PlanState,
    ProjectMention,
    Target,
    Task,
)
from guatu.plan.units import normal_unit

# Fields that decide whether a target adds up with others.
_IN_SUMS = {"value", "unit", "kind", "subject", "parent", "start", "end"}
EARLIEST_YEAR, LATEST_YEAR = 1978, 2100


class SpanFields(TypedDict, total=False):
    """What can be corrected of any item: where it stands."""

    start: int
    end: int


class TargetFields(SpanFields, total=False):
    """What can be corrected of a target; `value` and `value_hi` as written in `unit`."""

    subject: str
    kind: str
    comparator: str
    value: Decimal | None
    value_hi: Decimal | None
    unit: str
    parent: Target | None
    scope: str
    modality: str
    deadline: str
    due: date | None


class TaskFields(SpanFields, total=False):
    """What can be corrected of a task."""

    checkable: bool
    deadline: str
    due: date | None


class ProjectFields(SpanFields, total=False):
    """What can be corrected of a project."""

    name: str
    stage: str
    deadline: str


class InstitutionFields(SpanFields, total=False):
    """What can be corrected of an institution."""

    name: str


class PlanFields(TypedDict, total=False):
    """What can be corrected of the plan itself."""

    title: str
    year: int


def edit_plan(plan: Plan, *, by: User | None, **fields: Unpack[PlanFields]) -> Change | None:
    """Corrects the title or the year that the reader found; days that follow from the year follow it."""
    with recording(plan, "edit_plan", by=by, always=True) as record:
        if record.plan.state == PlanState.PUBLISHED:
            raise Refused("published", published_sentence())
        record.plan.title = fields.get("title") or record.plan.title
        record.plan.year = fields.get("year", record.plan.year)
        if record.plan.year is not None and not EARLIEST_YEAR <= record.plan.year <= LATEST_YEAR:
            raise Refused("bad_year", _("This is not a year that a plan can be made for."))
        record.plan.save(update_fields=["title", "year"])
        record.summary["what"] = record.plan.title[:60]
        for model in (Target, Task):
            dated = model._default_manager.filter(plan=record.plan).exclude(deadline="")
            for row in record.hold(dated):
                row.due = due_of(row.deadline, record.plan.year)
    return record.change


def edit_target(
    target: Target, *, by: User | None, expected_version: int | None = None, **fields: Unpack[TargetFields]
) -> Change | None:
    """Corrects a target, which also confirms it; its normal value follows from value and unit."""
    with recording(target.plan, "edit", by=by) as record:
        row = record.touch(target, expected_version)
        if "parent" in fields:
            _set_parent(row, fields["parent"])
        _set_fields(row, {name: value for name, value in fields.items() if name != "parent"})
        _settle_amount(row)
        record.summary["what"] = row.text[:60]
        if fields.keys() & _IN_SUMS:
            keep_new_sums(record)
    return record.change


def edit_task(
    task: Task, *, by: User | None, expected_version: int | None = None, **fields: Unpack[TaskFields]
) -> Change | None:
    """Corrects a task, which also confirms it."""
    return _edit(task, by, expected_version, {**fields})


def edit_project(
    project: ProjectMention,
    *,
    by: User | None,
    expected_version: int | None = None,
    **fields: Unpack[ProjectFields],
) -> Change | None:
    """Corrects a project, which also confirms it."""
    return _edit(project, by, expected_version, {**fields})


def edit_institution(
    institution: InstitutionMention,
    *,
    by: User | None,
    expected_version: int | None = None,
    **fields: Unpack[InstitutionFields],
) -> Change | None:
    """Corrects an institution, which also confirms it."""
    return _edit(institution, by, expected_version, {**fields})


def set_span(row: Item, start: int, end: int) -> None:
    """Moves an item to another stretch of the document."""
    text = row.plan.document.text
    row.start, row.end = trim(text, start, end)
    row.text = text[row.start : row.end]
    row.section = section_at(row.plan, row.start)


def _edit(
    item: Item, by: User | None, expected_version: int | None, fields: dict[str, object]
) -> Change | None:
    with recording(item.plan, "edit", by=by) as record:
        row = record.touch(item, expected_version)
        _set_fields(row, fields)
        record.summary["what"] = row.text[:60]
    return record.change


def _set_fields(row: Item, fields: dict[str, object]) -> None:
    refuse_discarded(row)
    start, end = fields.pop("start", None), fields.pop("end", None)
    if isinstance(start, int) or isinstance(end, int):
        set_span(
            row, start if isinstance(start, int) else row.start, end if isinstance(end, int) else row.end
        )
    for name, value in fields.items():
        _refuse_unknown_choice(row, name, value)
        setattr(row, name, value)
    if "deadline" in fields and "due" not in fields and isinstance(row, Target | Task):
        row.due = due_of(row.deadline, row.plan.year)
    if row.state == ItemState.PROPOSED:
        accept_row(row)


def _refuse_unknown_choice(row: Item, name: str, value: object) -> None:
    choices = [key for key, _label in getattr(row._meta.get_field(name), "flatchoices", ())]
    may_be_empty = getattr(row._meta.get_field(name), "blank", False)
    if choices and value not in choices and not (may_be_empty and value == ""):
        raise Refused("unknown_choice", _("“%(value)s” cannot be chosen here.") % {"value": str(value)[:40]})


def _settle_amount(row: Target) -> None:
    """Puts unit, range and normal values in agreement with what was entered."""
    if row.comparator != Comparator.RANGE:
        row.value_hi = None
    elif row.value is None or row.value_hi is None or row.value_hi < row.value:
        raise Refused("bad_range", _("A range needs a lower and an upper value."))
    if any(abs(value) >= LARGEST_WRITTEN for value in (row.value, row.value_hi) if value is not None):
        raise Refused("too_large", _("This number is larger than any plan's; choose a larger unit."))
    try:
        row.unit_norm, row.scale = normal_unit(row.unit)
    except GuatuError:
        raise Refused(
            "unknown_unit", _("“%(unit)s” is no unit that is known here.") % {"unit": row.unit}
        ) from None
    row.value, row.value_hi = storable(row.value), storable(row.value_hi)
    row.value_norm = storable_norm(normal(row.value, row.scale))
    row.value_hi_norm = storable_norm(normal(row.value_hi, row.scale))
    if row.measure_confirmed and not _still_fits(row):
        row.measure_confirmed = False


def _still_fits(row: Target) -> bool:
    try:
        return accepts(registry.get(row.measure), row.unit_norm, row.kind)
    except GuatuError:
        return False


def _set_parent(row: Target, parent: Target | None) -> None:
    above = parent
    while above is not None:
        if above.pk == row.pk:
            raise Refused("circle", _("A target cannot be a part of itself."))
        above = above.parent
    if parent is not None and (parent.plan_id != row.plan_id or parent.state == ItemState.DISCARDED):
        raise Refused("unknown_item", _("The whole must be another target of this plan."))
    row.parent = parent
