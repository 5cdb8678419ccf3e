"""How often may the zone still come to an enterprise? Pure, no Django.

For each enterprise there is a most of inspections a year, which a zone publishes (国办发〔2024〕54号; before
that, what it promised), and one of visits. A budget holds from a day on, until a later one of its kind does.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

SpanName = Literal["quarter", "year"]


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many comings in a quarter or a year from a day on; body by body, or all together."""

    most: int
    span: SpanName
    each_body: bool
    since: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Come:
    """Somebody came, or is planned to, on a day; `body` is who."""

    on: date
    body: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """How much of a budget is used in its quarter or year, both days inclusive."""

    budget: Budget
    first: date
    last: date
    used: int

    @property
    def left(self) -> int:
        """How many are left; never below zero."""
        return max(0, self.budget.most - self.used)


def span_around(span: SpanName, day: date) -> tuple[date, date]:
    """The first and the last day of the quarter or year of that day."""
    if span == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    first = (day.month - 1) // 3 * 3 + 1
    return date(day.year, first, 1), date(day.year, first + 2, monthrange(day.year, first + 2)[1])


def budgets_on(budgets: Iterable[Budget], day: date) -> list[Budget]:
    """Those in force on that day: of each kind (quarter or year, by body or not) the one that began last."""
    in_force: dict[tuple[str, bool], Budget] = {}
    for budget in sorted(budgets, key=lambda each: each.since):
        if budget.since <= day:
            in_force[budget.span, budget.each_body] = budget
    return list(in_force.values())


def spend(budgets: Iterable[Budget], comes: Iterable[Come], day: date, body: str = "") -> list[Spent]:
    """What is used of each budget in force on that day, as it counts for that body."""
    come = list(comes)
    return [_spent(budget, come, day, body) for budget in budgets_on(budgets, day)]


def _spent(budget: Budget, comes: Iterable[Come], day: date, body: str) -> Spent:
    first, last = span_around(budget.span, day)
    counted = [
        each for each in comes if first <= each.on <= last and (not budget.each_body or each.body == body)
    ]
    return Spent(budget, first, last, len(counted))
