"""What does the page of a line of work answer?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.access.scopes import get
from guatu.plan.models import ItemState, PlanState, Section, Target, Task
from guatu.plan.tracking.queries import status_of
from guatu.surfaces.wall.board import light_counts
from guatu.surfaces.wall.lines import line_above, short_number
from guatu.surfaces.wall.queries import accepted_targets, known_at, section_facts, target_facts
from guatu.surfaces.wall.tiles import tile_of
from guatu.surfaces.wall.views.target import theme_from_the_wall
from guatu.surfaces.wall.views.wall import asked_day, page_context


@needs("wall.view")
@require_safe
def show_line(request: HttpRequest, pk: int) -> HttpResponse:
    """A line of work (or a part) with its targets, tasks and projects."""
    day = asked_day(request)
    published = {"plan__state": PlanState.PUBLISHED}
    section = get(request.user, Section, pk, need="wall.view", joined=["plan"], **published)
    plan = section.plan
    inside = sections_inside(section)
    targets = [target for target in accepted_targets(plan) if target.section_id in inside]
    moment = known_at(day)
    facts = [target_facts(target, status_of(target, plan.year, known_at=moment)) for target in targets]
    found = {"section__in": inside, "state": ItemState.ACCEPTED}
    tasks = list(plan.tasks.filter(**found).select_related("lead").prefetch_related("supporting"))
    context = page_context(request, day) | {
        "section": section,
        "number": short_number(section.label),
        "targets": [(tile_of(fact), fact.lead) for fact in facts],
        "counts": light_counts(facts),
        "tasks": tasks,
        "projects": plan.projectmentions.filter(**found),
        "departments": departments_of([*targets, *tasks]),
        "default_theme": theme_from_the_wall(request),
    }
    return render(request, "wall/line.html", context)


def sections_inside(section: Section) -> list[int]:
    """The keys of a section and of all sections under it."""
    sections = {facts.pk: facts for facts in section_facts(section.plan)}
    return [pk for pk in sections if line_above(pk, sections, section.type) == section.pk]


def departments_of(items: list[Target | Task]) -> list[tuple[str, int]]:
    """The departments that lead items of the line, with how many; the busiest first."""
    counts: dict[str, int] = {}
    for item in items:
        if item.lead is not None:
            counts[item.lead.name] = counts.get(item.lead.name, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])
