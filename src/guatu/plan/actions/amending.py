"""How does an amended document take the place of the one that a plan was read from?

First a person sees the difference; applied, it keeps the identity of every item that is still there, with its
owners, measures and reviews. The old document stays on record.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.plan.actions.comparing import CARRIED, Difference, Draft, compare, draft_of
from guatu.plan.actions.importing import plan_of_document, read_document, storable_text, store_document
from guatu.plan.actions.places import section_at
from guatu.plan.actions.publishing import settle_changes
from guatu.plan.actions.recording import Recording, lock_plan, recording
from guatu.plan.actions.rows import create_sections, reading_notes
from guatu.plan.actions.states import links_of
from guatu.plan.actions.sums import keep_new_sums
from guatu.plan.models import (
    Amendment,
    AmendmentState,
    Change,
    Item,
    ItemState,
    Origin,
    Plan,
    PlanDocument,
    Section,
    Target,
    Task,
)
from guatu.plan.reading import model as read


def amend_plan(plan: Plan, *, name: str, content: bytes, by: User | None) -> Amendment:
    """Reads an amended document of a plan and says what it would change; nothing is changed yet.

    Refused for the very document that the plan has, one of another plan, or one for another year.
    """
    reading = read_document(content)
    with action("plan.amend", by=by):
        current = lock_plan(plan.pk)
        document, is_new = store_document(name, content, reading, by)
        _refuse_foreign(current, document, reading, is_new=is_new)
        found = _compare(current, draft_of(current, reading))
        waiting = Amendment.objects.filter(plan=current, state=AmendmentState.PREVIEWED)
        waiting.update(state=AmendmentState.WITHDRAWN)
        return Amendment.objects.create(
            plan=current,
            old_document=current.document,
            document=document,
            difference=[each.to_json() for each in found],
            plan_version=current.version,
            created_by=by,
            created_at=now(),
        )


def apply_amendment(amendment: Amendment, *, by: User | None) -> Change | None:
    """Takes over an amended document as it was shown; refused when the plan changed since it was looked at.

    Items of the new document are to be confirmed, removed ones stay as discarded.
    """
    with action("plan.apply_amendment", by=by):
        with recording(amendment.plan, "amend", by=by, always=True) as record:
            fresh = Amendment.objects.select_related("document").get(pk=amendment.pk)
            _refuse_stale(fresh, record.plan)
            record.summary["what"] = fresh.document.name[:60]
            _take_over(record, fresh)
            Amendment.objects.filter(pk=fresh.pk).update(
                state=AmendmentState.APPLIED, applied_by=by, applied_at=now()
            )
        settle_changes(amendment.plan)
    return record.change


def withdraw_amendment(amendment: Amendment, *, by: User | None) -> None:
    """Drops an amended document that was not applied; the file stays on record."""
    with action("plan.withdraw_amendment", by=by):
        lock_plan(amendment.plan_id)
        waiting = Amendment.objects.filter(pk=amendment.pk, state=AmendmentState.PREVIEWED)
        if not waiting.update(state=AmendmentState.WITHDRAWN, applied_by=by):
            raise Refused("not_waiting", _("This amendment is no longer waiting."))


def _refuse_foreign(plan: Plan, document: PlanDocument, reading: read.Plan, *, is_new: bool) -> None:
    if document.pk == plan.document_id:
        raise Refused("same_document", _("This is the very document that the plan was read from."))
    if not is_new and plan_of_document(document).pk != plan.pk:
        raise Refused("other_plan", _("This document belongs to another plan."))
    if reading.year and plan.year and reading.year != plan.year:
        raise Refused(
            "other_year",
            _("This is a plan for %(year)d: hand it in as a plan of its own.") % {"year": reading.year},
        )


def _refuse_stale(amendment: Amendment, plan: Plan) -> None:
    if amendment.state != AmendmentState.PREVIEWED:
        raise Refused("not_waiting", _("This amendment is no longer waiting."))
    if amendment.plan_version != plan.version:
        raise Refused(
            "changed_meanwhile",
            _("The plan changed since the difference was shown. Hand the document in again."),
        )


def _compare(plan: Plan, draft: Draft) -> list[Difference]:
    return compare(plan, read_document(bytes(plan.document.content)), draft)


def _take_over(record: Recording, amendment: Amendment) -> None:
    plan, document = record.plan, amendment.document
    reading = read_document(bytes(document.content))
    draft = draft_of(plan, reading)
    found = _compare(plan, draft)
    _replace_document(plan, document, reading)
    rows: dict[int, Item] = {}
    for each in found:
        if each.old is not None:
            _keep(record, each, rows)
    for each in found:
        if each.old is None and each.new is not None:
            rows[id(each.new)] = _add(record, each.new, rows)
    _link_tasks(record, draft, rows)
    keep_new_sums(record)


def _replace_document(plan: Plan, document: PlanDocument, reading: read.Plan) -> None:
    Section.objects.filter(plan=plan).delete()
    create_sections(plan, reading.sections)
    plan.document, plan.reading = document, reading_notes(reading)
    plan.title = storable_text(reading.title)[:300] or plan.title
    plan.save(update_fields=["document", "reading", "title"])


def _keep(record: Recording, difference: Difference, rows: dict[int, Item]) -> None:
    """Brings an item of the plan to its place in the new document, with what changed there."""
    assert difference.old is not None
    row = record.hold([difference.old])[0]
    row.start, row.end = difference.start, difference.end
    row.section = section_at(record.plan, row.start)
    if difference.status == "removed":
        _discard(row)
        return
    if difference.new is None:
        return
    row.text, row.order = difference.new.text, difference.new.order
    for name in difference.changes:
        for each in (name, *CARRIED.get(name, ())):
            setattr(row, each, getattr(difference.new, each))
    rows[id(difference.new)] = row


def _discard(row: Item) -> None:
    if row.state != ItemState.DISCARDED:
        row.state = ItemState.DISCARDED
        row.discard_reason = _("No longer in the amended document")


def _add(record: Recording, row: Item, rows: dict[int, Item]) -> Item:
    row.plan, row.origin = record.plan, Origin.AMENDED
    row.section = section_at(record.plan, row.start)
    if isinstance(row, Target) and row.parent is not None:
        whole = rows.get(id(row.parent))
        row.parent = whole if isinstance(whole, Target) else None
    return record.add(row)


def _link_tasks(record: Recording, draft: Draft, rows: dict[int, Item]) -> None:
    """Ties the tasks of the new document to its targets, beside what people tied."""
    tasks: Sequence[Item] = [item for item in draft.items if isinstance(item, Task)]
    for index, drafted in enumerate(tasks):
        task = rows.get(id(drafted))
        inside = [rows.get(id(draft.targets[number])) for number in draft.task_targets[index]]
        keys = {target.pk for target in inside if target is not None}
        if task is not None and keys:
            known = set(links_of(task, "targets"))
            if keys - known:
                record.link(task, "targets", known | keys)
