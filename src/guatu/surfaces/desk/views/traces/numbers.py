"""Where does a number come from, and why did it move between two days?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import in_language
from guatu.kernel.measures import registry
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.traces import RecordList
from guatu.kernel.measures.tracing import Trace, compare, latest_period, trace
from guatu.surfaces.desk.tracing import (
    PAGE,
    Row,
    Telling,
    formula_lines,
    list_title,
    most_places,
    quotient,
    role_name,
)

FRIDAY = 4


@needs("figures.view")
@require_safe
def show_trace(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """A number as at a day (`?day=`, today without one), how it is computed, and the records behind it."""
    measure, asked = measure_and_period(code, period)
    day = day_asked(request, "day", clock.today())
    found = trace(code, asked, known_at=known_at(day), by=reader(request))
    context = {
        **_head(measure, asked, day),
        "trace": found,
        "formula": formula_lines(found),
        "tables": _tables(request, found),
        "adds": any(step.added is not None for step in found.steps),
        "quotient": quotient(found),
        "said": _said(request, found),
        "last_friday": last_friday(day),
        "known_instead": latest_period(code, known_at=known_at(day)) if found.observation is None else None,
    }
    return render(request, "desk/traces/trace.html", context)


@needs("figures.view")
@require_safe
def show_moves(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Why a number moved between `?since=` (last Friday) and `?until=` (today), record by record."""
    measure, asked = measure_and_period(code, period)
    until = day_asked(request, "until", clock.today())
    since = day_asked(request, "since", last_friday(until))
    if since > until:
        since, until = until, since
    found = compare(code, asked, since=known_at(since), until=known_at(until), by=reader(request))
    assert found is not None, "a period was asked"
    records = [move.record for move in found.moves]
    context = {
        **_head(measure, asked, until),
        "since": since,
        "until": until,
        "found": found,
        "moves": Telling(request.user, records).moves(found, request.GET.get("page", "")),
        "is_same_period": found.before.period == asked,
    }
    return render(request, "desk/traces/moves.html", context)


def measure_and_period(code: str, period: str) -> tuple[Measure, Period]:
    """The measure and period of an address; Http404 where there is no such."""
    try:
        return registry.get(code), Period.parse(period)
    except GuatuError:
        raise Http404(_("There is no such measure or period.")) from None


def day_asked(request: HttpRequest, name: str, usual: date) -> date:
    """The day of a parameter, today at the latest; Http404 for what is no day."""
    asked = request.GET.get(name)
    if not asked:
        return usual
    try:
        return min(date.fromisoformat(asked), clock.today())
    except ValueError:
        raise Http404(_("There is no such day.")) from None


def known_at(day: date) -> datetime:
    """The moment up to which records count for a day: now for today, its end for a past one."""
    return clock.now() if day >= clock.today() else clock.end_of(day)


def last_friday(day: date) -> date:
    """The last Friday before a day."""
    return day - timedelta(days=(day.weekday() - FRIDAY - 1) % 7 + 1)


def _head(measure: Measure, period: Period, day: date) -> dict[str, object]:
    return {
        "measure": measure,
        "name": in_language(measure.name_zh, measure.name_en),
        "definition": in_language(measure.definition_zh, measure.definition_en),
        "period": period,
        "day": day,
        "today": clock.today(),
        "past": day < clock.today(),
    }


def _tables(request: HttpRequest, found: Trace) -> list[dict[str, object]]:
    telling = Telling(request.user, found.records)
    return [_table(request, telling, each) for each in found.lists]


def _table(request: HttpRequest, telling: Telling, found: RecordList) -> dict[str, object]:
    page = Paginator(found.told, PAGE).get_page(request.GET.get("page"))
    rows = [telling.row(record) for record in page.object_list]
    return {
        "title": list_title(found),
        "role": role_name(found.role),
        "kind": found.kind,
        "unit": found.unit.code,
        "rows": rows,
        "total": found.total,
        "count": len(found.records),
        "page": page,
        "shown": shown_columns(rows),
        "places": most_places([found.total, *(record.amount for record in found.told)]),
    }


def shown_columns(rows: list[Row]) -> frozenset[str]:
    """Which columns have something to say in any of the rows."""
    return frozenset(
        name for name in ("on", "recorded_at", "who", "source") if any(getattr(row, name) for row in rows)
    )


def _said(request: HttpRequest, found: Trace) -> list[dict[str, object]]:
    """What was said of the number's parts, and which of these words stand."""
    said = () if found.traced is None else found.traced.said
    telling = Telling(request.user, [each.record for each in said])
    standing = {(record.model, record.pk) for record in found.records}
    return [
        {
            "said": each,
            "row": telling.row(each.record),
            "stands": place == 0 or (each.record.model, each.record.pk) in standing,
        }
        for place, each in enumerate(said)
    ]
