"""Who is visited when, whom did nobody visit, what was asked, and what was let through over the budget?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.surfaces.desk.views.people_forms import said_or_refused
from guatu.zone.enterprises.actions import cancel, make, reopen_question, settle_question
from guatu.zone.enterprises.models import Appointment, AppointmentState, Inspection, Visit, VisitTask
from guatu.zone.enterprises.queries import (
    UNVISITED_AFTER_DAYS,
    exceptions,
    linked_count,
    open_tasks,
    unvisited,
    visits_in_quarter,
)

A = TypeVar("A", bound=Appointment)

AHEAD_DAYS = 45
BACK_DAYS = 14
MOST = 200
_DAYS_OFFERED = (30, 60, 90, 180)


class MadeForm(forms.Form):
    """On which day something took place, and what was said or found there."""

    on = forms.DateField()
    said = forms.CharField(max_length=2000, required=False)


@needs("records.view")
@require_safe
def show_visiting(request: HttpRequest, view: str = "plan") -> HttpResponse:
    """The plan of visits, the blind spots, the open questions, or the exceptions of the year."""
    pages = {"plan": _plan, "unvisited": _unvisited, "questions": _questions, "exceptions": _exceptions}
    if view not in pages:
        raise Http404
    today = clock.today()
    made, planned = visits_in_quarter(today)
    context = {
        "view": view,
        "tabs": [
            ("plan", _("Calendar of visits")),
            ("unvisited", _("Blind spots")),
            ("questions", _("Open questions")),
            ("exceptions", _("Exceptions")),
        ],
        "today": today,
        "made": made,
        "planned": planned,
        "linked": linked_count(),
        "blind": unvisited(today).count(),
        "open": open_tasks().count(),
        "late": open_tasks().filter(due__lt=today).count(),
        **pages[view](request, today),
    }
    return render(request, "desk/enterprises/visiting.html", context)


@needs("visits.edit")
@require_POST
def make_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that a visit was made."""
    return _made(request, Visit, pk, "findings")


@needs("visits.edit")
@require_POST
def cancel_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a planned visit out of the plan."""
    return _cancelled(request, Visit, pk)


@needs("visits.edit")
@require_POST
def make_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that an inspection was made."""
    return _made(request, Inspection, pk, "result")


@needs("visits.edit")
@require_POST
def cancel_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a planned inspection out of the plan."""
    return _cancelled(request, Inspection, pk)


@needs("visits.edit")
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes what was done about a question, or opens it again."""
    task = get(reader(request), VisitTask, pk, need="visits.edit")
    said_or_refused(request, lambda: _settled(request, task), _("Saved."))
    if request.POST.get("back") == "questions":
        return redirect("desk:visiting_view", "questions")
    return redirect("desk:record", "visits", task.visit_id)


def _settled(request: HttpRequest, task: VisitTask) -> None:
    if request.POST.get("reopen") == "1":
        reopen_question(task, by=reader(request))
    else:
        settle_question(task, answer=request.POST.get("answer", ""), by=reader(request))


def _plan(request: HttpRequest, today: date) -> dict[str, object]:
    visits = scope(reader(request), Visit).select_related("enterprise", "visitor")
    around = visits.filter(
        planned_on__gte=today - timedelta(BACK_DAYS), planned_on__lte=today + timedelta(AHEAD_DAYS)
    )
    return {
        "ahead": around.filter(state=AppointmentState.PLANNED).order_by("planned_on", "pk")[:MOST],
        "behind": around.filter(state=AppointmentState.MADE).order_by("-made_on", "pk")[:MOST],
    }


def _unvisited(request: HttpRequest, today: date) -> dict[str, object]:
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, _DAYS_OFFERED) else UNVISITED_AFTER_DAYS
    found = unvisited(today, days)
    if request.GET.get("mine") == "1":
        found = found.filter(service_officer=reader(request).pk)
    return {"firms": found[:MOST], "found": found.count(), "days": days, "days_offered": _DAYS_OFFERED}


def _questions(request: HttpRequest, today: date) -> dict[str, object]:
    return {"tasks": open_tasks()[:MOST]}


def _exceptions(request: HttpRequest, today: date) -> dict[str, object]:
    visits, inspections = exceptions(today.year)
    return {"excepted_visits": visits, "excepted_inspections": inspections}


def _made(request: HttpRequest, model: type[A], pk: int, field: str) -> HttpResponse:
    appointment = get(reader(request), model, pk, need="visits.edit")
    form = MadeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the day on which it took place."))
    else:
        said = {field: form.cleaned_data["said"]} if form.cleaned_data["said"] else {}
        said_or_refused(
            request,
            lambda: make(appointment, on=form.cleaned_data["on"], by=reader(request), **said),
            _("Saved."),
        )
    return _back(appointment)


def _cancelled(request: HttpRequest, model: type[A], pk: int) -> HttpResponse:
    appointment = get(reader(request), model, pk, need="visits.edit")
    said_or_refused(request, lambda: cancel(appointment, by=reader(request)), _("Saved."))
    return _back(appointment)


def _back(appointment: Appointment) -> HttpResponse:
    return redirect(
        "desk:record", "visits" if isinstance(appointment, Visit) else "inspections", appointment.pk
    )
