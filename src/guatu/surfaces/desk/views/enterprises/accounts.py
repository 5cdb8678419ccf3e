"""Who acts for which enterprise, and how does somebody begin and cease to? For the security administrator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.scopes import get, scope
from guatu.kernel.registry.values import find_named
from guatu.surfaces.desk.views.people_forms import said_or_refused
from guatu.zone.enterprises.actions import close_account, open_first_account
from guatu.zone.enterprises.models import Enterprise, EnterpriseAccount
from guatu.zone.enterprises.registry import ENTERPRISES

MOST = 500


@needs("accounts.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def show_accounts(request: HttpRequest) -> HttpResponse:
    """All accounts of enterprises; a post opens one, and leads on to giving it a first password."""
    opened: list[EnterpriseAccount] = []
    if request.method == "POST" and said_or_refused(
        request, lambda: opened.append(_open(request)), _("Opened. Now give it a first password.")
    ):
        return redirect("one_account", opened[0].user_id)
    accounts = scope(reader(request), EnterpriseAccount).select_related("user", "enterprise")
    context = {
        "accounts": accounts.order_by("until", "enterprise__name", "pk")[:MOST],
        "count": accounts.count(),
        "today": clock.today(),
        "given": request.POST,
    }
    return render(
        request, "desk/enterprises/accounts.html", context, status=422 if request.method == "POST" else 200
    )


@needs("accounts.manage")
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends an account of an enterprise at once."""
    account = get(reader(request), EnterpriseAccount, pk, need="accounts.manage")
    said_or_refused(
        request, lambda: close_account(account, by=reader(request)), _("It opens nothing any more.")
    )
    return redirect("desk:enterprise_accounts")


def _open(request: HttpRequest) -> EnterpriseAccount:
    return open_first_account(
        _named(request.POST.get("enterprise", "")),
        username=request.POST.get("username", ""),
        family_name=request.POST.get("family_name", ""),
        given_name=request.POST.get("given_name", ""),
        title=request.POST.get("title", ""),
        by=reader(request),
    )


def _named(text: str) -> Enterprise:
    found = find_named(ENTERPRISES, text.strip()) if text.strip() else []
    if len(found) != 1 or not isinstance(found[0], Enterprise):
        raise Refused("no_enterprise", _("Write the number or the whole name of one enterprise."))
    return found[0]
