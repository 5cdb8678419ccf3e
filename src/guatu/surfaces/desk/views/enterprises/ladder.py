"""Who comes above scale, who gets a title, who goes to the stock exchange: the ladder board."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import in_language
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.spelling import search_terms
from guatu.surfaces.desk.views.people_forms import day_or_none, said_or_refused
from guatu.zone.enterprises import wording
from guatu.zone.enterprises.actions import leave_scale
from guatu.zone.enterprises.models import Enterprise, ListingStep, ScaleSpell, Stage
from guatu.zone.enterprises.queries import (
    Known,
    entered_in,
    listing_row,
    scale_views,
    step_views,
    with_figures,
)
from guatu.zone.enterprises.rules.industries import sections
from guatu.zone.enterprises.rules.ladder import Judged, ScaleView, Verdict, leaving_on, steps_on
from guatu.zone.enterprises.rules.ladder.conditions import all_thresholds, elements_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST = 200
"""How many lines a board shows at most; the urgent stand first."""

QUIET = ("far", "unknown", "on_list", "reached")
"""Where nothing is to be done soon: shown when asked for."""

Given = Mapping[str, str]
Words = Mapping[str, "tuple[StrPromise, wording.Tone]"]
L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to stand on the ladder, and how many stand so."""

    key: str
    word: StrPromise
    tone: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """An enterprise on the board of those above scale and below."""

    known: Known
    view: ScaleView

    @property
    def share(self) -> Decimal:
        """What the year comes to, as a share of the threshold in percent; 0 where nothing is known."""
        expected, threshold = self.view.expected, self.view.threshold
        if expected is None or threshold is None:
            return Decimal(0)
        return expected.base * 100 / threshold.amount.base

    @property
    def bar(self) -> int:
        """The same as the length of a bar: a threshold is 100, nothing is longer than 150."""
        return int(min(self.share, Decimal(150)))


@dataclass(frozen=True, slots=True)
class StepLine:
    """An enterprise on the board of a title."""

    known: Known
    judged: Judged

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return self.judged.count("met")

    @property
    def missing(self) -> list[Verdict]:
        """The conditions that are not met."""
        return [verdict for verdict in self.judged.verdicts if verdict.state == "missing"]

    @property
    def unknown(self) -> list[Verdict]:
        """The conditions of which nothing is known."""
        return [verdict for verdict in self.judged.verdicts if verdict.state == "unknown"]


@dataclass(frozen=True, slots=True)
class StageLine:
    """An enterprise on its way to the stock exchange: its step, its place on the way, its boards."""

    step: ListingStep
    place: int
    days: int
    boards: Sequence[Judged]

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """Where the stages stand on a way of ninety, and which of them are behind."""
        return [(number * 10 - 5, number <= self.place) for number in range(1, len(Stage) + 1)]


@needs("fields.commercial")
@require_safe
def show_ladder(request: HttpRequest, ladder: str = "scale") -> HttpResponse:
    """The board of one ladder: scale, title or listing."""
    if ladder not in _BOARDS:
        raise Http404
    given = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    context = {
        "ladder": ladder,
        "tabs": [("scale", _("Above scale")), ("title", _("Titles")), ("listing", _("Stock exchange"))],
        "given": given,
        "sections": [(code, in_language(each.name_zh, each.name_en)) for code, each in sections().items()],
        "today": clock.today(),
        "most": MOST,
        **_BOARDS[ladder](request, given, clock.today()),
    }
    return render(request, f"desk/enterprises/ladder_{ladder}.html", context)


@needs("records.edit")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes that the bureau took an enterprise off its list."""
    spell = get(reader(request), ScaleSpell, pk, need="records.edit")

    def note() -> None:
        left_on, source = day_or_none(request, "on"), request.POST.get("source", "").strip()
        if left_on is None or not source:
            raise Refused("incomplete", _("Give the day, and from whom it is known."))
        leave_scale(spell, on=left_on, by=reader(request), source=source)

    said_or_refused(request, note, _("Saved."))
    return redirect("desk:record_panel", "enterprises", spell.enterprise_id, "ladder")


def _scale_board(request: HttpRequest, given: Given, today: date) -> dict[str, object]:
    elements = {threshold.element for threshold in all_thresholds()}
    firms = _chosen(request, given, with_figures(today, elements))
    lines = [ScaleLine(known, view) for known, view in scale_views(today, firms)]
    chips, kept = _narrowed(lines, lambda line: line.view.prospect, wording.PROSPECTS, given)
    order = list(wording.PROSPECTS)
    kept.sort(key=lambda line: (order.index(line.view.prospect), -line.share))
    return {
        "chips": chips,
        "lines": kept[:MOST],
        "more": max(0, len(kept) - MOST),
        "entered": entered_in(today.year).order_by("-since", "enterprise__name")[:20],
        "entered_count": entered_in(today.year).count(),
        "thresholds": {line.view.threshold for line in lines if line.view.threshold},
        "leaving": leaving_on(today),
    }


def _title_board(request: HttpRequest, given: Given, today: date) -> dict[str, object]:
    steps = steps_on(today, "title")
    step = next((each for each in steps if each.code == given.get("step")), steps[0])
    firms = _chosen(request, given, with_figures(today, elements_of([step]), step.title))
    lines = [StepLine(known, judged) for known, judged in step_views(today, step, firms)]
    chips, kept = _narrowed(lines, lambda line: wording.reach_of(line.judged), wording.REACHES, given)
    order = list(wording.REACHES)
    kept.sort(key=lambda line: (order.index(wording.reach_of(line.judged)), -line.judged.count("met")))
    more = max(0, len(kept) - MOST)
    return {"chips": chips, "lines": kept[:MOST], "more": more, "step": step, "steps": steps}


def _listing_board(request: HttpRequest, given: Given, today: date) -> dict[str, object]:
    rows = list(listing_row().filter(enterprise__in=_seen(request).values("pk")))
    steps = steps_on(today, "listing")
    boards: defaultdict[int, list[Judged]] = defaultdict(list)
    for step in steps:
        for known, judged in step_views(today, step, [row.enterprise for row in rows]):
            boards[known.enterprise.pk].append(judged)
    places = {stage.value: number for number, stage in enumerate(Stage, 1)}
    lines = [
        StageLine(row, places[row.stage], (today - row.reached_on).days, boards[row.enterprise_id])
        for row in rows
    ]
    lines.sort(key=lambda line: (-line.place, -line.days))
    return {"lines": lines, "stages": list(Stage), "steps": steps}


_BOARDS: dict[str, Callable[[HttpRequest, Given, date], dict[str, object]]] = {
    "scale": _scale_board,
    "title": _title_board,
    "listing": _listing_board,
}


def _seen(request: HttpRequest) -> QuerySet[Enterprise]:
    return scope(reader(request), Enterprise, "records.view")


def _chosen(request: HttpRequest, given: Given, firms: QuerySet[Enterprise]) -> QuerySet[Enterprise]:
    """Those that the reader sees and asks for."""
    firms = firms.filter(pk__in=_seen(request).values("pk"))
    if given.get("section") in sections():
        firms = firms.filter(industry__startswith=given["section"])
    if given.get("mine") == "1":
        firms = firms.filter(service_officer=reader(request).pk)
    for term in search_terms(given.get("q", "")):
        firms = firms.filter(search_text__contains=term)
    return firms


def _narrowed(
    lines: Sequence[L], key: Callable[[L], str], words: Words, given: Given
) -> tuple[list[Chip], list[L]]:
    """The ways to stand with their counts, and the lines of the chosen one; of all that ask for something."""
    chosen = given.get("standing", "")
    counts = Counter(map(key, lines))
    chips = [
        Chip(each, word, tone, counts[each], each == chosen)
        for each, (word, tone) in words.items()
        if counts[each] or each == chosen
    ]
    if chosen in words:
        return chips, [line for line in lines if key(line) == chosen]
    return chips, [line for line in lines if key(line) not in QUIET]
