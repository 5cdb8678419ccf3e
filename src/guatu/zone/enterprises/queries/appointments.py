"""How often did the zone come to an enterprise, how often may it still, and whom did nobody visit?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from django.db.models import F, Max, Q, QuerySet

from guatu.zone.enterprises.models import (
    Appointment,
    AppointmentState,
    Coming,
    ContactBudget,
    Enterprise,
    Ground,
    Inspection,
    Status,
    Visit,
    VisitTask,
)
from guatu.zone.enterprises.rules.budgets import Budget, Come, SpanName, Spent, span_around, spend

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

A = TypeVar("A", bound=Appointment)

UNVISITED_AFTER_DAYS = 90
"""How long an enterprise with somebody to look after it may be left alone: once a quarter."""


def budgets_of(coming: Coming) -> list[Budget]:
    """All budgets for visits or inspections, whenever they hold."""
    return [
        Budget(row.most, cast("SpanName", row.span), row.each_body, row.since, row.source_of("")[0])
        for row in ContactBudget.objects.filter(coming=coming)
    ]


def comes_of(enterprise: int, coming: Coming, year: int, *, besides: int | None = None) -> list[Come]:
    """What counts against an enterprise's budgets in a year: all that was not cancelled.

    Inspections count where they were planned; one on a complaint or an accident does not.
    """
    if coming == Coming.VISIT:
        visits = _counted(Visit.objects.all(), enterprise, year, besides)
        return [Come(visit.day) for visit in visits]
    inspections = Inspection.objects.filter(ground=Ground.PLAN)
    return [Come(each.day, each.body) for each in _counted(inspections, enterprise, year, besides)]


def spent_of(
    enterprise: int, coming: Coming, day: date, *, body: str = "", besides: int | None = None
) -> list[Spent]:
    """What is used of each budget of that enterprise around the day; one record can be left out."""
    return spend(budgets_of(coming), comes_of(enterprise, coming, day.year, besides=besides), day, body)


def unvisited(on: date, days: int = UNVISITED_AFTER_DAYS) -> QuerySet[WithAnnotations[Enterprise]]:
    """The blind spots (管理盲区): enterprises with a leader or an officer that nobody visited for so long.

    Each with `last_visit`; those that were never visited come first.
    """
    made = Q(visits__state=AppointmentState.MADE, visits__made_on__lte=on)
    linked = Enterprise.objects.exclude(linked_leader=None, service_officer=None)
    rows = linked.filter(status=Status.IN_BUSINESS).annotate(last_visit=Max("visits__made_on", filter=made))
    alone = rows.filter(Q(last_visit=None) | Q(last_visit__lt=on - timedelta(days)))
    return alone.select_related("linked_leader", "service_officer").order_by(
        F("last_visit").asc(nulls_first=True), "name", "pk"
    )


def open_tasks() -> QuerySet[VisitTask]:
    """The questions that are not settled, the one due first in front."""
    joined = VisitTask.objects.select_related("visit__enterprise", "department", "person")
    return joined.filter(done_on=None).exclude(visit__state=AppointmentState.CANCELLED).order_by("due", "pk")


def exceptions(year: int) -> tuple[list[Visit], list[Inspection]]:
    """The visits and inspections of a year that were let through over a budget, with their reasons."""
    visits = Visit.objects.select_related("enterprise", "visitor")
    inspections = Inspection.objects.select_related("enterprise")
    return list(_excepted(visits, year)), list(_excepted(inspections, year))


def _excepted(rows: QuerySet[A], year: int) -> QuerySet[A]:
    return rows.filter(planned_on__year=year).exclude(exception_reason="").order_by("-planned_on", "pk")


def _counted(rows: QuerySet[A], enterprise: int, year: int, besides: int | None) -> QuerySet[A]:
    of_the_year = Q(made_on__year=year) | Q(made_on=None, planned_on__year=year)
    found = rows.filter(of_the_year, enterprise=enterprise).exclude(state=AppointmentState.CANCELLED)
    return found.exclude(pk=besides or 0).defer("search_text", "provenance")


def linked_count() -> int:
    """How many enterprises in business have a leader or an officer."""
    linked = Enterprise.objects.exclude(linked_leader=None, service_officer=None)
    return linked.filter(status=Status.IN_BUSINESS).count()


def visits_in_quarter(on: date) -> tuple[int, int]:
    """How many visits were made in the quarter of that day, and how many are still planned in it."""
    first, last = span_around("quarter", on)
    made = Visit.objects.filter(state=AppointmentState.MADE, made_on__range=(first, last))
    planned = Visit.objects.filter(state=AppointmentState.PLANNED, planned_on__range=(first, last))
    return made.count(), planned.count()
