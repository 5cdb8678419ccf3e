"""How does a person add what the reader overlooked?"""

from __future__ import annotations

from typing import TypeVar

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.actions.places import quantity_at, section_at, trim
from guatu.plan.actions.recording import Recording, recording
from guatu.plan.actions.reviewing import accept_row
from guatu.plan.actions.rows import propose_measures, target_row
from guatu.plan.actions.sums import keep_new_sums
from guatu.plan.models import (
    Change,
    InstitutionMention,
    Item,
    ItemState,
    Origin,
    Plan,
    ProjectMention,
    Target,
    Task,
)

I = TypeVar("I", bound=Item)  # noqa: E741 - an item


def add_target(plan: Plan, start: int, end: int, *, by: User | None) -> Change | None:
    """Makes a target of a stretch of the document: of the figure in it, else without a numeral."""
    with recording(plan, "add_target", by=by) as record:
        row = new_target(record.plan, *trim(plan.document.text, start, end))
        _add(record, row)
        keep_new_sums(record)
    return record.change


def add_task(plan: Plan, start: int, end: int, *, by: User | None) -> Change | None:
    """Makes a task of a stretch of the document, with the targets that stand in it."""
    with recording(plan, "add_task", by=by) as record:
        row = _placed(Task(plan=record.plan, checkable=True), plan, start, end)
        inside = plan.targets.exclude(state=ItemState.DISCARDED).filter(
            start__gte=row.start, end__lte=row.end
        )
        _add(record, row)
        record.link(row, "targets", inside.values_list("pk", flat=True))
    return record.change


def add_project(plan: Plan, start: int, end: int, *, by: User | None) -> Change | None:
    """Makes a project of a stretch of the document; its stage is still to be said."""
    with recording(plan, "add_project", by=by) as record:
        row = _placed(ProjectMention(plan=record.plan), plan, start, end)
        row.name = row.text
        _add(record, row)
    return record.change


def add_institution(plan: Plan, start: int, end: int, *, by: User | None) -> Change | None:
    """Makes an institution of a stretch of the document."""
    with recording(plan, "add_institution", by=by) as record:
        row = _placed(InstitutionMention(plan=record.plan), plan, start, end)
        row.name = row.text
        _add(record, row)
    return record.change


def new_target(plan: Plan, start: int, end: int) -> Target:
    """A target for the figure in the span, or without a numeral when there is none; not yet saved."""
    quantity = quantity_at(plan, start, end)
    if quantity:
        row = target_row(plan, quantity, {})
    else:
        subject = plan.document.text[start:end]
        row = Target(plan=plan, kind="count", subject=subject, implicit=True, unit_norm="number")
        row.start, row.end, row.text = start, end, subject
    row.section = section_at(plan, row.start)
    propose_measures([row])
    return row


def _placed(row: I, plan: Plan, start: int, end: int) -> I:
    text = plan.document.text
    row.start, row.end = trim(text, start, end)
    row.text = text[row.start : row.end]
    row.section = section_at(plan, row.start)
    return row


def _add(record: Recording, row: Item) -> None:
    same = type(row)._default_manager.filter(plan=record.plan, start=row.start, end=row.end)
    if same.exclude(state=ItemState.DISCARDED).exists():
        raise Refused("there_already", _("There is such an item at this place already."))
    row.origin = Origin.ADDED
    accept_row(row)
    record.add(row)
    record.summary["what"] = row.text[:60]
