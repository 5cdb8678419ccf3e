"""How is a saved list put on the own desk, moved there and taken away?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get
from guatu.kernel.registry.actions import move_pin, pin_view, unpin_view
from guatu.kernel.registry.models import Pin, SavedView
from guatu.surfaces.desk.views.morning import back_to
from guatu.surfaces.desk.views.registries.opening import opened


@needs("records.view")
@require_POST
def pin(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Puts a saved list on the desk."""
    opened(request, slug)
    view = get(request.user, SavedView, pk, registry=slug)
    try:
        pin_view(view, by=reader(request))
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("It lies on your desk now."))
    return redirect(f"{reverse('desk:records', args=[slug])}?view={view.pk}")


@needs("records.view")
@require_POST
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a list off the desk."""
    unpin_view(get(request.user, Pin, pk), by=reader(request))
    return redirect(back_to(request, reverse("desk:home")))


@needs("records.view")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a card one place to the front, or to the back."""
    found = get(request.user, Pin, pk)
    move_pin(found, earlier=request.POST.get("way") == "earlier", by=reader(request))
    return redirect(back_to(request, reverse("desk:home")))
