"""When is somebody kept out after wrong passwords, for how long, and how is each failure recorded?

Counting and keeping out are django-axes': five failures of one account from one address keep that pair out
until twenty minutes after the last try. By the pair, so that nobody can lock others out from elsewhere; how
often one account may be tried from everywhere together is limited by `ACCOUNT_RATE_LIMITS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.signals import user_login_failed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guatu.kernel.ledger.context import action


class Failures(AxesDatabaseHandler):
    """Keeps the failures; each is an action of nobody, with the name tried and never the password."""

    def user_login_failed(
        self,
        sender: object,
        credentials: Mapping[str, str],
        request: HttpRequest | None = None,
        **others: object,
    ) -> None:
        """Counts one failure."""
        with action("access.forget_failures", by=None):
            self.clean_expired_user_attempts(request)
        with action("access.sign_in_failed", by=None, always=True):
            super().user_login_failed(sender, dict(credentials), request, **others)

    def user_logged_in(
        self, sender: object, request: HttpRequest, user: AbstractUser, **others: object
    ) -> None:
        """Begins the count anew, within the action of signing in."""
        self.reset_user_attempts(request, _credentials(user.get_username()))

    def user_logged_out(
        self, sender: object, request: HttpRequest, user: AbstractUser | None, **others: object
    ) -> None:
        """Nothing: when somebody left is written with the sign-in itself."""


def count_failure(request: HttpRequest, username: str) -> None:
    """Counts a wrong second factor, or a stranger at the zone's identity provider, like a wrong password."""
    user_login_failed.send("guatu", credentials=_credentials(username), request=request)


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether that account is kept out at the address from which is asked."""
    return not AxesProxyHandler.is_allowed(request, _credentials(username))


def locks_of(username: str) -> QuerySet[AccessAttempt]:
    """The failures of that name that count still, one row an address."""
    since = datetime.now(UTC) - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(username=username, attempt_time__gte=since).order_by("-attempt_time")


def show_locked(
    request: HttpRequest, answer: HttpResponse | None = None, credentials: Mapping[str, str] | None = None
) -> HttpResponse:
    """The page that says for how long and whom to ask; 429."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "account/locked.html", {"minutes": minutes}, status=429)


def _credentials(username: str) -> dict[str, str]:
    return {"username": username[:255]}
