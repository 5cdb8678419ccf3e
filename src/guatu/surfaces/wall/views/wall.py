"""What does the wall answer: today, on a past day, and before any plan is published?"""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs
from guatu.kernel.access.scopes import get
from guatu.kernel.notices import stream_address
from guatu.plan.models import Plan, PlanState
from guatu.surfaces.wall.board import SHOWN_ORDER, compose
from guatu.surfaces.wall.queries import current_plan, plan_facts


@needs("wall.view")
@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """The wall of the current plan, or of `?plan=`; `?day=` shows it as it was at the end of that day."""
    day = asked_day(request)
    plan = _asked_plan(request) or current_plan(request.user, day)
    context = page_context(request, day) | {"default_theme": "dark"}
    if plan is None:
        return render(request, "wall/empty.html", context)
    return render(request, "wall/wall.html", context | {"board": compose(plan_facts(plan, day))})


def page_context(request: HttpRequest, day: date) -> dict[str, object]:
    """What every page of the wall needs; `at` goes behind its links, so that a past day stays that day."""
    past = day < clock.today()
    return {
        "day": day,
        "past": past,
        "at": f"?day={day.isoformat()}" if past else "",
        "live_address": stream_address(request),
        "light_states": [light.value for light in SHOWN_ORDER],
    }


def asked_day(request: HttpRequest) -> date:
    """The day of `?day=`, not after today; Http404 for what is no day."""
    asked = request.GET.get("day")
    if not asked:
        return clock.today()
    try:
        return min(date.fromisoformat(asked), clock.today())
    except ValueError:
        raise Http404(_("There is no such day.")) from None


def _asked_plan(request: HttpRequest) -> Plan | None:
    asked = request.GET.get("plan")
    if not asked:
        return None
    if not asked.isdecimal():
        raise Http404(_("There is no such plan."))
    return get(request.user, Plan, asked, need="wall.view", state=PlanState.PUBLISHED)
