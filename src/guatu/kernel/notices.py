"""How do open pages learn that something changed?"""

import re
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import connection
from django.http import HttpRequest

CHANNEL = "guatu_live"
TOPIC = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")
# A wall hangs all day; a page that is older than that is loaded anew with the sign-in of the next day.
TICKET_AGE_S = 12 * 60 * 60
SALT = "guatu.live"
# What is announced under this is heard by one person alone; all else by everybody.
OWN = "notices:"


def announce(topic: str) -> None:
    """Tells every open page that `topic` ("figures", "plan:12") changed, once this transaction holds.

    PostgreSQL delivers it with the commit, drops it with a rollback, and says the same thing only once a
    transaction, so an action may announce as often as it likes.
    """
    if not TOPIC.fullmatch(topic):
        raise ValueError(f"{topic!r} is not a topic: lower-case letters, digits and _.:- only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])


def own_topic(person: int) -> str:
    """The topic that this person alone hears."""
    return f"{OWN}{person}"


def may_hear(topic: str, holder: str) -> bool:
    """Whether a page that `holder` (the key of an account) opened is told of the topic."""
    return not topic.startswith(OWN) or topic == f"{OWN}{holder}"


def stream_address(request: HttpRequest) -> str:
    """Returns where the page listens for changes; empty where nothing streams or nobody is signed in."""
    if not settings.LIVE_URL or not request.user.is_authenticated:
        return ""
    ticket = TimestampSigner(salt=SALT).sign(str(request.user.pk))
    return f"{settings.LIVE_URL}?{urlencode({'token': ticket})}"


def ticket_holder(token: str) -> str | None:
    """The key of the account whose page was given that token less than twelve hours ago; None for no such."""
    try:
        return TimestampSigner(salt=SALT).unsign(token, max_age=TICKET_AGE_S)
    except BadSignature:
        return None
