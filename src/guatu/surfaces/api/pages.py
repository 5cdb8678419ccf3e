"""What does a person see of the API: what it offers, and the keys that are one's own?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.declaration import all_registries
from guatu.surfaces.api.actions import make_key, revoke_key
from guatu.surfaces.api.models import Key

PAGE = 50
LASTING = (30, 90, 180, 366)


@dataclass(frozen=True, slots=True)
class Offered:
    """A registry as the page names it."""

    title: str
    slug: str
    writable: bool


@needs("api.use")
@require_safe
def show_api(request: HttpRequest) -> HttpResponse:
    """What the API offers to this reader, an example to copy, and the reader's keys."""
    return _page(request)


@needs("api.use")
@require_POST
def new_key(request: HttpRequest) -> HttpResponse:
    """Makes a key and shows its secret, this once."""
    try:
        key, secret = make_key(
            name=request.POST.get("name", ""),
            may_write=request.POST.get("may_write") == "1",
            days=whole_number(request.POST.get("days", "")) or 0,
            by=cast("User", request.user),
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("api:about")
    return _page(request, key, secret)


@needs("api.use")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Shuts a key of the reader's."""
    key = get(request.user, Key, pk, user__pk=request.user.pk)
    revoke_key(key, by=cast("User", request.user))
    messages.success(request, _("The key “%(name)s” is revoked.") % {"name": key.name})
    return redirect("api:about")


@needs("accounts.manage")
@require_safe
def list_all_keys(request: HttpRequest) -> HttpResponse:
    """Every key of every account, those that open the API first, for the security administrator."""
    today = clock.today()
    opening = Q(revoked_at=None, expires_on__gte=today)
    keys = scope(request.user, Key, "accounts.manage").select_related("user")
    words = request.GET.get("q", "").strip()
    for word in words.split():
        keys = keys.filter(_says(word))
    context = {
        "page": Paginator(keys.order_by(Case(When(opening, then=0), default=1), "-pk"), PAGE).get_page(
            request.GET.get("page")
        ),
        "open": keys.filter(opening).count(),
        "words": words,
        "today": today,
    }
    return render(request, "api/all_keys.html", context)


@needs("accounts.manage")
@require_POST
def revoke_any(request: HttpRequest, pk: int) -> HttpResponse:
    """Shuts somebody's key at once."""
    key = get(request.user, Key, pk, need="accounts.manage", joined=("user",))
    revoke_key(key, by=cast("User", request.user))
    words = {"name": key.name, "account": key.user.get_username()}
    messages.success(request, _("The key “%(name)s” of %(account)s is revoked.") % words)
    return redirect("api:all_keys")


def _says(word: str) -> Q:
    fields = ("name", "start", "user__username", "user__last_name", "user__first_name")
    return reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields))


def _page(request: HttpRequest, made: Key | None = None, secret: str = "") -> HttpResponse:
    rights, today = rights_of(request.user), clock.today()
    offered = [
        Offered(registry.title, registry.slug, registry.edit_right in rights)
        for registry in all_registries()
        if registry.view_right in rights
    ]
    keys = [
        (key, key.opens(today)) for key in scope(request.user, Key).filter(user=cast("User", request.user))
    ]
    context = {
        "offered": offered,
        "keys": keys,
        "lasting": LASTING,
        "made": made,
        "secret": secret,
        "root": request.build_absolute_uri("/api/1/"),
        "may_write": any(each.writable for each in offered),
    }
    answer = render(request, "api/about.html", context)
    if secret:
        answer["Cache-Control"] = "no-store"
    return answer
