"""Of what does the plan tell people? Of lights that turned, and of what was given to their department."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from guatu.base import clock
from guatu.kernel.access.models import Tenure
from guatu.kernel.ledger.context import Acting
from guatu.kernel.notifying.actions import notify
from guatu.kernel.notifying.kinds import Kind, declare
from guatu.plan.models import LightTurn, Plan, PlanState, Target, Task

LIGHT_TURNED = declare(
    Kind(
        "plan.light_turned",
        _("The light of a target of mine turned"),
        gettext_noop("The light of “%(target)s” turned"),
        "plan.view",
    )
)
ASSIGNED = declare(
    Kind(
        "plan.assigned",
        _("Something of the plan was assigned to my department or to me"),
        gettext_noop("“%(item)s” is yours to answer for"),
        "plan.view",
    )
)
LONGEST_NAME = 40


def tell_turned(turns: Sequence[LightTurn]) -> None:
    """Tells who answers for the targets that their lights turned; a target's first light is no turn."""
    rows = Target.objects.filter(pk__in=[turn.target_id for turn in turns]).select_related("lead")
    for target in rows:
        told = {"target": _name(target)}
        address = reverse("wall:target", args=[target.pk])
        notify(LIGHT_TURNED, answering_for(target), key=f"target:{target.pk}", told=told, address=address)


def tell_assigned(items: Iterable[Target | Task], *, by: Acting | None) -> None:
    """Tells the departments and leaders of a published plan what is theirs now; the own doing is not told."""
    for item in items:
        if Plan.objects.filter(pk=item.plan_id, state=PlanState.PUBLISHED).exists():
            key = f"{item._meta.model_name}:{item.pk}"
            is_target = isinstance(item, Target)
            address = reverse("wall:target", args=[item.pk]) if is_target else reverse("desk:home")
            notify(ASSIGNED, answering_for(item), key=key, told={"item": _name(item)}, address=address, by=by)


def answering_for(item: Target | Task) -> set[int]:
    """The keys of the people who work in the lead department today, and of the leader."""
    people = Tenure.objects.on(clock.today()).filter(post__department=item.lead_id)
    working = set(people.values_list("person", flat=True)) if item.lead_id else set()
    return working | ({item.leader_id} if item.leader_id else set())


def _name(item: Target | Task) -> str:
    return (getattr(item, "subject", "") or item.text)[:LONGEST_NAME]
