"""The pages on which second factors are set up, asked for again, and removed."""

from __future__ import annotations

from typing import cast

from allauth.account.views import BaseReauthenticateView, ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy

from guatu.kernel.access.gate import reader
from guatu.kernel.access.signing_in.acting import acts
from guatu.kernel.access.signing_in.duties import DUTIES, Duty, is_done, what_next
from guatu.kernel.access.signing_in.forms import CodeAgainForm
from guatu.kernel.access.signing_in.lockout import count_failure
from guatu.kernel.ledger.context import action

ACCOUNT = reverse_lazy("account")


class SetUpApp(ActivateTOTPView):
    """Shows the secret as a picture for the app, and takes its first code."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Whether the account may do nothing else before."""
        duties = self.request.session.get(DUTIES, ())
        return {**super().get_context_data(**kwargs), "is_duty": Duty.SECOND_FACTOR in duties}

    def form_valid(self, form: Form) -> HttpResponse:
        """Sets the app up."""
        with action("access.add_second_factor", by=reader(self.request)):
            answer: HttpResponse = super().form_valid(form)
        is_done(self.request.session, Duty.SECOND_FACTOR)
        return answer

    def get_success_url(self) -> str:
        """To the recovery codes, where they are new."""
        return _after_adding(self.did_generate_recovery_codes)


class AddKey(AddWebAuthnView):
    """Adds a security key or a passkey of the device."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Adds it."""
        with action("access.add_second_factor", by=reader(self.request)):
            answer: HttpResponse = super().form_valid(form)
        is_done(self.request.session, Duty.SECOND_FACTOR)
        return answer

    def get_success_url(self) -> str:
        """To the recovery codes, where they are new."""
        return _after_adding(self.did_generate_recovery_codes)


class RemoveKey(RemoveWebAuthnView):
    """Removes a key, but not the last factor of somebody whose role needs one."""

    success_url = ACCOUNT

    def form_valid(self, form: Form) -> HttpResponse:
        """Removes it, or says why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect(ACCOUNT)
        with action("access.remove_second_factor", by=reader(self.request)):
            answer: HttpResponse = super().form_valid(form)
        return answer


class ShowCodes(ViewRecoveryCodesView):
    """Shows the recovery codes, once; then only how many are left."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Where the person goes from here."""
        going = what_next(self.request.session, otherwise="account")
        return {**super().get_context_data(**kwargs), "going": going}


class AskCodeAgain(ReauthenticateByCodeView):
    """Asks for a code once more."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Goes on to what was asked for, or counts the failure like a wrong password."""
        form = self.get_form()
        with action("access.prove_again", by=reader(request)):
            right = form.is_valid()
            if right:
                cast("CodeAgainForm", form).save()
        if right:
            # What was asked for is an action of its own.
            return BaseReauthenticateView.form_valid(self, form)
        count_failure(request, request.user.get_username())
        return self.form_invalid(form)


class AskKeyAgain(ReauthenticateWebAuthnView):
    """Asks for the key once more."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Goes on to what was asked for."""
        with action("access.prove_again", by=reader(self.request)):
            cast("ReauthenticateWebAuthnForm", form).save()
        return BaseReauthenticateView.form_valid(self, form)


def _after_adding(codes_are_new: bool) -> str:
    return reverse("mfa_view_recovery_codes" if codes_are_new else "account")


set_up_app = SetUpApp.as_view()
remove_app = acts("access.remove_second_factor")(DeactivateTOTPView.as_view(success_url=ACCOUNT))
add_key = AddKey.as_view()
remove_key = RemoveKey.as_view()
show_codes = acts("access.view_recovery_codes", also_when_read=True)(ShowCodes.as_view())
renew_codes = acts("access.renew_recovery_codes")(GenerateRecoveryCodesView.as_view())
ask_again = ReauthenticateView.as_view()
ask_code_again = AskCodeAgain.as_view()
ask_key_again = AskKeyAgain.as_view()
