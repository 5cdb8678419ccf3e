"""How is one item split into two, and how do several become one?"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.actions.adding import new_target
from guatu.plan.actions.editing import set_span
from guatu.plan.actions.places import trim
from guatu.plan.actions.recording import Recording, recording
from guatu.plan.actions.reviewing import refuse_discarded
from guatu.plan.actions.states import links_of, put_back, state_of
from guatu.plan.actions.sums import keep_new_sums
from guatu.plan.items import ref_of
from guatu.plan.models import (
    Change,
    Identity,
    InstitutionMention,
    Item,
    Origin,
    ProjectMention,
    Target,
    Task,
)

I = TypeVar("I", bound=Item)  # noqa: E741 - an item

# What a target takes over from the figure that its new span holds.
_OF_THE_FIGURE = (
    *("subject", "kind", "comparator", "value", "value_hi", "unit", "unit_norm", "scale", "value_norm"),
    *("value_hi_norm", "implicit", "start", "end", "text"),
)


def split_item(item: Item, at: int, *, by: User | None, expected_version: int | None = None) -> Change | None:
    """Cuts an item in two at a place of the document; both keep owner and state, each its own targets."""
    with recording(item.plan, "split", by=by) as record:
        row = record.touch(item, expected_version)
        refuse_discarded(row)
        if not row.start < at < row.end:
            raise Refused("bad_span", _("The cut must lie within the item."))
        text, end = row.plan.document.text, row.end
        first, second = trim(text, row.start, at), trim(text, at, end)
        record.summary["what"] = row.text[:60]
        _cut(record, row, first, second)
        keep_new_sums(record)
    return record.change


def join_items(items: Sequence[Item], *, by: User | None) -> Change | None:
    """Makes one item of several of a kind: it reaches from the first to the last; the first one's words stay.

    What pointed at the others points at the joined one; sums that the others were part of fall away.
    """
    rows = sorted({ref_of(item): item for item in items}.values(), key=lambda item: (item.start, item.pk))
    if len(rows) < 2 or len({(type(item), item.plan_id) for item in rows}) > 1:
        raise Refused("cannot_join", _("Only several items of one kind can be joined."))
    with recording(rows[0].plan, "join", by=by) as record:
        kept, *others = [record.touch(item) for item in rows]
        for row in (kept, *others):
            refuse_discarded(row)
        _take_over(record, kept, others)
        for row in others:
            record.remove(row)
        set_span(kept, kept.start, max(row.end for row in (kept, *others)))
        if isinstance(kept, ProjectMention | InstitutionMention):
            kept.name = kept.text
        record.summary["what"] = kept.text[:60]
    return record.change


def _cut(record: Recording, row: Item, first: tuple[int, int], second: tuple[int, int]) -> None:
    if isinstance(row, Target):
        _take_figure(row, *first)
        twin = _twin(row, *second)
        _take_figure(twin, *second)
        record.add(twin)
        record.link(twin, "supporting", links_of(row, "supporting"))
        return
    set_span(row, *first)
    twin_row = _twin(row, *second)
    if isinstance(row, ProjectMention | InstitutionMention):
        row.name = row.text
    if isinstance(twin_row, ProjectMention | InstitutionMention):
        twin_row.name = twin_row.text
    record.add(twin_row)
    if isinstance(row, Task):
        record.link(twin_row, "supporting", links_of(row, "supporting"))
        inside = row.targets.filter(start__gte=second[0], start__lt=second[1]).values_list("pk", flat=True)
        moved = set(inside)
        record.link(twin_row, "targets", moved)
        record.link(row, "targets", set(links_of(row, "targets")) - moved)


def _twin(row: I, start: int, end: int) -> I:
    twin = type(row)(plan=row.plan)
    put_back(twin, state_of(row))
    twin.identity, twin.origin = uuid.uuid4(), Origin.ADDED
    set_span(twin, start, end)
    return twin


def _take_figure(row: Target, start: int, end: int) -> None:
    """Gives a target the figure that stands in its new span; its words stay where there is none."""
    found = new_target(row.plan, start, end)
    if found.implicit:
        set_span(row, start, end)
        return
    for name in _OF_THE_FIGURE:
        setattr(row, name, getattr(found, name))
    if row.measure != found.measure:
        row.measure, row.measure_confidence = found.measure, found.measure_confidence
        row.measure_confirmed = False


def _take_over(record: Recording, kept: Item, others: Sequence[Item]) -> None:
    """Moves everything that points at the others to the kept item."""
    if isinstance(kept, Target | Task):
        everyone = [key for row in (kept, *others) for key in links_of(row, "supporting")]
        record.link(kept, "supporting", everyone)
    if isinstance(kept, Task):
        record.link(kept, "targets", [key for row in (kept, *others) for key in links_of(row, "targets")])
    if isinstance(kept, Target):
        _repoint(record, kept, {row.pk for row in others})


def _repoint(record: Recording, kept: Target, gone: set[int]) -> None:
    if kept.parent_id in gone:
        kept.parent = None
    for part in record.hold(Target.objects.filter(parent__in=gone).exclude(pk__in=gone)):
        part.parent_id = None if part.pk == kept.pk else kept.pk
    for task in record.hold(Task.objects.filter(targets__in=gone).distinct()):
        record.link(task, "targets", (set(links_of(task, "targets")) - gone) | {kept.pk})
    touched = Identity.objects.filter(whole__in=gone) | Identity.objects.filter(parts__in=gone)
    for identity in record.hold(touched.distinct()):
        record.remove(identity)
