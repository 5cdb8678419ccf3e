"""Who comes in? Signing in writes to the account (last sign-in, at times a stronger hash): named actions."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse

from guatu.kernel.ledger.context import action


class Accounts(ModelBackend):
    """Django's accounts; a password hash of an older strength is renewed as an action of its own."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **others: str,
    ) -> User | None:
        """The account of that name and password, None where they do not fit."""
        with action("access.renew_password_hash", by=None):
            return super().authenticate(request, username, password, **others)


class SignIn(LoginView):
    """The page on which people sign in."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Signs the person in."""
        with action("access.sign_in", by=form.get_user()):
            return super().form_valid(form)
