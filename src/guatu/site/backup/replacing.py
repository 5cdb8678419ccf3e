"""How does a restored database take the place of another, all at once or not at all?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from guatu.site.trouble import TroubleError

TABLES = "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
BESIDE = "_restoring"
BEFORE = "_before_restore"


def replaced_name(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(address)._replace(path=f"/{quote(name)}").geturl()


def name_of(address: str) -> str:
    """The name of the database at that address."""
    with psycopg.connect(address) as connection:
        return connection.info.dbname


def is_empty(address: str) -> bool:
    """Whether the database has no table."""
    with psycopg.connect(address) as connection:
        return connection.execute(TABLES).fetchone() == (0,)


def refuse_while_used(address: str) -> None:
    """Raises where others are connected: what they write now would be lost."""
    with psycopg.connect(address) as connection:
        row = connection.execute(OTHERS).fetchone()
    if row and row[0]:
        raise TroubleError(
            f"{row[0]} other connections use this database. Stop the pages and the workers first "
            "(guatu serve, guatu work, guatu live, or the demonstration)."
        )


@contextmanager
def database_beside(address: str) -> Iterator[str]:
    """An empty database beside the one at that address, for the time of the block; yields its address."""
    name = f"{name_of(address)}{BESIDE}"
    with _maintenance(address) as connection:
        _drop(connection, name)
        _create(connection, name)
    try:
        yield replaced_name(address, name)
    finally:
        with _maintenance(address) as connection:
            _drop(connection, name)


def take_place(address: str) -> None:
    """Puts the database beside in the place of the one at that address, which is deleted."""
    name = name_of(address)
    old, new = f"{name}{BEFORE}", f"{name}{BESIDE}"
    with _maintenance(address) as connection:
        _drop(connection, old)
        with connection.transaction():
            _rename(connection, name, old)
            _rename(connection, new, name)
        _drop(connection, old)


def create_roles(address: str, roles: Iterable[str]) -> None:
    """Makes the roles that the tables name and the server lacks; nobody can sign in as one of them."""
    with psycopg.connect(address, autocommit=True) as connection:
        there = {str(name) for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        lacking = sorted(set(roles) - there)
        statements = [sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)) for role in lacking]
        try:
            for statement in statements:
                connection.execute(statement)
        except InsufficientPrivilege as error:
            wanted = "; ".join(statement.as_string(connection) for statement in statements)
            raise TroubleError(f"Have the server's administrator run first: {wanted}") from error


@contextmanager
def _maintenance(address: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(replaced_name(address, "postgres"), autocommit=True) as connection:
        yield connection


def _create(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    try:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    except InsufficientPrivilege as error:
        raise TroubleError(
            "The account of DATABASE_URL may not make a database, and a backup is restored beside the old "
            "one first. Grant it CREATEDB for the time of the restore."
        ) from error


def _drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _rename(connection: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
    )
