"""How does forming follow a commit at once, in the process that wrote?

The triggers raise a notice with the rows that they note; whoever wrote over a connection of Django hears it
with the answer to its statement, without a question more, and forms the numbers after its commit. Whoever
wrote otherwise, or was killed before, is followed by the worker (`jobs.py`).
"""

from __future__ import annotations

import logging
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from psycopg import Connection
from psycopg.errors import Diagnostic

from guatu.kernel.measures.recomputing import form_touched

TOUCHED = "GT001"
# An answer does not wait longer for another process that forms; the worker's next round does it.
PATIENCE_MS = 2000

log = logging.getLogger(__name__)
_heard: WeakSet[Connection[object]] = WeakSet()


def follow_commits() -> None:
    """From now on every connection of this process hears what its writes touch."""
    connection_created.connect(_listen, dispatch_uid="guatu.kernel.measures")


def form_now() -> None:
    """Forms what was touched; what cannot be formed now is logged and left to the worker."""
    try:
        form_touched(patience_ms=PATIENCE_MS)
    except DatabaseError as error:
        log.warning("numbers were not formed after a commit and wait for the worker: %s", error)


def _listen(connection: BaseDatabaseWrapper, **others: object) -> None:
    plain = connection.connection
    if plain is not None and plain not in _heard and connection.alias == DEFAULT_DB_ALIAS:
        plain.add_notice_handler(_hear)
        _heard.add(plain)


def _hear(notice: Diagnostic) -> None:
    if notice.sqlstate != TOUCHED:
        return
    writing = connections[DEFAULT_DB_ALIAS]
    asked = any(form_now in waiting for waiting in writing.run_on_commit)
    if writing.in_atomic_block and not asked:
        transaction.on_commit(form_now, using=DEFAULT_DB_ALIAS, robust=True)
