"""Who is calling: a program by its key, or the reader's own browser?"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from guatu.base import clock
from guatu.kernel.access.rights import require
from guatu.kernel.access.signing_in.duties import duties_of
from guatu.surfaces.api.actions import fingerprint_of
from guatu.surfaces.api.models import Key

RIGHT = "api.use"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ByKey(HttpBearer):
    """`Authorization: Bearer …` with a key; the request is then that of the key's user."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The user of the key; PermissionDenied for a write with a key that only reads."""
        key = Key.objects.select_related("user").filter(fingerprint=fingerprint_of(token)).first()
        if key is None or not key.opens(clock.today()) or not key.user.is_active:
            return None
        require(key.user, RIGHT)
        if duties_of(key.user):
            # A password that somebody else knows, a second factor that is missing: a key is no way around.
            raise PermissionDenied(_("Sign in first: your account has something to settle."))
        if request.method not in _READING and not key.may_write:
            raise PermissionDenied(_("This key only reads. Make one that may write."))
        request.user = key.user
        return key.user


class BySession(SessionAuth):
    """The reader's own browser, for the page that shows the API; a post needs the token against forgery."""

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        """The signed-in user."""
        if not request.user.is_authenticated:
            return None
        require(request.user, RIGHT)
        return request.user
