"""Who is away, who stands in, and how is that recorded?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.kernel.access.actions import end_leave, record_leave, withdraw_leave
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.models import Leave
from guatu.kernel.access.scopes import get, scope
from guatu.surfaces.desk.views.people_forms import day, said_or_refused


@needs("people.view")
@require_safe
def list_leaves(request: HttpRequest) -> HttpResponse:
    """Who is away today, and who will be."""
    today = clock.today()
    leaves = scope(request.user, Leave).filter(withdrawn_at=None, last_day__gte=today)
    found = leaves.select_related("person", "deputy").order_by("first_day", "pk")
    context = {
        "now": [leave for leave in found if leave.first_day <= today],
        "coming": [leave for leave in found if leave.first_day > today],
    }
    return render(request, "desk/people/leaves.html", context)


@needs("people.view")
@require_POST
def new_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Records a leave of the person, who may be the reader."""
    person = get(request.user, User, pk)
    chosen = request.POST.get("deputy", "")
    deputy = get(request.user, User, chosen) if chosen else None

    def act() -> None:
        record_leave(
            person, day(request, "first_day"), day(request, "last_day"), by=reader(request), deputy=deputy
        )

    said_or_refused(request, act, _("The leave is on record."))
    return redirect("desk:person", pk)


@needs("people.view")
@require_POST
def change_leave(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Takes a leave back, or lets it end earlier."""
    leave = get(request.user, Leave, pk, joined=["person", "deputy"])
    if way == "withdraw":
        said_or_refused(
            request, lambda: withdraw_leave(leave, by=reader(request)), _("The leave is taken back.")
        )
    elif way == "end":
        said_or_refused(
            request,
            lambda: end_leave(leave, day(request, "last_day"), by=reader(request)),
            _("The leave ends earlier now."),
        )
    else:
        raise Http404
    return redirect("desk:person", leave.person_id)
