"""How does a trace leave the house: as a table with its foot, and with the proof of its records?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.base.quantities import Quantity, Unit, unit
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.measures.proving import prove_records
from guatu.kernel.measures.traces import RecordList
from guatu.kernel.measures.tracing import Trace, trace
from guatu.kernel.sheets.writing import CSV, XLSX, Cell, csv_file, workbook
from guatu.surfaces.desk.templatetags.figures import period_name, unit_name
from guatu.surfaces.desk.tracing import Telling, role_name
from guatu.surfaces.desk.views.downloads import attachment
from guatu.surfaces.desk.views.traces.numbers import day_asked, known_at, measure_and_period
from guatu.surfaces.wall.shown import missing_word

PROVABLE = frozenset({"figure", "return", "division", "firms"})
"""The kinds of which an entry of the ledger tells nothing beyond what the list shows."""


@needs("figures.view")
@require_safe
def send_records(request: HttpRequest, code: str, period: str, ending: str) -> HttpResponse:
    """The records behind a number with their sum at the foot, as csv or xlsx; `?day=` as at that day."""
    found, day = _traced(request, code, period)
    heads = [_("record"), _("day"), _("recorded at"), _("by"), _("source"), _("amount"), _("unit"), _("side")]
    lines = list(_lines(request, found, day))
    name = f"{code}-{found.period.code}-{day:%Y%m%d}.{ending}"
    if ending == "csv":
        return attachment(csv_file(heads, lines), name, CSV)
    if ending == "xlsx":
        return attachment(workbook(name, heads, lines), name, XLSX)
    raise Http404


@needs("figures.view")
@require_safe
def send_proofs(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """The proof of the records' entries in the ledger, one file for `verify_ledger.py`."""
    found, day = _traced(request, code, period)
    records = [record for each in found.lists if each.kind in PROVABLE for record in each.records]
    proof = prove_records(records)
    if proof is None:
        messages.error(
            request, _("None of these records is sealed yet. They can be proven after the next seal.")
        )
        return redirect("desk:trace", code, period)
    return attachment(
        proof.encode(), f"{code}-{found.period.code}-{day:%Y%m%d}-proof.json", "application/json"
    )


def _traced(request: HttpRequest, code: str, period: str) -> tuple[Trace, date]:
    _measure, asked = measure_and_period(code, period)
    day = day_asked(request, "day", clock.today())
    return trace(code, asked, known_at=known_at(day), by=reader(request)), day


def _lines(request: HttpRequest, found: Trace, day: date) -> Iterator[Sequence[Cell]]:
    telling = Telling(request.user, found.records)
    for each in found.lists:
        yield from _list_lines(telling, each)
    value = found.value
    told: Cell = None
    shown_in = ""
    if isinstance(value, Quantity):
        told, shown_in = value.amount, unit_name(value.unit.code)
    elif value is not None:
        told = missing_word(value)
    named = f"{found.measure.name_zh} {period_name(found.period)}"
    yield [named, day, None, None, None, told, shown_in, _("the number as at that day")]


def _list_lines(telling: Telling, found: RecordList) -> Iterator[Sequence[Cell]]:
    side = role_name(found.role)
    for row in map(telling.row, found.told):
        recorded = None if row.recorded_at is None else clock.day_of(row.recorded_at)
        yield [row.label, row.on, recorded, row.who, row.source, row.amount, _unit(found.unit), side]
    yield [_("sum"), None, None, None, None, found.total, _unit(found.unit), side]


def _unit(of: Unit) -> str:
    return unit_name(unit(of.code).code)
