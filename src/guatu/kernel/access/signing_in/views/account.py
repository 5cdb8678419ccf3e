"""The page of one's own account: what is known of it, how it is kept safe, and where it is signed in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from guatu.kernel.access.gate import reader
from guatu.kernel.access.signing_in.actions import end_all_sign_ins, end_sign_in
from guatu.kernel.access.signing_in.duties import needs_second_factor
from guatu.kernel.access.signing_in.models import Credential, SignIn
from guatu.kernel.access.signing_in.sittings import lasting, seconds_left, sign_in_of, touch


@require_GET
def show_account(request: HttpRequest) -> HttpResponse:
    """Everything about the account on one page."""
    user = reader(request)
    factors = list(Authenticator.objects.filter(user=user))
    codes = next((each for each in factors if each.type == Authenticator.Type.RECOVERY_CODES), None)
    return render(
        request,
        "account/account.html",
        {
            "credential": Credential.objects.filter(user=user).first(),
            "app": next((each for each in factors if each.type == Authenticator.Type.TOTP), None),
            "keys": [each for each in factors if each.type == Authenticator.Type.WEBAUTHN],
            "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
            "has_codes": codes is not None,
            "needs_second_factor": needs_second_factor(user),
            "lasting": lasting(user, request.session),
            "earlier": SignIn.objects.filter(user=user).exclude(ended_at=None)[:5],
        },
    )


@require_POST
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one of one's own sign-ins; the one in use is ended by signing out."""
    sign_in = get_object_or_404(SignIn, pk=pk, user=reader(request))
    if sign_in.pk != sign_in_of(request.session):
        end_sign_in(sign_in, by=reader(request))
        messages.success(request, _("That sign-in is ended."))
    return redirect("account")


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Ends all one's sign-ins but the one in use."""
    user = reader(request)
    current = SignIn.objects.filter(pk=sign_in_of(request.session), user=user).first()
    count = end_all_sign_ins(user, but=current, keys=request.POST.get("keys") == "1", by=user)
    said = ngettext("%(count)d other sign-in is ended.", "%(count)d other sign-ins are ended.", count)
    messages.success(request, said % {"count": count})
    return redirect("account")


@require_GET
def send_seconds_left(request: HttpRequest) -> HttpResponse:
    """How long the session lasts if nothing is done; asking is no sign of a person."""
    return JsonResponse({"left_s": seconds_left(request.session)})


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Lets the session last as long again: somebody is there, though no page was asked for."""
    touch(request.session, at_once=True)
    return JsonResponse({"left_s": seconds_left(request.session)})
