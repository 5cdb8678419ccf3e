"""Who read closely kept fields, who saw the pages as another, and who acted in whose place?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.apps import apps
from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.gate import needs
from guatu.kernel.access.models import DeputyAct, Reading, Viewing
from guatu.kernel.access.scopes import scope
from guatu.kernel.access.wording import class_name, right_name

PER_PAGE = 50
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading as the auditor sees it: of the record no more than its kind and number."""

    reading: Reading
    kind: str
    kept: str


@dataclass(frozen=True, slots=True)
class ActRow:
    """What a deputy did, with the right in words."""

    act: DeputyAct
    right: str


@needs("readings.view")
@require_safe
def list_readings(request: HttpRequest) -> HttpResponse:
    """Who read which closely kept fields of which record, the newest first; of one person where asked."""
    readings = scope(request.user, Reading).select_related("person")
    person = whole_number(request.GET.get("person", ""))
    if person:
        readings = readings.filter(person=person)
    page = _page(request, readings)
    rows = [_reading_row(reading) for reading in page]
    readers = scope(request.user, User).filter(pk__in=scope(request.user, Reading).values("person"))
    context = {"rows": rows, "page": page, "person": person, "readers": readers.order_by("last_name", "pk")}
    return render(request, "desk/people/readings.html", context)


@needs("readings.view")
@require_safe
def list_viewings(request: HttpRequest) -> HttpResponse:
    """Who saw the pages as whom, why, and from when until when; and what deputies did."""
    viewings = scope(request.user, Viewing).select_related("viewer", "viewed")
    acts = scope(request.user, DeputyAct).select_related("deputy", "absent")[:PER_PAGE]
    context = {"page": _page(request, viewings), "acts": [ActRow(act, right_name(act.need)) for act in acts]}
    return render(request, "desk/people/viewings.html", context)


def _reading_row(reading: Reading) -> ReadingRow:
    try:
        kind = capfirst(str(apps.get_model(reading.model)._meta.verbose_name))
    except LookupError:  # of a trade that is gone
        kind = reading.model
    return ReadingRow(reading, kind, class_name(FieldClass(reading.field_class)))


def _page(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    return Paginator(rows, PER_PAGE).get_page(whole_number(request.GET.get("page", "")) or 1)
