"""How does a department answer to what the plan gives it, and the supervision office to an answer?"""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.queries import departments_of
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.plan.actions.recording import lock_plan
from guatu.plan.models import AssignmentAnswer, ItemState, PlanState, Said, Target, Task
from guatu.plan.queries.assignments import assignment_of

Assigned = Target | Task
TOPIC = "plan"


def accept_assignments(items: Sequence[Assigned], *, by: User) -> list[AssignmentAnswer]:
    """Signs for items that the plan gives to a department of the acting person (签收).

    Refused where an item is not that department's, or does not wait for an answer.
    """
    with action("plan.accept_assignment", by=by):
        return [_answer(item, Said.ACCEPTED, "", by) for item in items]


def return_assignment(item: Assigned, *, reason: str, by: User) -> AssignmentAnswer:
    """Gives an item back to the supervision office, which has to read why."""
    with action("plan.return_assignment", by=by):
        return _answer(item, Said.RETURNED, _plain(reason), by)


def ask_again(item: Assigned, *, reason: str, by: User) -> AssignmentAnswer:
    """Has the lead department answer once more, after it returned the item."""
    with action("plan.ask_assignment_again", by=by):
        fresh = _fresh(item)
        if not assignment_of(fresh).is_returned:
            raise Refused("not_returned", _("This item was not returned."))
        return _say(fresh, Said.ASKED, _plain(reason), by)


def _answer(item: Assigned, said: Said, reason: str, by: User) -> AssignmentAnswer:
    fresh = _fresh(item)
    if fresh.lead_id not in departments_of(by):
        raise Refused("not_yours", _("This item is another department's."))
    if not assignment_of(fresh).waits:
        raise Refused("answered", _("This item was answered already."))
    return _say(fresh, said, reason, by)


def _fresh(item: Assigned) -> Assigned:
    """The item as it is now, held against a second answer at the same time."""
    plan = lock_plan(item.plan_id)
    found = type(item)._default_manager.filter(pk=item.pk, state=ItemState.ACCEPTED).first()
    if found is None or plan.state != PlanState.PUBLISHED or found.lead_id is None:
        raise Refused("not_assigned", _("This item is not assigned to anybody."))
    return found


def _say(item: Assigned, said: Said, reason: str, by: User) -> AssignmentAnswer:
    assert item.lead_id is not None, "only what somebody leads is answered"
    of_item = {"target": item} if isinstance(item, Target) else {"task": item}
    answer = AssignmentAnswer.objects.create(
        department_id=item.lead_id, said=said, reason=reason, by=by, at=clock.now(), **of_item
    )
    announce(TOPIC)
    return answer


def _plain(reason: str) -> str:
    plain = " ".join(reason.split())[:300]
    if not plain:
        raise Refused("no_reason", _("Say why."))
    return plain
