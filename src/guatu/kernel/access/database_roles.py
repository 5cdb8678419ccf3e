"""In which role of the database does a piece of work run, and whose rows can that role touch?

    with as_portal(enterprise):     sees the rows of that enterprise, whatever is asked
    with as_statistics():           opens the store of micro-data, which is shut to everybody else

Trades say in their scopes.py which tables these are. The roles cannot sign in: a process takes them on for a
transaction. For whom stands in a setting that is vouched for: to set it is not enough.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Model
from psycopg import Connection, sql
from psycopg.errors import InvalidParameterValue

from guatu.base.errors import GuatuError

APP = "guatu_app"  # the pages and the jobs: no table is its own, and the micro-data are not there for it
PORTAL = "guatu_portal"
STATISTICS = "guatu_statistics"
ROLES = (APP, PORTAL, STATISTICS)

NO_ROLE = "the database has no role {}: run `guatu manage migrate` as an account that may make roles"
SWITCH = "SELECT set_config({}, {}, true), set_config('role', {}, true)"


@dataclass(frozen=True, slots=True)
class Protection:
    """How a table is kept: by which column a row is an enterprise's, what the portal may do to such rows."""

    enterprise_column: str = ""
    portal: tuple[str, ...] = ()
    apart: bool = False


_protected: dict[str, Protection] = {}
_taken_on: ContextVar[str] = ContextVar("guatu_database_role", default="")


def protect(
    model: type[Model],
    enterprise_column: str = "enterprise_id",
    *,
    writes: tuple[str, ...] = ("INSERT", "UPDATE"),
) -> None:
    """Lets the portal read the rows of the enterprise that it works for, and write those by `writes`."""
    kept = _protected.get(model._meta.db_table, Protection())
    _protected[model._meta.db_table] = Protection(enterprise_column, ("SELECT", *writes), kept.apart)


def open_to_portal(*models: type[Model]) -> None:
    """Lets the portal read these tables whole: forms, calendars, what is nobody's own."""
    for model in models:
        _protected[model._meta.db_table] = Protection(portal=("SELECT",))


def store_apart(*models: type[Model]) -> None:
    """Shuts these tables to all but `as_statistics` and, where they are protected too, their enterprise."""
    for model in models:
        kept = _protected.get(model._meta.db_table, Protection())
        _protected[model._meta.db_table] = Protection(kept.enterprise_column, kept.portal, apart=True)


def protections() -> dict[str, Protection]:
    """What is declared, by table."""
    return dict(_protected)


@contextmanager
def as_portal(enterprise_id: int, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Runs the block in one transaction that touches the rows of that enterprise alone."""
    with _taking_on(PORTAL, "enterprise", str(int(enterprise_id)), using):
        yield


@contextmanager
def as_statistics(*, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Runs the block in one transaction that the store of micro-data is open to."""
    with _taking_on(STATISTICS, "statistics", "all", using):
        yield


def vouching_key() -> bytes:
    """The key that this installation vouches with, made from its secret key."""
    return hashlib.sha256(b"guatu vouches for\0" + settings.SECRET_KEY.encode()).digest()


def vouched(kind: str, whom: str, backend: int) -> str:
    """The setting that says for whom a connection asks, with the sum that proves who said so."""
    key, message = vouching_key(), f"{kind}:{whom}:{backend}".encode()
    return f"{whom}.{hashlib.sha256(key + hashlib.sha256(key + message).digest()).hexdigest()}"


@contextmanager
def _taking_on(role: str, kind: str, whom: str, using: str) -> Iterator[None]:
    taken_on = f"{role} {whom}"
    if _taken_on.get() == taken_on:
        yield
        return
    if _taken_on.get():
        raise GuatuError("role_within_role", f"{_taken_on.get()} is at work here, not {taken_on}")
    token = _taken_on.set(taken_on)
    try:
        with transaction.atomic(using=using):
            plain: Connection[tuple[object, ...]] = connections[using].connection
            before = _say(plain, role, kind, vouched(kind, whom, plain.info.backend_pid))
            yield
            # A commit ends both settings by itself; a savepoint does not.
            if not connections[using].needs_rollback:
                plain.execute(sql.SQL(SWITCH).format(f"guatu.{kind}", "", before))
    finally:
        _taken_on.reset(token)


def _say(plain: Connection[tuple[object, ...]], role: str, kind: str, setting: str) -> str:
    """Takes the role on; returns which one was at work before."""
    (before,) = plain.execute("SELECT current_setting('role')").fetchone() or ("none",)
    try:
        plain.execute(sql.SQL(SWITCH).format(f"guatu.{kind}", setting, role))
    except InvalidParameterValue:
        raise GuatuError("no_database_role", NO_ROLE.format(role)) from None
    return str(before)
