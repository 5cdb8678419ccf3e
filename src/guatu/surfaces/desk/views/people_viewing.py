"""How does a security administrator begin to see the pages as another person, and end it?"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guatu.base.errors import Refused
from guatu.kernel.access.actions import begin_viewing
from guatu.kernel.access.gate import SIGNED_IN, needs, reader
from guatu.kernel.access.scopes import get
from guatu.kernel.access.viewing import begin_in, end_in


@needs("accounts.view_as")
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins to show the pages as the person sees them; leads to the first of them."""
    person = get(request.user, User, pk, need="accounts.view_as")
    try:
        begin_in(request, begin_viewing(person, request.POST.get("reason", ""), by=reader(request)))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("desk:person", pk)
    return redirect("desk:home")


@needs(SIGNED_IN)
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Ends it, wherever the reader is."""
    end_in(request)
    messages.success(request, _("You see the pages as yourself again."))
    return redirect("desk:home")
