"""How do open pages learn that something changed?"""

import re

from django.db import connection

CHANNEL = "guatu_live"
TOPIC = re.compile(r"[a-z][a-z0-9_.:-]{0,63}")


def announce(topic: str) -> None:
    """Tells every open page that `topic` ("figures", "plan:12") changed, once this transaction holds.

    PostgreSQL delivers it with the commit, drops it with a rollback, and says the same thing only once a
    transaction, so an action may announce as often as it likes.
    """
    if not TOPIC.fullmatch(topic):
        raise ValueError(f"{topic!r} is not a topic: lower-case letters, digits and _.:- only")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
