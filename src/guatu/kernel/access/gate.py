"""Which right does a view need, and who is let through to it? A view that does not say is closed to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from guatu.kernel.access.deputies import answering
from guatu.kernel.access.rights import RIGHTS, require

if TYPE_CHECKING:
    from django.contrib.auth.models import User

P = ParamSpec("P")
R = TypeVar("R")

# What a view can say beside the name of a right.
ANYBODY = "anybody"
SIGNED_IN = "signed in"
# The view asks who is calling, by a key beside the session, and answers strangers by 401.
ASKS_ITSELF = "asks itself"
WORDS = frozenset({ANYBODY, SIGNED_IN, ASKS_ITSELF})
MARK = "guatu_need"


def needs(need: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a view (or `View.as_view()`) with the right that it needs; `RIGHTS` must know it."""
    if need not in RIGHTS and need not in WORDS:
        raise ValueError(f"no right is called {need!r}")

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, MARK, need)
        return view

    return mark


def need_of(view: Callable[..., object]) -> str | None:
    """Returns what the view is marked with, None for a view that nobody may enter."""
    return getattr(view, MARK, None)


def reader(request: HttpRequest) -> User:
    """The signed-in user; the gate lets nobody else through to a view that needs a right."""
    return cast("User", request.user)


class ClosedByDefault:
    """Lets a request through to its view only where the view says for whom it is, and the user is one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on; the question is asked when its view is known."""
        with answering(request):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """Returns the way to the sign-in page for strangers, None to go on; raises PermissionDenied."""
        need = need_of(view)
        if need in (ANYBODY, ASKS_ITSELF):
            return None
        if need is None:
            raise PermissionDenied(_("This page does not say who may see it, so nobody may."))
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        if need != SIGNED_IN:
            require(request.user, need)
        return None
