"""How does the zone say who writes, to whom, what stands before and after, and in which order?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import scope
from guatu.plan.reports.actions import TEXTS, set_wording
from guatu.plan.reports.composing import ORDER
from guatu.plan.reports.kinds import ReportKind
from guatu.plan.reports.models import Wording
from guatu.plan.reports.passages import PASSAGES
from guatu.plan.reports.queries import current_wording

LONG = frozenset({"opening", "closing", "recipients"})
SHOWN_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class TextField:
    """A text that the zone sets."""

    name: str
    label: str
    value: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class OrderField:
    """The passages of one kind: those that are in it first, in their order, then the others."""

    kind: ReportKind
    choices: tuple[tuple[str, str, int], ...]


@needs("reports.write")
@require_http_methods(["GET", "HEAD", "POST"])
def set_words(request: HttpRequest) -> HttpResponse:
    """The texts and the order of passages, and what was set before."""
    given: Mapping[str, str] | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in TEXTS}
        try:
            set_wording(given, {kind.value: _order(request, kind) for kind in ReportKind}, by=reader(request))
            messages.success(request, _("Saved. The next report is worded so."))
            return redirect("desk:report_wording")
        except Refused as refused:
            messages.error(request, refused.sentence)
    wording = current_wording()
    context = {
        "fields": [_field(name, wording, given) for name in TEXTS],
        "orders": [_choices(kind, wording) for kind in ReportKind],
        "versions": scope(request.user, Wording).select_related("made_by")[:SHOWN_VERSIONS],
    }
    return render(request, "desk/reports/wording.html", context)


def _field(name: str, wording: Wording | None, given: Mapping[str, str] | None) -> TextField:
    column = cast("Field[str, str]", Wording._meta.get_field(name))
    if given is not None:
        value = given[name]
    else:
        value = str(getattr(wording, name)) if wording else str(column.get_default())
    return TextField(name, str(column.verbose_name).capitalize(), value, name in LONG)


def _choices(kind: ReportKind, wording: Wording | None) -> OrderField:
    order = (wording.passages.get(kind.value) if wording else None) or ORDER[kind]
    places = {name: place for place, name in enumerate(order, start=1)}
    names = sorted(PASSAGES, key=lambda name: places.get(name, len(PASSAGES) + 1))
    return OrderField(kind, tuple((name, PASSAGES[name][0], places.get(name, 0)) for name in names))


def _order(request: HttpRequest, kind: ReportKind) -> list[str]:
    """The passages that have a place, by their places; a place is a small number, nothing leaves it out."""
    placed = {name: request.POST.get(f"{kind.value}:{name}", "").strip() for name in PASSAGES}
    chosen = [(int(place), name) for name, place in placed.items() if place.isdecimal() and int(place) > 0]
    return [name for _place, name in sorted(chosen)]
