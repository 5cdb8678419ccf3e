"""The security administrator's pages: who has an account, who is locked out, where everybody is signed in."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.password_reset import request_password_reset
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from guatu.base.errors import Refused
from guatu.kernel.access.gate import reader
from guatu.kernel.access.rights import roles_of
from guatu.kernel.access.roles import role_name
from guatu.kernel.access.signing_in import actions
from guatu.kernel.access.signing_in.duties import factors_of, needs_second_factor
from guatu.kernel.access.signing_in.letters import can_write
from guatu.kernel.access.signing_in.lockout import locks_of
from guatu.kernel.access.signing_in.models import Credential, SignIn
from guatu.kernel.access.signing_in.sittings import lasting
from guatu.kernel.ledger.context import action

PAGE = 50


@require_GET
def list_accounts(request: HttpRequest) -> HttpResponse:
    """All accounts, or those whose name or address has the words looked for."""
    words = request.GET.get("q", "").strip()
    found = User.objects.select_related("credential").order_by("username")
    for word in words.split():
        found = found.filter(
            Q(username__icontains=word)
            | Q(last_name__icontains=word)
            | Q(first_name__icontains=word)
            | Q(email__icontains=word)
        )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "account/accounts.html", {"page": page, "words": words})


@require_GET
def show_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its locks, factors and sign-ins, and what can be done about them."""
    return _show(request, get_object_or_404(User, pk=pk))


@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Does one of the things that can be done about an account."""
    user = get_object_or_404(User, pk=pk)
    if what != "give-password" and what not in DEEDS:
        raise Http404
    try:
        if what == "give-password":
            return _show(request, user, password=actions.give_password(user, by=reader(request)))
        messages.success(request, DEEDS[what](request, user))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("one_account", pk)


@require_POST
def end_one(request: HttpRequest, pk: int, sign_in: int) -> HttpResponse:
    """Ends one sign-in of somebody."""
    actions.end_sign_in(get_object_or_404(SignIn, pk=sign_in, user_id=pk), by=reader(request))
    messages.success(request, _("That sign-in is ended."))
    return redirect("one_account", pk)


def _unlock(request: HttpRequest, user: User) -> str:
    actions.unlock(user, by=reader(request))
    return _("The account may try again.")


def _send_link(request: HttpRequest, user: User) -> str:
    if not (can_write() and user.email):
        raise Refused("no_letter", _("No letter can be sent: there is no mail server, or no address."))
    with action("access.send_reset_link", by=reader(request), always=True):
        request_password_reset(request, user.email, [user], default_token_generator)
    return _("The letter is on its way to %(address)s.") % {"address": user.email}


def _set_address(request: HttpRequest, user: User) -> str:
    actions.set_address(user, request.POST.get("email", "").strip(), by=reader(request))
    return _("The address is kept.")


def _remove_second_factor(request: HttpRequest, user: User) -> str:
    actions.remove_second_factor(user, by=reader(request))
    return _("The second factor is removed; the person sets up a new one.")


def _end_all(request: HttpRequest, user: User) -> str:
    keys = request.POST.get("keys") == "1"
    actions.end_all_sign_ins(user, keys=keys, by=reader(request))
    if keys:
        return _("All sign-ins of the account are ended, and its API keys revoked.")
    return _("All sign-ins of the account are ended. Its API keys still open the API.")


DEEDS: dict[str, Callable[[HttpRequest, User], str]] = {
    "unlock": _unlock,
    "send-link": _send_link,
    "set-address": _set_address,
    "remove-second-factor": _remove_second_factor,
    "end-sign-ins": _end_all,
}


def _show(request: HttpRequest, user: User, password: str = "") -> HttpResponse:
    return render(
        request,
        "account/one_account.html",
        {
            "owner": user,
            "password": password,
            "roles": [role_name(role) for role in sorted(roles_of(user))],
            "credential": Credential.objects.filter(user=user).first(),
            "factors": factors_of(user),
            "needs_second_factor": needs_second_factor(user),
            "locks": locks_of(user.get_username()),
            "lasting": lasting(user),
            "earlier": SignIn.objects.filter(user=user).exclude(ended_at=None)[:10],
            "can_write": can_write() and bool(user.email),
        },
    )
