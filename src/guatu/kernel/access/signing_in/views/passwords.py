"""The pages on which a password is changed, and on which a forgotten one is replaced through a letter."""

from __future__ import annotations

from allauth.account.views import (
    PasswordChangeView,
    PasswordResetFromKeyView,
    PasswordResetView,
    PasswordSetView,
)
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse

from guatu.kernel.access.gate import reader
from guatu.kernel.access.signing_in.duties import Duty, is_done, what_next
from guatu.kernel.access.signing_in.forms import (
    AskForLetterForm,
    FirstPasswordForm,
    NewPasswordForm,
    ResetForm,
)
from guatu.kernel.access.signing_in.letters import can_write
from guatu.kernel.access.signing_in.models import SignIn
from guatu.kernel.access.signing_in.passwords import why_change
from guatu.kernel.access.signing_in.sittings import end_sign_ins, keep_track, sign_in_of
from guatu.kernel.ledger.context import action


class ChangePassword(PasswordChangeView):
    """A new password for the one who is signed in; ends that person's other sign-ins."""

    form_class = NewPasswordForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The rules, and why the password must be changed where it must."""
        why = why_change(reader(self.request))
        return {**super().get_context_data(**kwargs), "why": why, "rules": password_validators_help_texts()}

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        """Changes it."""
        is_done(self.request.session, Duty.PASSWORD)
        with action("access.change_password", by=reader(self.request)):
            answer: HttpResponse = super().form_valid(form)
            leave_the_others(self.request)
        return answer

    def get_default_success_url(self) -> str:
        """Where the person was going, or back to the account."""
        return what_next(self.request.session, otherwise="account")


class SetPassword(PasswordSetView):
    """A first password for an account that signs in through the identity provider."""

    form_class = FirstPasswordForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The rules."""
        return {**super().get_context_data(**kwargs), "rules": password_validators_help_texts()}

    def form_valid(self, form: FirstPasswordForm) -> HttpResponse:
        """Sets it."""
        with action("access.change_password", by=reader(self.request)):
            answer: HttpResponse = super().form_valid(form)
            leave_the_others(self.request)
        return answer


class Forgotten(PasswordResetView):
    """Asks for the e-mail address; the answer is the same whether it is known or not."""

    form_class = AskForLetterForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Whether letters can be sent at all."""
        return {**super().get_context_data(**kwargs), "can_write": can_write()}

    def form_valid(self, form: AskForLetterForm) -> HttpResponse:
        """Sends the letter, and writes down that somebody asked."""
        with action("access.ask_for_new_password", by=None, always=True):
            answer: HttpResponse = super().form_valid(form)
        return answer


class Reset(PasswordResetFromKeyView):
    """The page to which the letter leads, once."""

    form_class = ResetForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """The rules."""
        return {**super().get_context_data(**kwargs), "rules": password_validators_help_texts()}

    def form_valid(self, form: ResetForm) -> HttpResponse:
        """Sets the new password and ends whatever sign-ins the account has."""
        user: User = self.reset_user
        with action("access.reset_password", by=user):
            answer: HttpResponse = super().form_valid(form)
            end_sign_ins(SignIn.objects.filter(user=user, ended_at=None), SignIn.End.PASSWORD)
        return answer


def leave_the_others(request: HttpRequest) -> None:
    """After a change of the password: ends all sign-ins but this one. Within an action of the caller's."""
    keep_track(request.session)
    own = SignIn.objects.filter(user=reader(request), ended_at=None)
    end_sign_ins(own.exclude(pk=sign_in_of(request.session)), SignIn.End.PASSWORD)
