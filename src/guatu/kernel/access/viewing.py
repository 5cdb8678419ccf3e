"""How does a security administrator see the pages as another person sees them, without being that person?

Nothing can be written meanwhile, and what is kept closely stays hidden: helping with a page takes its layout
and its rows, not the secrets in them. Pages of the account itself (password, second factor) are not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.kernel.access.actions.viewings import end_viewing
from guatu.kernel.access.deputies import READING
from guatu.kernel.access.gate import SIGNED_IN, need_of
from guatu.kernel.access.models import Viewing
from guatu.kernel.access.rights import may
from guatu.kernel.access.standing import VIEWED

SESSION = ATTRIBUTE = "viewing"
# What one may do all the same: end it, read in the other language, leave.
LEAVING = frozenset({"logout", "account_logout"})
STILL_POSSIBLE = frozenset({"desk:viewing_end", "set_language", *LEAVING})
# The page to begin from is for everybody who is signed in; other such pages belong to the account.
BEGINNING = frozenset({"desk:home"})
READS = frozenset({"SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE", "FETCH", "CLOSE", "SET"})

Execute = Callable[[str, object, bool, dict[str, object]], object]


class ViewingAs:
    """Puts the other person in the place of who asks, where a viewing lasts; its view sees `request.user`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers the request."""
        viewing = _viewing_of(request)
        if viewing is None:
            return self.get_response(request)
        setattr(request, ATTRIBUTE, viewing)
        name = _name_of(request)
        if name in LEAVING and request.method == "POST":
            end_in(request)
        if name in STILL_POSSIBLE:
            return self.get_response(request)
        request.user = seen_as(viewing)
        with nothing_written():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> None:
        """Raises PermissionDenied for whatever is not reading, and for pages of the account itself."""
        name = _name_of(request)
        if viewing_now(request) is None or name in STILL_POSSIBLE:
            return
        if request.method not in READING:
            raise PermissionDenied(_("You are viewing as another person: nothing can be changed."))
        if need_of(view) == SIGNED_IN and name not in BEGINNING:
            raise PermissionDenied(
                _("You are viewing as another person: this page is for that person alone.")
            )


def viewing_now(request: HttpRequest) -> Viewing | None:
    """The viewing that this request is part of."""
    return cast("Viewing | None", getattr(request, ATTRIBUTE, None))


def begin_in(request: HttpRequest, viewing: Viewing) -> None:
    """Lets the session see the pages as the other person from the next request on."""
    request.session[SESSION] = viewing.pk


def end_in(request: HttpRequest) -> None:
    """Ends what the session sees as another person, if it does."""
    viewing = viewing_now(request)
    request.session.pop(SESSION, None)
    if viewing is not None:
        end_viewing(viewing, by=viewing.viewer)


def seen_as(viewing: Viewing) -> User:
    """The other person, marked so that what is kept closely is hidden."""
    setattr(viewing.viewed, VIEWED, viewing.viewer_id)
    return viewing.viewed


@contextmanager
def nothing_written() -> Iterator[None]:
    """In the block the database is asked and never told: a page that writes while it is read is refused."""
    with connections[DEFAULT_DB_ALIAS].execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(
    execute: Execute, sql: str, params: object, many: bool, context: dict[str, object]
) -> object:
    if sql.lstrip(" (\n").partition(" ")[0].upper() not in READS:
        raise PermissionDenied(_("You are viewing as another person: nothing can be changed."))
    return execute(sql, params, many, context)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _viewing_of(request: HttpRequest) -> Viewing | None:
    key = request.session.get(SESSION)
    if key is None:
        return None
    lasting = Viewing.objects.filter(pk=key, viewer=request.user.pk, ended_at=None, ends_at__gt=clock.now())
    found = lasting.filter(viewed__is_active=True).select_related("viewer", "viewed").first()
    if found is None or not may(request.user, "accounts.view_as"):
        del request.session[SESSION]
        return None
    return found
