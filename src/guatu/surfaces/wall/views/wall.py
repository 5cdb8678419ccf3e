"""What does the wall answer: today, on a past day, and before any plan is published?"""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs
from guatu.kernel.notices import stream_address
from guatu.plan.models import Plan, PlanState
from guatu.surfaces.wall.board import compose
from guatu.surfaces.wall.queries import current_plan, plan_facts


@needs("wall.view")
@require_safe
def show_wall(request: HttpRequest) -> HttpResponse:
    """The wall of the current plan, or of `?plan=`; `?day=` shows it as it was at the end of that day."""
    day = asked_day(request)
    plan = _asked_plan(request) or current_plan(day)
    context: dict[str, object] = {"default_theme": "dark", "live_address": stream_address(request)}
    if plan is None:
        return render(request, "wall/empty.html", context)
    past = day < clock.today()
    return render(
        request, "wall/wall.html", context | {"board": compose(plan_facts(plan, day)), "past": past}
    )


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
    return get_object_or_404(Plan, pk=int(asked), state=PlanState.PUBLISHED)
