"""How does somebody's personal data vanish, so that all proofs stay as they are?

Personal values stand in the ledger as salted references. Erasing empties the fields of the rows and forgets
what the references stood for; the entries, their hashes and the tree are not touched. That it was done, by
whom and why, is an action. PIPL (个人信息保护法) art. 47.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import Connection, sql
from psycopg.errors import DataError, IntegrityError

from guatu.base.errors import Refused
from guatu.kernel.ledger.context import Acting, action
from guatu.kernel.ledger.tables import Column, Table, key_of, ledgered_tables

Connected = Connection[tuple[object, ...]]

VALUES = "SELECT value FROM ledger_personal WHERE relation = %s AND key = %s"
FORGET = "DELETE FROM ledger_personal WHERE relation = %s AND key = %s"
ADDRESSES = "ledger_action"  # the relation under which the addresses of an account's sessions are kept
TEXTS = """
SELECT c.relname, a.attname FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, 'SELECT')
    AND t.typname IN ('text', 'varchar', 'json', 'jsonb', 'inet')
ORDER BY c.relname, a.attnum
"""
STANDS = """SELECT count(*) FROM {} n
WHERE EXISTS (SELECT FROM unnest(%s::text[]) v WHERE strpos(n.{}::text, v) > 0)"""
# Shorter ones would be found everywhere.
SHORTEST_LOOKED_FOR = 2


@dataclass(frozen=True)
class Row:
    """One row: its table, and its key as the ledger writes it (12, "a text")."""

    table: str
    key: str


@dataclass(frozen=True)
class Place:
    """Where one of the erased values is still found, and in how many rows."""

    table: str
    column: str
    rows: int


@dataclass(frozen=True)
class Erasure:
    """How many values the ledger forgot, and where else they stand: other rows, imported files, letters."""

    forgotten: int
    still_found: tuple[Place, ...]


def erase_person(rows: Sequence[Row], *, reason: str, by: Acting | None) -> Erasure:
    """Empties the personal fields of these rows and forgets every value that they ever had.

    A row that cannot be without them is deleted. Refused without a reason, and where nothing is personal.
    """
    if not reason.strip():
        raise Refused("no_reason", _("Say why this is erased: the law, or the request of whom."))
    with action("ledger.erase_person", by=by, reason=reason.strip(), always=True):
        plain = _connection()
        tables = _personal_tables(plain)
        for row in rows:
            if row.table not in {*tables, ADDRESSES}:
                raise Refused(
                    "nothing_personal", _("%(table)s holds nothing personal.") % {"table": row.table}
                )
        before = [value for row in rows for value in _values(plain, row)]
        for row in rows:
            if row.table in tables:
                _empty(plain, tables[row.table], row)
        forgotten = sum(plain.execute(FORGET, [row.table, row.key]).rowcount for row in rows)
        return Erasure(forgotten, tuple(_look_for(plain, before)))


def rows_of_account(account: Acting) -> list[Row]:
    """The rows that are about that account, and the addresses that it came from."""
    plain = _connection()
    found = [Row(ADDRESSES, str(account.pk))]
    for table in _personal_tables(plain).values():
        column = settings.LEDGER_POLICY.of_account.get(table.name)
        if column:
            query = sql.SQL("SELECT {} FROM {} n WHERE {} = %s").format(
                key_of(table, "n"), sql.Identifier(table.name), sql.Identifier(column)
            )
            found += [Row(table.name, str(key)) for (key,) in plain.execute(query, [account.pk])]
    return found


def _connection() -> Connected:
    # Past the ORM: which tables and columns there are is a question to the database's catalogue.
    connection.ensure_connection()
    plain: Connected = connection.connection
    return plain


def _personal_tables(plain: Connected) -> dict[str, Table]:
    tables = ledgered_tables(plain, settings.LEDGER_POLICY)
    return {table.name: table for table in tables if _personal(table)}


def _personal(table: Table) -> list[Column]:
    return [column for column in table.columns if column.personal]


def _values(plain: Connected, row: Row) -> list[str]:
    return [str(value) for (value,) in plain.execute(VALUES, [row.table, row.key])]


def _empty(plain: Connected, table: Table, row: Row) -> None:
    words = {
        "table": sql.Identifier(table.name),
        "key": key_of(table, "n"),
        "row": sql.Literal(row.key),
        "nothing": sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(column.name), "" if column.required else None)
            for column in _personal(table)
        ),
    }
    try:
        with plain.transaction():
            plain.execute(sql.SQL("UPDATE {table} n SET {nothing} WHERE {key} = {row}").format(**words))
    except (IntegrityError, DataError):
        plain.execute(sql.SQL("DELETE FROM {table} n WHERE {key} = {row}").format(**words))


def _look_for(plain: Connected, values: Iterable[str]) -> Iterable[Place]:
    wanted = sorted({value for value in values if len(value) >= SHORTEST_LOOKED_FOR})
    for table, column in plain.execute(TEXTS).fetchall() if wanted else ():
        query = sql.SQL(STANDS).format(sql.Identifier(str(table)), sql.Identifier(str(column)))
        (count,) = plain.execute(query, [wanted]).fetchone() or (0,)
        if count:
            yield Place(str(table), str(column), int(str(count)))
