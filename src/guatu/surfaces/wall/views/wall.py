"""What does the wall answer: today, on a past day, and before any plan is published?"""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.kernel.access.gate import needs
from guatu.kernel.access.scopes import get
from guatu.kernel.notices import stream_address
from guatu.plan.models import Plan, PlanState
from guatu.surfaces.wall.board import SHOWN_ORDER
from guatu.surfaces.wall.boards import hung_board, hung_rounds, link_to
from guatu.surfaces.wall.queries import current_plan
from guatu.surfaces.wall.sides import rotation_of, sides_of
from guatu.surfaces.wall.views.paper import SNAPSHOT, papers_of, print_link, send_print

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@needs("wall.view")
@require_safe
@gzip_page
def show_wall(request: HttpRequest) -> HttpResponse:
    """The wall of the current plan, or of `?plan=`; `?day=` shows it as it was at the end of that day.

    `?side=` shows one of its sides, `?rotate=30` lets them follow one another every 30 seconds; `?print=` is
    the same on paper or as a file (`send_print`).
    """
    day = asked_day(request)
    plan = asked_plan(request, day)
    context = page_context(request, day) | {"default_theme": "dark"}
    if plan is None:
        return render(request, "wall/empty.html", context)
    if "print" in request.GET:
        return send_print(request, plan, day)
    hung = hung_board(plan, day)
    pieces = hung.pieces | hung_rounds(day).pieces
    context |= {"board": hung.board, "pieces": pieces, "sides": sides_of(request)}
    context |= {"papers": papers_of(request, day), "snapshot_link": print_link(request, day, SNAPSHOT)}
    return render(request, "wall/wall.html", context | {"rotate": rotation_of(request)} | _days(request, day))


def page_context(request: HttpRequest, day: date) -> dict[str, object]:
    """What every page of the wall needs; `at` goes behind its links, so that a past day stays that day."""
    return {
        "day": day,
        "past": day < clock.today(),
        "at": link_to(day),
        "live_address": stream_address(request),
        "light_states": [light.value for light in SHOWN_ORDER],
    }


def asked_day(request: HttpRequest) -> date:
    """The day of `?day=`, not after today; Http404 for what is no day."""
    return min(_day_as_asked(request), clock.today())


def asked_plan(request: HttpRequest, day: date) -> Plan | None:
    """The published plan of `?plan=`, else the current one of that day; Http404 for what is none."""
    asked = request.GET.get("plan")
    if not asked:
        return current_plan(request.user, day)
    if not asked.isdecimal():
        raise Http404(_("There is no such plan."))
    return get(request.user, Plan, asked, need="wall.view", state=PlanState.PUBLISHED)


def _day_as_asked(request: HttpRequest) -> date:
    asked = request.GET.get("day")
    if not asked:
        return clock.today()
    try:
        return date.fromisoformat(asked)
    except ValueError:
        raise Http404(_("There is no such day.")) from None


def _days(request: HttpRequest, day: date) -> dict[str, object]:
    """The days beside the one that is shown, and what a link to another day keeps of this one."""
    today, asked = clock.today(), _day_as_asked(request)
    kept = request.GET.copy()
    kept.pop("day", None)
    return {
        "today": today,
        "to_come": asked if asked > today else None,
        "days": [
            (name, step, moved if moved <= today else None, _link(request, moved))
            for name, step, moved in (
                ("week-before", -7, day - WEEK),
                ("day-before", -1, day - DAY),
                ("day-after", 1, day + DAY),
                ("week-after", 7, day + WEEK),
            )
        ],
        "kept_in_link": [(name, value) for name, value in kept.items() if value],
        "link_to_today": f"?{kept.urlencode()}",
    }


def _link(request: HttpRequest, day: date) -> str:
    query = request.GET.copy()
    query["day"] = day.isoformat()
    if day >= clock.today():
        del query["day"]
    return f"?{query.urlencode()}"
