"""What must an account do before anything else? Choose a password of its own, set up a second factor."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from guatu.kernel.access.rights import roles_of
from guatu.kernel.access.signing_in.models import Credential
from guatu.kernel.access.signing_in.passwords import why_change

DUTIES = "duties"
# Where somebody was going when a duty came first.
WANTED = "wanted"


class Duty(StrEnum):
    """Something to be done first; the value is the name of the page on which it is done."""

    PASSWORD = "account_change_password"  # noqa: S105 - a page
    SECOND_FACTOR = "mfa_activate_totp"


# Where one who has a duty may go beside the page of the duty itself.
OPEN = frozenset(
    {
        *("account_logout", "set_language", "sign_in_left", "sign_in_stay"),
        *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
        *("mfa_add_webauthn", "mfa_view_recovery_codes"),
    }
)


class DutiesFirst:
    """Leads one who has a duty to it, whatever page was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """The way to the duty, None where there is none."""
        if not request.user.is_authenticated or request.resolver_match is None:
            return None
        duties = request.session.get(DUTIES, ())
        if not duties or request.resolver_match.view_name in {*OPEN, *duties}:
            return None
        if request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        return redirect(duties[0])


def take_up_duties(session: SessionBase, user: User, *, by_password: bool) -> None:
    """Writes into the session what the account must do first; `by_password`: it signed in with one."""
    session[DUTIES] = duties_of(user, by_password=by_password)


def duties_of(user: User, *, by_password: bool = True) -> list[Duty]:
    """What the account must do before anything else."""
    duties = []
    if by_password and why_change(user):
        duties.append(Duty.PASSWORD)
    if needs_second_factor(user) and not has_second_factor(user):
        duties.append(Duty.SECOND_FACTOR)
    return duties


def is_done(session: SessionBase, duty: Duty) -> None:
    """Strikes the duty off."""
    session[DUTIES] = [other for other in session.get(DUTIES, ()) if other != duty]


def what_next(session: SessionBase, *, otherwise: str) -> str:
    """Where to go now: to the next duty, else to the page that was asked for before, else to `otherwise`."""
    duties = session.get(DUTIES, ())
    return reverse(duties[0]) if duties else str(session.pop(WANTED, "") or reverse(otherwise))


def needs_second_factor(user: User) -> bool:
    """Whether the account holds a role that wants two factors (`GUATU_SECOND_FACTOR`)."""
    if Credential.objects.filter(user=user, demonstration=True).exists():
        return False
    return any(role.value in settings.SECOND_FACTOR_ROLES for role in roles_of(user))


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a key is set up; recovery codes alone are none."""
    return factors_of(user).exists()


def factors_of(user: User) -> QuerySet[Authenticator]:
    """The account's authenticator app and keys, without its recovery codes."""
    return Authenticator.objects.filter(user_id=user.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
