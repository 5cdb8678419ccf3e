"""Which targets go from one department to another within the year?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from guatu.base import clock
from guatu.base.happenings import Happening
from guatu.kernel.access.models import Department
from guatu.plan.actions.assigning import assign_item
from guatu.plan.models import ItemState, Target
from guatu.site.demo.year.beginning import acting

HANDOVERS = (
    ("2019-08-05T09:40", "bus_coverage", "chengtou"),
    ("2019-09-27T16:10", "legality_review_coverage", "shenpi"),
    ("2019-10-11T10:05", "secrecy_breaches", "jijian"),
)
"""When, which target by its measure, to which department; its department until then supports."""


def handovers_of_the_year() -> Iterator[Happening]:
    """Each handover, by the office that owns the plan."""
    for moment, measure, department in HANDOVERS:
        at = datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE_TIME)
        says = f"the target {measure} goes to {department}"
        yield Happening(at, "ducha", says, partial(_hand_over, measure, department))


def _hand_over(measure: str, department: str) -> None:
    target = Target.objects.select_related("plan").get(
        plan__demonstration=True, plan__state="published", measure=measure, state=ItemState.ACCEPTED
    )
    helpers = [*target.supporting.all(), *([target.lead] if target.lead else [])]
    lead = Department.objects.get(code=department)
    assign_item(target, by=acting("ducha"), lead=lead, supporting=helpers, leader=target.leader)
