"""What was I told, and how do I want to be told? Everybody's own notices, staff and enterprises alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guatu.base.errors import Refused
from guatu.kernel.access.gate import ANYBODY, SIGNED_IN, needs, reader
from guatu.kernel.access.rights import may
from guatu.kernel.notifying.actions import choose, mark_seen, set_hours, stop_letters
from guatu.kernel.notifying.choosing import preference_of
from guatu.kernel.notifying.kinds import Kind, Pace, kind_of, sentence_of
from guatu.kernel.notifying.models import LANGUAGES, PACES, Notice
from guatu.kernel.notifying.queries import MOST_SHOWN, kinds_for, notices_of, unseen_by
from guatu.kernel.notifying.stopping import read_token

IN_PANEL = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in the reader's words."""

    notice: Notice
    text: str

    @property
    def kind(self) -> str:
        """What sort of thing it tells."""
        kind = kind_of(self.notice.kind)
        return "" if kind is None else str(kind.name)


@needs(SIGNED_IN)
@require_safe
def list_notices(request: HttpRequest) -> HttpResponse:
    """The new ones, or all with `?all=1`; `?part=1` gives what the bell opens."""
    found = notices_of(reader(request))
    unseen = unseen_by(reader(request))
    if "part" in request.GET:
        newest = told(list(found.order_by("-happened_at", "-pk")[:IN_PANEL]))
        return render(request, "desk/notices/panel.html", {"rows": newest, "unseen": unseen})
    shows_all = "all" in request.GET
    rows = told(list((found if shows_all else found.filter(seen_at=None))[:MOST_SHOWN]))
    context = {"rows": rows, "unseen": unseen, "shows_all": shows_all, "base": _base(request)}
    return render(request, "desk/notices/list.html", context)


@needs(SIGNED_IN)
@require_safe
def send_bell(request: HttpRequest) -> HttpResponse:
    """How many are new, and the newest of them: what an open page asks when it hears of one."""
    newest = notices_of(reader(request)).filter(seen_at=None).first()
    latest = newest and {
        "pk": newest.pk,
        "text": sentence_of(newest.kind, newest.params),
        "address": reverse("desk:notice", args=[newest.pk]),
    }
    count = unseen_by(reader(request))
    bell = render_to_string("desk/notices/count.html", {"count": count}, request)
    return JsonResponse({"unseen": count, "latest": latest, "bell": bell})


@needs(SIGNED_IN)
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to the page that the notice is about; from then on it was seen."""
    found = notices_of(reader(request)).filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    if request.method == "GET":
        mark_seen(reader(request), [pk])
    return redirect(found.address or "desk:notices")


@needs(SIGNED_IN)
@require_POST
def see_all(request: HttpRequest) -> HttpResponse:
    """Marks those that the page showed as seen: what came meanwhile stays new."""
    numbers = [int(each) for each in request.POST.getlist("notice") if each.isdigit() and len(each) < 19]
    mark_seen(reader(request), numbers)
    return redirect("desk:notices")


@needs(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def show_choices(request: HttpRequest) -> HttpResponse:
    """How the reader wants to be told of each kind, and when letters may come."""
    if request.method == "POST":
        try:
            _keep(request)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Kept. It holds from the next notice on."))
        return redirect("desk:notice_choices")
    context = {
        "kinds": kinds_for(reader(request)),
        "paces": PACES,
        "languages": LANGUAGES,
        "preference": preference_of(reader(request).pk),
        "base": _base(request),
    }
    return render(request, "desk/notices/choices.html", context)


@needs(ANYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def stop_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Asks, then stops letters of one kind: for the reader of a letter, who may not be signed in."""
    found = read_token(token)
    if found is None:
        raise Http404
    _person, kind = found
    stopped = request.method == "POST" and stop_letters(token) is not None
    return render(request, "desk/notices/stop.html", {"kind": kind, "stopped": stopped})


def told(notices: list[Notice]) -> list[Told]:
    """The notices in the reader's words."""
    return [Told(each, sentence_of(each.kind, each.params)) for each in notices]


def _keep(request: HttpRequest) -> None:
    given = request.POST
    set_hours(
        quiet_from=_time(given.get("quiet_from", "")),
        quiet_until=_time(given.get("quiet_until", "")),
        working_days="working_days" in given,
        language=given.get("language", ""),
        by=reader(request),
    )
    choose(
        {kind.code: _way(request, kind) for kind, _now in kinds_for(reader(request))},
        by=reader(request),
    )


def _way(request: HttpRequest, kind: Kind) -> tuple[bool, Pace]:
    asked = request.POST.get(f"mail:{kind.code}", "")
    if asked not in {pace.value for pace in Pace}:
        raise Refused("no_pace", _("Choose for each kind when letters tell of it."))
    return f"browser:{kind.code}" in request.POST, Pace(asked)


def _time(text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Refused("no_time", _("“%(text)s” is no time of day.") % {"text": text[:20]}) from None


def _base(request: HttpRequest) -> str:
    """Around the page stands what its reader knows: the portal for enterprises, else the desk."""
    return "portal/base.html" if may(request.user, "returns.file") else "desk/base.html"
