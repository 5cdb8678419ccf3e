"""How long does a sign-in last, which ones last still, and how does one end?

A session ends after a while without a request and in any case after twelve hours. Django's own expiry of the
session does that, so nothing has to run for it. These spans are measured in real time: the clock of a
demonstration stands on one day.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import AbstractUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from guatu.base.clock import now
from guatu.kernel.access.rights import roles_of
from guatu.kernel.access.signing_in.models import SignIn

BEGAN, SEEN, IDLE, ROW = "began_at", "seen_at", "idle_s", "sign_in"
# A session is written to at most so often for being used.
TOUCH_S = 60
# Questions that a page asks by itself are no sign of a person: these views, and refreshes of the wall.
SILENT_VIEWS = frozenset({"sign_in_left", "desk:notices_bell"})
REFRESHED = "wall"

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("DingTalk", "DingTalk"),
    ("QQBrowser", "QQ Browser"),
    ("360SE", "360"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True)
class Lasting:
    """A sign-in that lasts still; `seen_s` is how many seconds ago it was last used."""

    sign_in: SignIn
    seen_s: int
    is_this: bool

    @property
    def device(self) -> str:
        """Browser and system in two words."""
        return device_of(self.sign_in.device)

    @property
    def seen_minutes(self) -> int:
        """How many whole minutes ago it was last used."""
        return self.seen_s // 60


class Attendance:
    """Lets a session last as long as its person uses it, within its limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on; whether it is a sign of a person is asked when its view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: object, kwargs: object
    ) -> None:
        """Moves the end of the session where somebody does something."""
        if BEGAN in request.session and not _asked_by_the_page(request):
            touch(request.session)


def begin(sender: object, request: HttpRequest, user: User, **others: object) -> None:
    """Writes down who signed in from where; called whenever Django signs somebody in."""
    session = request.session
    if not session.session_key:
        session.create()
    assert session.session_key
    # Who signs in again without having signed out goes on in the same session.
    sign_in, _is_new = SignIn.objects.get_or_create(
        session_key=session.session_key,
        defaults={
            "user": user,
            "began_at": now(),
            "address": request.META.get("REMOTE_ADDR") or None,
            "device": request.META.get("HTTP_USER_AGENT", "")[:200],
        },
    )
    session[ROW] = sign_in.pk
    session[BEGAN] = time.time()
    session[IDLE] = idle_seconds(user)
    touch(session, at_once=True)


def touch(session: SessionBase, *, at_once: bool = False) -> None:
    """Lets the session last as long again, up to its absolute end."""
    moment = time.time()
    if at_once or moment - session.get(SEEN, 0) >= TOUCH_S:
        session[SEEN] = moment
        session.set_expiry(max(1, _lasts_s(session, moment)))


def seconds_left(session: SessionBase) -> int:
    """How many seconds the session lasts if nothing more is done; 0 where nobody is signed in."""
    if BEGAN not in session:
        return 0
    since = session[SEEN]
    return max(0, int(since + _lasts_s(session, since) - time.time()))


def idle_seconds(user: AbstractUser) -> int:
    """How long the account's sessions may rest: a wall is looked at all day, a desk is left at noon."""
    minutes = [settings.IDLE_MINUTES_OF.get(role.value, settings.IDLE_MINUTES) for role in roles_of(user)]
    return 60 * min(minutes, default=settings.IDLE_MINUTES)


def lasting(user: AbstractUser, session: SessionBase | None = None) -> list[Lasting]:
    """The account's sign-ins that last still, newest first; `session` is the one in which it is asked."""
    open_ones = list(SignIn.objects.filter(user_id=user.pk, ended_at=None))
    sessions = _living(sign_in.session_key for sign_in in open_ones)
    current = sign_in_of(session) if session is not None else 0
    return [
        Lasting(sign_in, int(time.time() - sessions[sign_in.session_key].get(SEEN, 0)), sign_in.pk == current)
        for sign_in in open_ones
        if sign_in.session_key in sessions
    ]


def end_sign_ins(sign_ins: Iterable[SignIn], end: SignIn.End) -> int:
    """Ends those sign-ins at once, whatever runs in them; returns how many. Within the caller's action."""
    ended = list(sign_ins)
    Session.objects.filter(session_key__in=[sign_in.session_key for sign_in in ended]).delete()
    pks = [sign_in.pk for sign_in in ended]
    return SignIn.objects.filter(pk__in=pks, ended_at=None).update(ended_at=now(), end=end)


def close_lapsed() -> int:
    """Writes down the end of sign-ins whose session ended by itself; returns how many. Within an action."""
    open_ones = list(SignIn.objects.filter(ended_at=None))
    living = _living(sign_in.session_key for sign_in in open_ones)
    return end_sign_ins((each for each in open_ones if each.session_key not in living), SignIn.End.LAPSED)


def keep_track(session: SessionBase) -> None:
    """Tells the row of the sign-in its session's key after Django has changed it."""
    SignIn.objects.filter(pk=sign_in_of(session)).update(session_key=str(session.session_key))


def sign_in_of(session: SessionBase) -> int:
    """The key of the sign-in that the session belongs to; 0, which none has, where there is none."""
    return int(session.get(ROW, 0))


def device_of(user_agent: str) -> str:
    """Browser and system in two words, as far as the browser says which it is."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return " · ".join(word for word in (browser, system) if word) or _("unknown device")


def _lasts_s(session: SessionBase, moment: float) -> int:
    until_the_end = session[BEGAN] + settings.SESSION_COOKIE_AGE - moment
    return int(min(session.get(IDLE, 60 * settings.IDLE_MINUTES), until_the_end))


def _living(keys: Iterable[str]) -> dict[str, dict[str, float]]:
    stored = Session.objects.filter(session_key__in=list(keys), expire_date__gt=datetime.now(UTC))
    return {session.session_key: session.get_decoded() for session in stored}


def _asked_by_the_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    if match.view_name in SILENT_VIEWS:
        return True
    return REFRESHED in match.namespaces and request.headers.get("X-Requested-With") == "fetch"
