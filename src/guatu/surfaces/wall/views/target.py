"""What does the page of a target answer?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.access.models import in_language
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.rights import may
from guatu.kernel.access.scopes import Reader, get, scope
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.models import ItemState, PlanState, Target
from guatu.plan.tracking.identities import check_forecasts
from guatu.plan.tracking.parts import contributions_to, parts_of
from guatu.plan.tracking.queries import measure_of, status_of, terms_of
from guatu.plan.tracking.standing import standings_of
from guatu.plan.tracking.terms import CHANGES, Status, TargetTerms
from guatu.plan.tracking.turning import light_history
from guatu.plan.tracking.words import amount_shown
from guatu.surfaces.wall.adding import AddingTable, division_parts, firm_parts, named_parts
from guatu.surfaces.wall.board import sum_row
from guatu.surfaces.wall.facts import SectionFacts
from guatu.surfaces.wall.lines import line_above, short_number
from guatu.surfaces.wall.outlook import light_rows
from guatu.surfaces.wall.queries import (
    known_at,
    observed,
    plan_sums,
    section_facts,
    target_facts,
)
from guatu.surfaces.wall.sentence import sentence_around
from guatu.surfaces.wall.target_page import Source, compose_target
from guatu.surfaces.wall.tiles import scale_of
from guatu.surfaces.wall.views.wall import asked_day, page_context
from guatu.zone.statistics.models import PublishedFigure
from guatu.zone.statistics.returns.contributing import ReportedWhole, firms_behind, reported_whole


@needs("wall.view")
@require_safe
def show_target(request: HttpRequest, pk: int) -> HttpResponse:
    """A published target with its sentence, its light and the figures behind it, also on `?day=`."""
    day = asked_day(request)
    target = _followed_target(request.user, pk)
    moment = known_at(day)
    measure = measure_of(target)
    series = () if measure is None else observed(measure.code, moment)
    facts = target_facts(target, status_of(target, target.plan.year, known_at=moment))
    page = compose_target(facts, _terms(target, measure), series, sources_of(request.user, series), day)
    context = page_context(request, day) | {
        "page": page,
        "adding": _adding(target, measure, facts.status, moment),
        "firms": _firms(request, target, measure, facts.status, moment),
        "may_see_firms": may(request.user, "returns.view"),
        "lights": light_rows(light_history(target.pk, until=moment)),
        "forecasts": _forecasts_of_parts(target, facts.status, moment),
        "target": target,
        "leader": person_name(target.leader) if target.leader else "",
        "measure": measure,
        "measure_name": in_language(measure.name_zh, measure.name_en) if measure else "",
        "definition": in_language(measure.definition_zh, measure.definition_en) if measure else "",
        "sentence": sentence_around(target.plan.document.text, target.start, target.end),
        "line": line_of(target),
        "sums": [sum_row(sum_facts) for sum_facts in plan_sums(target.plan, moment, target)],
        "default_theme": theme_from_the_wall(request),
    }
    return render(request, "wall/target.html", context)


def _adding(target: Target, measure: Measure | None, status: Status, moment: datetime) -> list[AddingTable]:
    """The parts of the target that the plan names, and the divisions of the returns behind it."""
    if measure is None or status.actual is None or target.kind in CHANGES:
        return []
    scale = scale_of(target_facts(target, status))
    named = named_parts(contributions_to(target, target.plan.year, known_at=moment), scale)
    whole = _reported(target, measure, moment)
    divisions = None if whole is None else division_parts(whole, status, scale)
    return [table for table in (named, divisions) if table is not None]


def _firms(
    request: HttpRequest, target: Target, measure: Measure | None, status: Status, moment: datetime
) -> AddingTable | None:
    """Single firms for statistics officers who ask for them with `?firms=1`; each look is written down."""
    if "firms" not in request.GET or not may(request.user, "returns.view"):
        return None
    if measure is None or status.actual is None or target.kind in CHANGES:
        return None
    whole = _reported(target, measure, moment)
    if whole is None:
        return None
    scale = scale_of(target_facts(target, status))
    return firm_parts(whole, firms_behind(whole, by=request.user), status, scale)


def _reported(target: Target, measure: Measure, moment: datetime) -> ReportedWhole | None:
    whole = reported_whole(measure.code, moment)
    return whole if whole is not None and whole.period.year == target.plan.year else None


def _forecasts_of_parts(target: Target, status: Status, moment: datetime) -> dict[str, object]:
    """Whether the forecasts of the parts of a sum agree with that of the whole; {} where nothing is said."""
    if not target.identities.exists():
        return {}
    parts = parts_of(target)
    found = standings_of(parts, target.plan.year, known_at=moment)
    check = check_forecasts(status, [found[part.pk] for part in parts])
    return {} if check is None else {"agree": check.holds, "difference": amount_shown(check.difference)}


def theme_from_the_wall(request: HttpRequest) -> str:
    """Dark for who comes from the wall, so that the room stays dark; else as the machine says."""
    return "dark" if urlsplit(request.headers.get("Referer", "")).path == reverse("wall:wall") else ""


def line_of(target: Target) -> SectionFacts | None:
    """The line of work that a target stands under."""
    sections = {section.pk: section for section in section_facts(target.plan)}
    line = line_above(target.section_id, sections)
    if line is None:
        return None
    found = sections[line]
    return SectionFacts(found.pk, found.type, short_number(found.label), found.title, found.parent)


def sources_of(user: Reader, series: Iterable[Observation]) -> dict[int, Source]:
    """The documents of the figures behind the observations, by the figure's key."""
    keys = [e.pk for o in series for e in o.evidence if e.kind == "figure"]
    figures = scope(user, PublishedFigure, "wall.view").filter(pk__in=keys).select_related("document")
    return {
        figure.pk: Source(figure.document_id, figure.document.name, figure.page, figure.document.sha256)
        for figure in figures.defer("document__content")
    }


def _followed_target(user: Reader, pk: int) -> Target:
    joined = ("plan__document", "lead", "leader", "parent")
    followed = {"state": ItemState.ACCEPTED, "plan__state": PlanState.PUBLISHED}
    omitted = ["plan__document__content"]
    return get(user, Target, pk, need="wall.view", joined=joined, omitted=omitted, **followed)


def _terms(target: Target, measure: Measure | None) -> TargetTerms | None:
    if measure is None or target.value_norm is None or target.plan.year is None or target.parked_reason:
        return None
    return terms_of(target, measure, target.plan.year)
