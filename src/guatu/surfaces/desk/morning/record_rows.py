"""What of enterprises and other records waits for somebody, and what of them comes?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base import clock
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.scopes import scope
from guatu.kernel.registry.declaration import all_registries
from guatu.kernel.registry.models import ImportState, RecordImport
from guatu.surfaces.desk.morning.plan_rows import soon_or_usual
from guatu.surfaces.desk.morning.rows import Row, Urgency
from guatu.zone.enterprises.models import Appointment, AppointmentState, Inspection, Visit, VisitTask

AHEAD = timedelta(days=14)


def questions_to_settle(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The questions of enterprises whose day is over or that have no later column to stand in."""
    for task in _questions(user):
        if task.due <= day:
            yield _question(task, day)


def questions_coming(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The questions of enterprises that are to be settled in the coming days."""
    for task in _questions(user):
        if day < task.due <= day + AHEAD:
            yield _question(task, day)


def _questions(user: User) -> list[VisitTask]:
    tasks = scope(user, VisitTask).filter(done_on=None).exclude(visit__state=AppointmentState.CANCELLED)
    return list(tasks.select_related("visit__enterprise", "department", "person").order_by("due", "pk"))


def _question(task: VisitTask, day: date) -> Row:
    asked = {"name": task.visit.enterprise.name}
    who = person_name(task.person) if task.person else task.department.name
    return Row(
        kind="question",
        key=f"question:{task.pk}",
        name=task.question,
        reason=_("Asked by %(name)s at a visit.") % asked,
        address=reverse("desk:record", args=["visits", task.visit_id]),
        due=task.due,
        who=who,
        chip=_("question"),
        urgency=soon_or_usual(task.due, day),
        departments=frozenset([task.department_id]),
        person=task.person_id,
    )


def appointments_without_result(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The visits and inspections whose day is over and of which nobody said what came of them."""
    for model in (Visit, Inspection):
        past = scope(user, model).filter(state=AppointmentState.PLANNED, planned_on__lt=day)
        for each in past.select_related("enterprise", *_people(model)).order_by("planned_on"):
            yield _appointment(each, day, _("Its day is over, and nobody noted what came of it."))


def appointments_coming(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The visits and inspections that are planned for the coming days."""
    for model in (Visit, Inspection):
        near = scope(user, model).filter(
            state=AppointmentState.PLANNED, planned_on__gte=day, planned_on__lte=day + AHEAD
        )
        for each in near.select_related("enterprise", *_people(model)).order_by("planned_on"):
            yield _appointment(each, day, "")


def _people(model: type[Appointment]) -> tuple[str, ...]:
    return ("visitor",) if model is Visit else ()


def _appointment(each: Appointment, day: date, reason: str) -> Row:
    if isinstance(each, Visit):
        kind, slug, about, chip = "visit", "visits", each.topic, _("visit")
        who, person = person_name(each.visitor), each.visitor_id
    else:
        assert isinstance(each, Inspection), "a visit or an inspection"
        kind, slug, about, chip = "inspection", "inspections", each.matter, _("inspection")
        who, person = each.body, None
    return Row(
        kind=kind,
        key=f"{kind}:{each.pk}",
        name=each.enterprise.name,
        reason=reason or about,
        address=reverse("desk:record", args=[slug, each.pk]),
        due=each.planned_on,
        who=who,
        chip=chip,
        urgency=soon_or_usual(each.planned_on, day),
        person=person,
    )


def imports_to_apply(user: User, rights: frozenset[str], day: date) -> Iterator[Row]:
    """The tables of records that were looked through and not applied."""
    may_edit = {each.slug: str(each.title) for each in all_registries() if each.edit_right in rights}
    rows = scope(user, RecordImport).filter(state=ImportState.PREVIEWED, registry__in=may_edit)
    for row in rows.defer("content", "rows", "problems", "changes"):
        counted = sum(number for number in row.counts.values() if isinstance(number, int))
        said = ngettext(
            "%(count)d row was looked through, but is not applied yet.",
            "%(count)d rows were looked through, but are not applied yet.",
            counted,
        )
        yield Row(
            kind="import",
            key=f"import:{row.pk}",
            name=f"{may_edit[row.registry]} · {row.name}",
            reason=said % {"count": counted},
            address=reverse("desk:records_import", args=[row.registry, row.pk]),
            since=clock.day_of(row.created_at),
            chip=_("to apply"),
            urgency=Urgency.SOON,
            person=row.created_by_id,
        )
