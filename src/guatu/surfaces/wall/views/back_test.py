"""What does the page answer that shows how good the forecasts of a plan's targets were?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.kernel.access.scopes import get
from guatu.plan.models import Plan, PlanState
from guatu.plan.tracking.backtesting import trials_of
from guatu.plan.tracking.parts import cases_of
from guatu.surfaces.wall.back_test import summary_of, tried_row
from guatu.surfaces.wall.queries import accepted_targets, known_at, name_of
from guatu.surfaces.wall.views.wall import asked_day, page_context


@needs("wall.view")
@require_safe
def show_back_test(request: HttpRequest, pk: int) -> HttpResponse:
    """The forecasts of every past month against what came, target by target, on the figures as first said."""
    day = asked_day(request)
    plan = get(request.user, Plan, pk, need="wall.view", state=PlanState.PUBLISHED)
    names = {target.pk: name_of(target) for target in accepted_targets(plan)}
    cases = cases_of(plan, known_at=known_at(day))
    trials = {key: trials_of(case.terms, case.observations, day) for key, case in cases.items()}
    context = page_context(request, day) | {
        "plan": plan,
        "summary": summary_of(trial for each in trials.values() for trial in each),
        "rows": [tried_row(key, names[key], each) for key, each in trials.items() if each],
        "without": sum(not each for each in trials.values()),
    }
    return render(request, "wall/back_test.html", context)
