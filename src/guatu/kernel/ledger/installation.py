"""With which key, hash and folder does this installation seal, and where is its database?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import Connection
from psycopg.conninfo import make_conninfo

from guatu.kernel.ledger.checkpoints import Notary, open_notary, require_signature
from guatu.kernel.ledger.tree import require_digest

Connected = Connection[tuple[object, ...]]

WORDS = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "options")


def own_notary() -> Notary:
    """Who signs the checkpoints of this installation, as the settings say."""
    return open_notary(
        settings.LEDGER_ORIGIN, settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS, settings.LEDGER_HASH
    )


def own_address() -> str:
    """The database of the ORM, and the role that it works in, for connections beside it."""
    known = connection.get_connection_params()
    return make_conninfo("", **{word: known[word] for word in WORDS if known.get(word)})


@contextmanager
def own_connection() -> Iterator[Connected]:
    """A connection to it for the block alone, each statement its own transaction."""
    with psycopg.connect(own_address(), autocommit=True) as opened:
        yield opened


def refuse_unusable_settings() -> None:
    """Raises a sentence where the settings ask for a hash or a signature that cannot be computed here."""
    require_digest(settings.LEDGER_HASH)
    require_signature(settings.LEDGER_SIGNATURE)
