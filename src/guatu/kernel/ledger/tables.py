"""Which tables are there, and how does a row of each enter the ledger?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from psycopg import Connection, sql

# Without an order of their own, values of these types are compared by their text.
UNCOMPARABLE = frozenset({"json", "xml", "point", "polygon", "path"})
OWN = frozenset(
    {
        "ledger_action",
        "ledger_change",
        "ledger_entry",
        "ledger_leaf",
        "ledger_node",
        "ledger_checkpoint",
        "ledger_personal",
    }
)

COLUMNS = """
SELECT c.relname, a.attname, t.typname, coalesce(a.attnum = ANY (i.indkey), false), a.attnotnull
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True)
class Policy:
    """What differs from "every row of every table enters as it is"; reviewed, each with its reason.

    `unledgered`: table -> why nothing of it enters. `fingerprinted`: table -> columns that enter as the
    SHA-256 of their content, as bytes always do. `personal`: table -> columns that enter as salted
    references. `of_account`: table -> the column that says whose account a row is about, where what is
    personal in it is that person's own.
    """

    unledgered: Mapping[str, str] = field(default_factory=dict)
    fingerprinted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    personal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_account: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column and the way in which it enters."""

    name: str
    type: str
    in_key: bool
    required: bool
    fingerprinted: bool = False
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One ledgered table."""

    name: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        """The columns of the primary key."""
        return tuple(column for column in self.columns if column.in_key)


def ledgered_tables(connection: Connection[tuple[object, ...]], policy: Policy) -> list[Table]:
    """Every table of the database but the ledger's own and the exceptions, from the database's catalogue."""
    found: dict[str, list[Column]] = {}
    for name, column, type_name, in_key, required in connection.execute(COLUMNS):
        table = str(name)
        if table not in OWN and table not in policy.unledgered:
            found.setdefault(table, []).append(
                _column(policy, table, str(column), str(type_name), bool(in_key), bool(required))
            )
    return [Table(name, tuple(columns)) for name, columns in found.items()]


def _column(policy: Policy, table: str, name: str, type_name: str, in_key: bool, required: bool) -> Column:
    return Column(
        name,
        type_name,
        in_key,
        required,
        fingerprinted=type_name == "bytea" or name in policy.fingerprinted.get(table, ()),
        personal=name in policy.personal.get(table, ()),
    )


def key_of(table: Table, row: str) -> sql.Composable:
    """The key of `row` as JSON text: a number or a string, a list for a key of several columns."""
    columns = [sql.Identifier(row, column.name) for column in table.key]
    if [column.type for column in table.key] in (["int4"], ["int8"]):
        return sql.SQL("{}::text").format(columns[0])
    if len(columns) == 1:
        return sql.SQL("to_json({})::text").format(columns[0])
    return sql.SQL("json_build_array({})::text").format(sql.SQL(", ").join(columns))


def content_of(table: Table, row: str, column: Column) -> sql.Composable:
    """What enters for one column of `row`."""
    name = sql.Identifier(row, column.name)
    if column.personal:
        return sql.SQL("ledger_refer({}, {}, {}, {}::text)").format(
            sql.Literal(table.name), key_of(table, row), sql.Literal(column.name), name
        )
    if not column.fingerprinted:
        return name
    raw = name if column.type == "bytea" else sql.SQL("convert_to({}::text, 'UTF8')").format(name)
    return sql.SQL("'sha256:' || encode(sha256({}), 'hex')").format(raw)


def contents(table: Table, row: str, columns: Iterable[Column]) -> sql.Composable:
    """What enters for those columns, as the list of a SELECT."""
    return sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(content_of(table, row, column), sql.Identifier(column.name))
        for column in columns
    )


def differs(column: Column) -> sql.Composable:
    """Whether the column differs between the rows `o` and `n`."""
    cast = sql.SQL("::text" if column.type in UNCOMPARABLE else "")
    old, new = sql.Identifier("o", column.name), sql.Identifier("n", column.name)
    return sql.SQL("{}{} IS DISTINCT FROM {}{}").format(old, cast, new, cast)
