"""Do the tables say what the ledger says? Every row must be what all entries about it add up to."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import Connection, sql

from guatu.kernel.ledger.tables import Column, Policy, Table, contents, key_of, ledgered_tables

Connected = Connection[tuple[object, ...]]

# One reading of all entries, by nothing but themselves: the ways to them that the sealer keeps prove nothing.
TOLD = """
CREATE TEMP TABLE ledger_told ON COMMIT DROP AS
SELECT relation, key, ledger_merge(after::jsonb ORDER BY seq) FILTER (WHERE after IS NOT NULL) AS state,
       (array_agg(op ORDER BY seq DESC))[1] = 'delete' AS gone
FROM ledger_change WHERE relation NOT IN ('ledger_action', 'ledger_personal') GROUP BY relation, key;
CREATE INDEX ON ledger_told (relation);
ANALYZE ledger_told
"""
# A column that came or went later is compared only where both sides know it.
ROWS = """
WITH told AS (
    SELECT key, state, gone FROM ledger_told WHERE relation = {name}
), are AS (
    SELECT {key} AS key, to_jsonb(x) AS state, to_jsonb(y) AS personal
    FROM {table} n, LATERAL (SELECT {plain}) x, LATERAL (SELECT {personal}) y
)
SELECT key, CASE WHEN are.key IS NULL THEN 'is gone from the table, and no entry says so'
                 WHEN told.gone IS NOT FALSE THEN 'is in the table, and no entry says how it came'
                 ELSE 'says something else than its entries' END
FROM told FULL JOIN are USING (key)
WHERE (are.key IS NOT NULL AND told.gone IS NOT FALSE) OR (are.key IS NULL AND NOT told.gone)
   OR CASE WHEN are.key IS NOT NULL AND are.state || told.state <> are.state THEN EXISTS (
          SELECT FROM jsonb_object_keys(are.state) k
          WHERE told.state ? k AND told.state -> k IS DISTINCT FROM are.state -> k) END
   OR EXISTS (
          SELECT FROM jsonb_each_text(are.personal) now
          LEFT JOIN ledger_personal p ON p.reference = told.state ->> now.key
          WHERE told.state ? now.key AND NOT told.gone AND CASE
              WHEN p.reference IS NOT NULL THEN p.value IS DISTINCT FROM now.value
              WHEN told.state ->> now.key LIKE 'ref:%' THEN false
              ELSE told.state ->> now.key IS DISTINCT FROM now.value END)
ORDER BY key LIMIT {most}
"""

ACTIONLESS = """
SELECT DISTINCT e.action::text FROM ledger_entry e
WHERE NOT EXISTS (SELECT FROM ledger_action a WHERE a.id = e.action AND a.xact = e.xact) LIMIT %s
"""
FORGED = """
SELECT relation, key, field FROM ledger_personal
WHERE reference <> 'ref:' || encode(sha256(convert_to(salt || value, 'UTF8')), 'hex') LIMIT %s
"""


def differing_rows(connection: Connected, policy: Policy, most: int) -> Iterator[str]:
    """A sentence for each row that is not what its entries say, at most so many a table.

    The connection speaks UTC and sees one snapshot.
    """
    connection.execute(TOLD)
    for table in ledgered_tables(connection, policy):
        if not table.key:
            continue
        for key, verdict in connection.execute(_query(table, most)).fetchall():
            yield f"{table.name} {key} {verdict}."
    for relation, key, field in connection.execute(FORGED, [most]).fetchall():
        yield f"The personal value kept for {field} of {relation} {key} is not the one referred to."


def missing_actions(connection: Connected, most: int) -> Iterator[str]:
    """A sentence for each action that entries name and that was not opened in their transaction."""
    for (key,) in connection.execute(ACTIONLESS, [most]).fetchall():
        yield f"Action {key}, which entries name, was not opened with them."


def _query(table: Table, most: int) -> sql.Composed:
    plain = [column for column in table.columns if not column.personal]
    personal = [column for column in table.columns if column.personal]
    return sql.SQL(ROWS).format(
        name=sql.Literal(table.name),
        table=sql.Identifier(table.name),
        key=key_of(table, "n"),
        plain=contents(table, "n", plain),
        personal=sql.SQL(", ").join(_raw(column) for column in personal),
        most=sql.Literal(most),
    )


def _raw(column: Column) -> sql.Composable:
    return sql.SQL("{}::text AS {}").format(sql.Identifier("n", column.name), sql.Identifier(column.name))
