"""What does everybody's first page answer: the morning, and the mark that it was seen?"""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.kernel.access.gate import SIGNED_IN, needs, reader
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import get
from guatu.kernel.notices import stream_address
from guatu.surfaces.desk.models import MorningMark
from guatu.surfaces.desk.morning.cards import cards_of
from guatu.surfaces.desk.morning.marking import mark_seen, take_mark_back
from guatu.surfaces.desk.morning.page import compose
from guatu.surfaces.desk.morning.since import since_when


@needs(SIGNED_IN)
@require_safe
def show_morning(request: HttpRequest) -> HttpResponse:
    """The morning of whoever works for the zone; an enterprise begins in its portal."""
    rights = rights_of(request.user)
    if "morning.view" not in rights:
        if "returns.file" in rights:
            return redirect("portal:home")
        raise PermissionDenied(_("Your account has no role yet. Ask the security administrator for one."))
    user, day = reader(request), clock.today()
    since = since_when(user, request.GET.get("since", ""), day)
    context = {
        "morning": compose(user, request.GET.get("reach", ""), since, day, request.GET.get("all", "")),
        "cards": cards_of(user, day) if "records.view" in rights else (),
        "live_address": stream_address(request),
        "here": request.get_full_path(),
    }
    return render(request, "desk/morning/morning.html", context)


@needs("morning.view")
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Remembers that the person saw what turned until now."""
    mark_seen(by=reader(request))
    messages.success(request, _("Seen. From now on the morning tells what turns after this."))
    return redirect(reverse("desk:home"))


@needs("morning.view")
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the person's last mark back."""
    found = get(request.user, MorningMark, pk, need="morning.view", taken_back_at=None)
    take_mark_back(found, by=reader(request))
    return redirect(reverse("desk:home"))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Where a post of the morning goes back to: an address of this site that came with it."""
    asked = request.POST.get("next", "")
    hosts = {request.get_host()}
    return asked if url_has_allowed_host_and_scheme(asked, hosts, request.is_secure()) else otherwise
