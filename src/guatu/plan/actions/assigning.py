"""Who answers for what the plan promises?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.access.models import Department
from guatu.plan.actions.recording import recording
from guatu.plan.actions.reviewing import refuse_discarded
from guatu.plan.models import Change, ItemState, Section, Target, Task
from guatu.plan.telling import tell_assigned


def assign_item(
    item: Target | Task,
    *,
    by: User | None,
    lead: Department | None,
    supporting: Collection[Department] = (),
    leader: User | None = None,
    expected_version: int | None = None,
) -> Change | None:
    """Says which department leads, which support, and which leader stands for a target or a task."""
    return assign_items(
        [item], by=by, lead=lead, supporting=supporting, leader=leader, expected_version=expected_version
    )


def assign_items(
    items: Sequence[Target | Task],
    *,
    by: User | None,
    lead: Department | None,
    supporting: Collection[Department] = (),
    leader: User | None = None,
    expected_version: int | None = None,
) -> Change | None:
    """Assigns several targets and tasks of one plan at once."""
    if not items or len({item.plan_id for item in items}) > 1:
        raise Refused("unknown_item", _("Choose targets and tasks of one plan."))
    helpers = {each.pk for each in supporting} - ({lead.pk} if lead else set())
    given: list[Target | Task] = []
    with recording(items[0].plan, "assign", by=by) as record:
        for item in items:
            row = record.touch(item, expected_version)
            refuse_discarded(row)
            if (row.lead, row.leader) != (lead, leader):
                given.append(row)
            row.lead, row.leader = lead, leader
            record.link(row, "supporting", helpers)
        tell_assigned(given, by=by)
    return record.change


def assign_section(
    section: Section,
    *,
    by: User | None,
    lead: Department | None,
    supporting: Collection[Department] = (),
    leader: User | None = None,
    only_open: bool = False,
) -> Change | None:
    """Assigns all targets and tasks of a section and of the sections within it.

    With `only_open` those that have a lead department already are left as they are.
    """
    items = [item for item in items_of(section) if not (only_open and item.lead_id)]
    if not items:
        return None
    return assign_items(items, by=by, lead=lead, supporting=supporting, leader=leader)


def items_of(section: Section) -> list[Target | Task]:
    """The targets and tasks of a section and of the sections within it, without the discarded ones."""
    keys, level = [section.pk], [section.pk]
    while level:
        level = list(Section.objects.filter(parent__in=level).values_list("pk", flat=True))
        keys += level
    targets = Target.objects.filter(section__in=keys).exclude(state=ItemState.DISCARDED)
    tasks = Task.objects.filter(section__in=keys).exclude(state=ItemState.DISCARDED)
    return [*targets.select_related("plan"), *tasks.select_related("plan")]
