"""Whose name and password are these? Django's accounts, behind the lock."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

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
