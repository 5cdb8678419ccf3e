"""What do people fill in to sign in, and to prove who they are?"""

from __future__ import annotations

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.account.internal.flows.login import perform_password_login
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _


class SignInForm(LoginForm):
    """Name and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"] = self.fields.pop("login")

    def clean(self) -> dict[str, object]:
        """Looks for the account; the name is taken as it was typed, but for spaces around it."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "")
        return dict(super().clean())  # type: ignore[no-untyped-call]  # the library's

    def _login_with_password(
        self, request: HttpRequest, redirect_url: str | None, credentials: dict[str, str]
    ) -> HttpResponse:
        # The library would set the session's end here; it is set where the session begins.
        self._login.redirect_url = redirect_url
        return perform_password_login(request, credentials, self._login)


class SameTwice(forms.Form):
    """Says in the house's words that the two new passwords differ."""

    def clean(self) -> dict[str, object]:
        """Raises ValidationError on the second one."""
        cleaned = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", ValidationError(_("This is not what stands above."), code="differs"))
        return cleaned


class NewPasswordForm(SameTwice, ChangePasswordForm):
    """The present password and the new one twice."""


class FirstPasswordForm(SameTwice, SetPasswordForm):
    """A password for an account that had none, because it signs in through the identity provider."""


class AskForLetterForm(ResetPasswordForm):
    """The e-mail address of the account whose password was forgotten."""

    def clean_email(self) -> str:
        """Looks for accounts that sign in with a password; whether there is one shows nowhere."""
        address = str(self.cleaned_data["email"])
        found = User.objects.filter(email__iexact=address, is_active=True)
        self.users = [user for user in found if user.has_usable_password()]
        return address


class ResetForm(SameTwice, ResetPasswordKeyForm):
    """The new password twice; the link in the letter is the proof."""


class Once(forms.Form):
    """Takes a code only once for as long as it would be good.

    The library forgets a used code after one period; as clocks may differ by one, it is good for three.
    """

    user: AbstractBaseUser

    def clean_code(self) -> str:
        """Raises ValidationError for a code that was used already."""
        code = str(super().clean_code())  # type: ignore[misc]  # of the form that this is mixed into
        good_for_s = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"second-factor-used:{self.user.pk}:{code}", "used", timeout=good_for_s):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Once, AuthenticateForm):
    """A code of the authenticator app, or a recovery code, to come in."""


class CodeAgainForm(Once, ReauthenticateForm):
    """The same, once more, before something that matters."""
