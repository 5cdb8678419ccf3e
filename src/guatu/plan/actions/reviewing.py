"""How does a person confirm or reject what the reader found?"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.actions.recording import Recording, recording
from guatu.plan.actions.sums import keep_new_sums
from guatu.plan.items import KINDS
from guatu.plan.lint.sources import SURE
from guatu.plan.models import Change, Item, ItemState, Plan, Target


def accept_item(item: Item, *, by: User | None, expected_version: int | None = None) -> Change | None:
    """Confirms an item as it was read; a target's sure binding to a measure is confirmed with it."""
    with recording(item.plan, "accept", by=by) as record:
        row = record.touch(item, expected_version)
        refuse_discarded(row)
        accept_row(row)
        record.summary["what"] = row.text[:60]
    return record.change


def accept_all(plan: Plan, kind: str | None = None, *, by: User | None) -> Change | None:
    """Confirms every item of a kind (of all kinds when None) that nobody has decided on yet."""
    if kind is not None and kind not in KINDS:
        raise Refused("unknown_kind", _("There are targets, tasks, projects and institutions."))
    with recording(plan, "accept_all", by=by) as record:
        for name, model in KINDS.items():
            if kind in (None, name):
                accept_proposed(record, model)
        record.summary["kind"] = kind or ""
    return record.change


def accept_items(items: Sequence[Item], *, by: User | None) -> Change | None:
    """Confirms several items of one plan; those that were decided on already stay as they are."""
    if not items or len({item.plan_id for item in items}) > 1:
        raise Refused("unknown_item", _("Choose items of one plan."))
    with recording(items[0].plan, "accept_all", by=by) as record:
        for model in KINDS.values():
            keys = [item.pk for item in items if type(item) is model]
            wanted = model._default_manager.filter(plan=record.plan, pk__in=keys, state=ItemState.PROPOSED)
            for row in record.hold(wanted) if keys else ():
                accept_row(row)
    return record.change


def accept_proposed(record: Recording, model: type[Item]) -> None:
    """Confirms all proposed items of a model within an action."""
    proposed = model._default_manager.filter(plan=record.plan, state=ItemState.PROPOSED)
    for row in record.hold(proposed):
        accept_row(row)


def accept_row(row: Item) -> None:
    """Marks a touched row as confirmed."""
    row.state = ItemState.ACCEPTED
    if isinstance(row, Target) and row.measure and (row.measure_confidence or 0) >= SURE:
        row.measure_confirmed = True


def discard_item(
    item: Item, reason: str, *, by: User | None, expected_version: int | None = None
) -> Change | None:
    """Takes an item out of the plan, with the reason; it stays in sight and can be restored."""
    if not reason.strip():
        raise Refused("reason_missing", _("Say why this item does not belong in the plan."))
    with recording(item.plan, "discard", by=by) as record:
        row = record.touch(item, expected_version)
        row.state = ItemState.DISCARDED
        row.discard_reason = reason.strip()
        record.summary["what"] = row.text[:60]
    return record.change


def restore_item(item: Item, *, by: User | None, expected_version: int | None = None) -> Change | None:
    """Brings a discarded item back, to be confirmed."""
    with recording(item.plan, "restore", by=by) as record:
        row = record.touch(item, expected_version)
        if row.state == ItemState.DISCARDED:
            row.state = ItemState.PROPOSED
            row.discard_reason = ""
        record.summary["what"] = row.text[:60]
        keep_new_sums(record)
    return record.change


def refuse_discarded(row: Item) -> None:
    """Refuses to work on an item that was taken out."""
    if row.state == ItemState.DISCARDED:
        raise Refused("discarded", _("This item was discarded. Restore it first."))
