"""How did the supervision office review, assign and publish the year's plan?"""

from __future__ import annotations

import tomllib
from functools import cache
from itertools import groupby
from typing import TypeVar

from django.contrib.auth.models import User
from django.db.models import QuerySet

from guatu.kernel.access.models import Department
from guatu.plan.actions.assigning import assign_items
from guatu.plan.actions.binding import bind_measure, confirm_measure, park_target
from guatu.plan.actions.reviewing import accept_all, discard_item
from guatu.plan.models import Item, ItemState, Plan, Section, SectionType, Target, Task
from guatu.site.demo.zone import FOLDER, Answering, Zone

R = TypeVar("R", bound=Item)

NO_SOURCE_YET = "尚无数据来源，由牵头部门提出统计办法后再跟踪。"


@cache
def read_decisions() -> dict[str, list[dict[str, str]]]:
    """What review.toml says: `discard` and `bind`, each with the words of the plan that it is about."""
    return tomllib.loads((FOLDER / "review.toml").read_text("utf-8"))


def review_plan(plan: Plan, *, by: User) -> None:
    """Discards what does not belong, accepts the rest, and gives every target its measure."""
    for decision in read_decisions()["discard"]:
        _discard(plan, decision["words"], decision["reason"], by)
    accept_all(plan, by=by)
    for decision in read_decisions()["bind"]:
        for target in _items_in(plan, Target, decision["words"]):
            bind_measure(target, decision["measure"], by=by)
    for target in _accepted(plan, Target).filter(measure_confirmed=False):
        _settle_measure(target, by)


def assign_plan(
    plan: Plan, zone: Zone, departments: dict[str, Department], people: dict[str, User], *, by: User
) -> None:
    """Gives every target and task the department and leader who answer for its line or its measure."""
    answering = _Assigner(plan, zone)
    items: list[Target | Task] = [*_accepted(plan, Target), *_accepted(plan, Task)]
    items.sort(key=answering.key)
    for (number, lead), group in groupby(items, answering.key):
        line = zone.lines[number]
        assign_items(
            list(group),
            by=by,
            lead=departments[lead],
            supporting=[departments[code] for code in (line.lead, *line.supporting) if code != lead],
            leader=people[line.leader],
        )


class _Assigner:
    """Finds who answers for an item: the line that it stands in, unless its measure says otherwise."""

    def __init__(self, plan: Plan, zone: Zone) -> None:
        self.zone = zone
        lines = Section.objects.filter(plan=plan, type=SectionType.LINE).order_by("order")
        self.spans = [(line.start, line.end) for line in lines]

    def key(self, item: Target | Task) -> tuple[int, str]:
        number = next((i for i, (start, end) in enumerate(self.spans, 1) if start <= item.start < end), 0)
        line: Answering = self.zone.lines[number]
        code = item.measure if isinstance(item, Target) else ""
        return number, self.zone.lead_of_measure.get(code, line.lead)


def _discard(plan: Plan, words: str, reason: str, by: User) -> None:
    """Discards the targets among the words, and the tasks that are nothing but the words."""
    tasks = [task for task in _items_in(plan, Task, words) if task.text == words]
    for item in (*_items_in(plan, Target, words), *tasks):
        discard_item(item, reason, by=by)


def _settle_measure(target: Target, by: User) -> None:
    if target.measure:
        confirm_measure(target, by=by)
    else:
        park_target(target, NO_SOURCE_YET, by=by)


def _items_in(plan: Plan, model: type[R], words: str) -> QuerySet[R]:
    start = plan.document.text.index(words)
    return model._default_manager.filter(plan=plan, start__gte=start, end__lte=start + len(words))


def _accepted(plan: Plan, model: type[R]) -> QuerySet[R]:
    return model._default_manager.filter(plan=plan, state=ItemState.ACCEPTED).select_related("plan")
