"""What does the page “what if” answer? It only asks; nothing is written by it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.access.scopes import get
from guatu.plan.models import Plan, PlanState
from guatu.plan.tracking.parts import cases_of
from guatu.plan.tracking.simulation import simulate
from guatu.surfaces.wall.queries import accepted_targets, known_at, name_of
from guatu.surfaces.wall.views.wall import asked_day, page_context
from guatu.surfaces.wall.what_if import judged_in, months_ahead, outcome_rows, read_question


@needs("wall.view")
@require_safe
def show_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """Which lights of the plan would change, if one target's figure, day or rest of the year were another."""
    day = asked_day(request)
    plan = get(request.user, Plan, pk, need="wall.view", state=PlanState.PUBLISHED)
    targets = accepted_targets(plan)
    names = {target.pk: name_of(target) for target in targets}
    cases = cases_of(plan, known_at=known_at(day))
    asked, assumption = read_question(request.GET.dict(), cases)
    outcomes = () if assumption is None else simulate(cases, assumption, day)
    chosen = cases.get(asked.target) if asked.target is not None else None
    context = page_context(request, day) | {
        "plan": plan,
        "asked": asked,
        "choices": [(key, names[key]) for key, case in cases.items() if case.observations],
        "unit": "" if chosen is None else chosen.terms.display_unit or chosen.terms.unit,
        "rows": outcome_rows(outcomes, names),
        "answered": assumption is not None,
        "months": months_ahead(chosen, day),
        "judged_in": judged_in(plan.year or day.year, asked, chosen) if outcomes else "",
        "lights": len(names),
    }
    return render(request, "wall/what_if.html", context)
