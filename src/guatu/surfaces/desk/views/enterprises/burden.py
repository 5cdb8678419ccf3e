"""How much do enterprises and staff have to type, for whom, and is anything asked twice?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import Department
from guatu.kernel.access.scopes import scope
from guatu.kernel.burden.faults import find_faults
from guatu.kernel.burden.forms import all_fields, all_forms
from guatu.kernel.burden.queries import (
    Load,
    by_asking_body,
    by_department,
    by_enterprise,
    by_form,
    by_month,
    repeated_elements,
    repeats_in,
    tallies,
)
from guatu.zone.enterprises.models import Enterprise

HEAVIEST = 20


@dataclass(frozen=True, slots=True)
class Heavy:
    """An enterprise, a department or a body, and its load."""

    name: str
    load: Load
    pk: int = 0


@needs("records.view")
@require_safe
def show_burden(request: HttpRequest) -> HttpResponse:
    """The burden of the year: by month, by who asks, by form, by enterprise and by department."""
    year = clock.today().year
    firms = tallies(year).filter(by_enterprise=True)
    staff = tallies(year).filter(by_enterprise=False)
    repeats = repeats_in(firms)
    months = by_month(firms, repeats)
    context = {
        "year": year,
        "months": months,
        "total": _total(months),
        "staff_total": _total(by_month(staff)),
        "bodies": _bodies(request, by_asking_body(firms)),
        "forms": by_form(firms),
        "firms": _firms(request, by_enterprise(year, HEAVIEST)),
        "firm_count": firms.values("enterprise_id").distinct().count(),
        "departments": _departments(request, by_department(year)),
        "repeats": repeated_elements(repeats),
        "faults": find_faults(all_fields(), clock.today()),
        "dictionary": all_forms(),
    }
    return render(request, "desk/enterprises/burden.html", context)


def _total(months: Sequence[Load]) -> Load:
    total = Load()
    for month in months:
        total.forms += month.forms
        total.typed += month.typed
        total.prefilled += month.prefilled
        total.repeated += month.repeated
    return total


def _firms(request: HttpRequest, loads: Sequence[tuple[int, Load]]) -> list[Heavy]:
    seen = scope(reader(request), Enterprise, "records.view")
    names = dict(seen.filter(pk__in=[key for key, _load in loads]).values_list("pk", "name"))
    return [Heavy(names[key], load, key) for key, load in loads if key in names]


def _known(request: HttpRequest) -> QuerySet[Department]:
    return scope(reader(request), Department)


def _departments(request: HttpRequest, loads: Sequence[tuple[int, Load]]) -> list[Heavy]:
    names = {each.pk: each.name for each in _known(request).filter(pk__in=[key for key, _load in loads])}
    return [Heavy(names.get(key, ""), load, key) for key, load in loads]


def _bodies(request: HttpRequest, loads: Sequence[tuple[str, Load]]) -> list[Heavy]:
    names = {each.code: each.name for each in _known(request).filter(code__in=[code for code, _l in loads])}
    return [Heavy(names.get(code, code), load) for code, load in loads]
