"""In which action does this connection write, and who acts?

    with action("plan.accept_item", by=user):
        ...

is one transaction. The triggers of ledgered tables read the action from the connection, so whatever writes in
between (the ORM, a bulk statement, raw SQL) is recorded under it, and what writes outside of it is refused.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar, cast
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import Connection, sql
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

from guatu.base.clock import now, require_aware

P = ParamSpec("P")
R = TypeVar("R")


class Acting(Protocol):
    """Who acts: an account, by its key."""

    @property
    def pk(self) -> int:
        """The key."""
        ...


@dataclass(frozen=True)
class Origin:
    """From which request, and from which address, comes what is done now."""

    request: str = ""
    session: str = ""


@dataclass(frozen=True)
class Action:
    """One action while it happens; `actor` is the key of the acting user, None for the system itself."""

    id: UUID
    verb: str
    actor: int | None
    happened_at: datetime
    origin: Origin
    reason: str = ""

    def as_setting(self) -> str:
        """What the triggers read from the connection."""
        return json.dumps(
            {
                "id": str(self.id),
                "verb": self.verb,
                "actor": self.actor,
                "happened_at": self.happened_at.isoformat(),
                "reason": self.reason or None,
                "request": self.origin.request or None,
                "session": self.origin.session or None,
            }
        )


NOWHERE = Origin()
_current: ContextVar[Action | None] = ContextVar("guatu_action", default=None)
_origin: ContextVar[Origin] = ContextVar("guatu_origin", default=NOWHERE)


@contextmanager
def action(
    verb: str,
    *,
    by: Acting | None,
    happened_at: datetime | None = None,
    reason: str = "",
    always: bool = False,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[Action]:
    """Runs the block as one action in one transaction; an action inside another joins the outer one.

    `happened_at` is when it happened in the world, the present moment if not given; when it was recorded is
    the database's own word. `reason` is why, where somebody said so. An action that changes no row leaves no
    trace, unless `always`.
    """
    outer = _current.get()
    connection = connections[using]
    if outer is not None and connection.in_atomic_block:
        with transaction.atomic(using=using):
            yield outer
        return
    moment = require_aware(happened_at or now())
    opened = Action(uuid4(), verb, _key_of(by), moment, _origin.get(), reason)
    inside_another_transaction = connection.in_atomic_block
    token = _current.set(opened)
    try:
        with transaction.atomic(using=using):
            _tell(using, opened.as_setting())
            if always:
                _execute(using, "INSERT INTO ledger_action DEFAULT VALUES")
            yield opened
            # A commit ends the setting by itself; a savepoint does not.
            if inside_another_transaction and not connection.needs_rollback:
                _tell(using, "")
    finally:
        _current.reset(token)


def ledgered(verb: str, *, always: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Makes each call of a function one action of the user in its keyword `by`.

    With a keyword `happened_at` of the function, that is when it happened.
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast("Acting | None", kwargs.get("by"))
            happened_at = cast("datetime | None", kwargs.get("happened_at"))
            with action(verb, by=by, happened_at=happened_at, always=always):
                return function(*args, **kwargs)

        return run

    return wrap


@contextmanager
def coming_from(request: str, session: str) -> Iterator[None]:
    """What is done in the block comes from that request and that address."""
    token = _origin.set(Origin(request, session))
    try:
        yield
    finally:
        _origin.reset(token)


def current_action() -> Action | None:
    """The action that is open here, None outside of any."""
    return _current.get()


def _key_of(by: Acting | None) -> int | None:
    return None if by is None else by.pk


def _tell(using: str, setting: str) -> None:
    """Says the action to the connection, in one message with the BEGIN where that was not sent yet."""
    plain = connections[using].connection
    telling = sql.SQL("SET LOCAL guatu.action = {}").format(setting).as_bytes(plain)
    if not _begins_plainly(plain):
        _execute(using, telling)
        return
    with connections[using].wrap_database_errors:
        result = plain.pgconn.exec_(b"BEGIN; " + telling)
        if result.status != ExecStatus.COMMAND_OK:
            raise error_from_result(result)


def _begins_plainly(plain: Connection[tuple[object, ...]]) -> bool:
    """Whether the next statement would begin a transaction with no more than BEGIN."""
    asked = (plain.isolation_level, plain.read_only, plain.deferrable)
    idle = plain.pgconn.transaction_status == TransactionStatus.IDLE
    return asked == (None, None, None) and not plain.autocommit and idle


def _execute(using: str, statement: str | bytes) -> None:
    # Past Django's cursors: this is not a question of the action's, and it is asked in every one.
    with connections[using].wrap_database_errors:
        connections[using].connection.execute(statement)
