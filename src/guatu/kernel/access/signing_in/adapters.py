"""What differs here from how django-allauth signs people in?

Nobody makes an account for oneself, every write is an action, all words are the house's own, and secrets of
second factors are encrypted.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import NoReturn, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from guatu.kernel.access.signing_in import ciphers, letters
from guatu.kernel.access.signing_in.duties import factors_of, needs_second_factor, take_up_duties
from guatu.kernel.ledger.context import action

logger = logging.getLogger(__name__)

WRONG_CODE = later("That code is not right, or it was used already.")
TOO_OFTEN = later("Too many tries. Wait a few minutes, then try again.")

# What allauth would say after an action, and what is said here; what is not in the table is not said.
SAID = {
    "account/messages/password_changed.txt": later("The password is changed."),
    "account/messages/password_set.txt": later("The password is changed."),
    "mfa/messages/totp_activated.txt": later("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": later("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": later("The key is added."),
    "mfa/messages/webauthn_removed.txt": later("The key is removed."),
}
# The changes of which the person is told by letter.
WRITTEN = {
    "account/email/password_changed": later("the password was changed"),
    "account/email/password_reset": later("a new password was chosen through a letter"),
    "account/email/password_set": later("the password was changed"),
    "mfa/email/totp_activated": later("an authenticator app was set up"),
    "mfa/email/totp_deactivated": later("the authenticator app was removed"),
    "mfa/email/webauthn_added": later("a security key was added"),
    "mfa/email/webauthn_removed": later("a security key was removed"),
    "mfa/email/recovery_codes_generated": later("new recovery codes were made"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and out, and passwords."""

    error_messages = {  # noqa: RUF012 - the library's name for it
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": later("This is not your present password."),
        "incorrect_password": later("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "invalid_password_reset": later("This address is used up or too old. Ask for a new letter."),
        "rate_limited": TOO_OFTEN,
        "too_many_login_attempts": TOO_OFTEN,
        "username_password_mismatch": later("This name and password do not fit. Mind capital letters."),
    }

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Signs the person in as an action of that person's, and notes what must be done first."""
        records = get_authentication_records(request, user)
        by_password = any(record["method"] == "password" for record in records)
        with action("access.sign_in", by=user):
            super().login(request, user)
            take_up_duties(request.session, cast("User", user), by_password=by_password)

    def get_login_stages(self) -> list[str]:
        """The second factor is all that may stand between the password and the house."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: accounts are made by the security administrator."""
        return False

    def is_reauthentication_required(self, *, app: str, **others: object) -> bool:
        """Whether the person must be asked again: not right after signing in."""
        records = get_authentication_records(context.request, context.request.user)
        return not any(
            time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records
        )

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, str]]:
        """How the person may prove again to be the one; in the house's words."""
        words = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use the security key"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """The page for somebody whose account was switched off."""
        return refuse(request, _("Your account is switched off. The security administrator can tell why."))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the person's account."""
        return reverse("account")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that the server names; a proxy's word counts only where the server trusts it."""
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Mapping[str, object] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says what the house has a sentence for."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: Mapping[str, object]
    ) -> None:
        """Sends the link."""
        letters.send_reset_link(cast("User", user), str(context["password_reset_url"]))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: Mapping[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells the person of the change."""
        if template_prefix in WRITTEN:
            letters.tell_of_change(cast("User", user), str(WRITTEN[template_prefix]))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, keys and recovery codes."""

    error_messages = {  # noqa: RUF012 - the library's name for it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": later(
            "Your role needs a second factor. Add another one before you remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        """How the secret is stored."""
        return ciphers.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return ciphers.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The name under which the app shows the account."""
        return _("Guatu")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody whose role needs one."""
        user = authenticator.user
        return not needs_second_factor(user) or factors_of(user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a new key is called until the person calls it otherwise."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Key %(number)d") % {"number": count + 1}


class IdentityAdapter(DefaultSocialAccountAdapter):
    """The zone's identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """No: who is unknown here is refused."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,
        error: object = None,
        exception: Exception | None = None,
        extra_context: Mapping[str, object] | None = None,
    ) -> None:
        """Tells the operator why; the person is shown a sentence."""
        logger.warning("signing in through the identity provider: %s %.500s", error or "", exception or "")


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says why somebody is not let in; 403."""
    return render(request, "account/refused.html", {"why": why}, status=403)


def stop(request: HttpRequest, why: str) -> NoReturn:
    """Ends the signing in, wherever the library is, with the page that says why."""
    raise ImmediateHttpResponse(refuse(request, why))
