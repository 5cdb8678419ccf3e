"""Which assignments wait for a department's answer, and which did a department return?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar, cast

from django.db.models import OuterRef, Q, QuerySet, Subquery

from guatu.kernel.access.scopes import Reader, scope
from guatu.plan.models import AssignmentAnswer, ItemState, PlanState, Said, Target, Task

Assigned = Target | Task
T = TypeVar("T", Target, Task)


@dataclass(frozen=True, slots=True)
class Assignment:
    """An item of a published plan with its lead department, and the last that was said of it."""

    item: Assigned
    last: AssignmentAnswer | None

    @property
    def waits(self) -> bool:
        """Whether the lead department has still to answer."""
        return self.item.lead_id is not None and (self.last is None or self.last.said == Said.ASKED)

    @property
    def is_returned(self) -> bool:
        """Whether the lead department gave it back, and nobody answered that yet."""
        return self.last is not None and self.last.said == Said.RETURNED


def waiting_assignments(user: Reader, departments: Collection[int], year: int) -> list[Assignment]:
    """What these departments lead in the plans from that year on and have not answered to yet."""
    unanswered = Q(said=None) | Q(said=Said.ASKED)
    return list(_found(user, year, unanswered & Q(lead__in=departments)))


def returned_assignments(user: Reader, year: int) -> list[Assignment]:
    """What departments gave back in the plans from that year on, and nobody answered yet."""
    return list(_found(user, year, Q(said=Said.RETURNED)))


def assignment_of(item: Assigned) -> Assignment:
    """The assignment of an item with what was said last by or to its lead department."""
    return Assignment(item, item.answers.filter(department=item.lead_id).select_related("by").first())


def answers_to(item: Assigned) -> list[AssignmentAnswer]:
    """All that was said of the assignment of an item, the latest first."""
    return list(item.answers.select_related("department", "by"))


MOST = 400


class _WithLast(Protocol):
    """What a row is asked for beside its own columns."""

    last: int | None


def _found(user: Reader, year: int, which: Q) -> Iterator[Assignment]:
    yield from _of_kind(_rows(scope(user, Target), "target", year).filter(which))
    yield from _of_kind(_rows(scope(user, Task), "task", year).filter(which))


def _of_kind(rows: QuerySet[T]) -> Iterator[Assignment]:
    found = list(rows.select_related("plan", "lead", "leader").defer("plan__reading")[:MOST])
    keys = [cast("_WithLast", row).last for row in found]
    last = AssignmentAnswer.objects.select_related("by").in_bulk([key for key in keys if key])
    yield from (Assignment(row, last.get(key or 0)) for row, key in zip(found, keys, strict=True))


def _rows(seen: QuerySet[T], name: str, year: int) -> QuerySet[T]:
    """The accepted items of published plans that a department leads, each with what was said last."""
    said = AssignmentAnswer.objects.filter(**{name: OuterRef("pk")}, department=OuterRef("lead"))
    published = seen.filter(
        state=ItemState.ACCEPTED, plan__state=PlanState.PUBLISHED, plan__year__gte=year, lead__isnull=False
    )
    said_last = {"said": Subquery(said.values("said")[:1]), "last": Subquery(said.values("pk")[:1])}
    return published.annotate(**said_last)
