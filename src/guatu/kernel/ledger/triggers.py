"""What makes the database record or refuse every write to a ledgered table?

One function and four triggers a table, per statement: the rows of a statement are read from its transition
tables, which costs a third of what a trigger a row would. They are made from the database's own catalogue
after every migration, so that no table and no new column can be forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import uuid4

from psycopg import Connection, sql

from guatu.base.clock import now
from guatu.kernel.ledger.context import Action, Origin
from guatu.kernel.ledger.tables import Policy, Table, content_of, contents, differs, key_of, ledgered_tables

Connected = Connection[tuple[object, ...]]

FUNCTION = """
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC'
SET plan_cache_mode = force_generic_plan AS {body}
"""

# A full join has no nested-loop plan, so a plan kept from a statement of one row stays good for a million.
# The action is opened with the first row, so that a statement without rows needs none.
BODY = """
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT FROM new_rows OFFSET {few}) THEN
            INSERT INTO ledger_entry (xact, action, relation, key, op, after)
            SELECT ledger_xact(), {opened}, {name}, {keys}, 'inserts', json_agg(after)
            FROM (SELECT {key_of_new} AS key, {new} AS after, row_number() OVER () / {many} AS part
                  FROM new_rows n) e GROUP BY part ORDER BY part;
            RETURN NULL;
        END IF;
        INSERT INTO ledger_entry (xact, action, relation, key, op, after)
        SELECT ledger_xact(), {opened}, {name}, {key_of_new}, 'insert', {new}
        FROM new_rows n;
    ELSIF TG_OP = 'UPDATE' THEN
        IF EXISTS (SELECT FROM new_rows OFFSET {few}) THEN
            INSERT INTO ledger_entry (xact, action, relation, key, op, before, after)
            SELECT ledger_xact(), {opened}, {name}, {keys}, op || 's',
                CASE WHEN op <> 'insert' THEN json_agg(before) END,
                CASE WHEN op <> 'delete' THEN json_agg(after) END
            FROM (SELECT *, row_number() OVER () / {many} AS part FROM ({updated}) u) e
            GROUP BY op, part ORDER BY op, part;
            RETURN NULL;
        END IF;
        INSERT INTO ledger_entry (xact, action, relation, key, op, before, after)
        SELECT ledger_xact(), {opened}, {name}, key, op, before, after FROM ({updated}) e;
    ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM old_rows OFFSET {few}) THEN
            INSERT INTO ledger_entry (xact, action, relation, key, op, before)
            SELECT ledger_xact(), {opened}, {name}, {keys}, 'deletes', json_agg(before)
            FROM (SELECT {key_of_old} AS key, {old} AS before, row_number() OVER () / {many} AS part
                  FROM old_rows o) e GROUP BY part ORDER BY part;
            RETURN NULL;
        END IF;
        INSERT INTO ledger_entry (xact, action, relation, key, op, before)
        SELECT ledger_xact(), {opened}, {name}, {key_of_old}, 'delete', {old}
        FROM old_rows o;
    ELSE
        RAISE EXCEPTION '% is ledgered: truncate is refused, delete its rows', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
"""
UPDATED = """SELECT CASE WHEN {gone} THEN {key_of_old} ELSE {key_of_new} END AS key,
    CASE WHEN {gone} THEN 'delete' WHEN {came} THEN 'insert' ELSE 'update' END AS op,
    CASE WHEN {gone} THEN {old} WHEN NOT {came} THEN {before} END AS before,
    CASE WHEN {came} THEN {new} WHEN NOT {gone} THEN {after} END AS after
FROM old_rows o FULL JOIN new_rows n ON {same}
WHERE {gone} OR {came} OR {changed}"""
# A statement of more rows than FEW makes one entry for every MANY of them, which is half the work.
FEW, MANY = 64, 128
KEYS = sql.SQL("'[' || string_agg(key, ',') || ']'")
OPENED = "(SELECT ledger_open_action({name}))"

TRIGGERS = """
CREATE OR REPLACE TRIGGER ledger_insert AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER ledger_update AFTER UPDATE ON {table}
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER ledger_delete AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE OR REPLACE TRIGGER ledger_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""

# What was in a table before it was ledgered enters as it was found.
FOUND = """
INSERT INTO ledger_entry (xact, action, relation, key, op, after)
SELECT ledger_xact(), (SELECT ledger_open_action({name})), {name}, {key}, 'found', row_to_json(x)
FROM {table} n, LATERAL (SELECT {row}) x ORDER BY {key}
"""

INSTALLED = """
SELECT p.proname, p.prosrc, count(*) FILTER (WHERE t.tgenabled IN ('O', 'A'))
FROM pg_proc p LEFT JOIN pg_trigger t ON t.tgfoid = p.oid
WHERE p.pronamespace = 'public'::regnamespace AND p.proname LIKE 'ledger\\_of\\_%'
GROUP BY p.oid, p.proname, p.prosrc
"""
TRIGGERS_A_TABLE = 4


def install(connection: Connected, policy: Policy) -> list[str]:
    """Puts the triggers on every ledgered table that lacks them as they should be; returns those tables.

    Rows that were there before enter the ledger as found. An excepted table loses its triggers. A table with
    no primary key, which no migration of ours makes, is passed over here and told of by `untriggered`.
    """
    present = _installed(connection)
    tables = [table for table in ledgered_tables(connection, policy) if table.key]
    lacking = [table for table in tables if present.get(_function(table)) != _body(connection, table)]
    with connection.transaction():
        for table in lacking:
            _install_on(connection, table)
        _record_found(connection, [table for table in lacking if _function(table) not in present])
        for function in sorted(present.keys() - {_function(table) for table in tables}):
            connection.execute(sql.SQL("DROP FUNCTION {} CASCADE").format(sql.Identifier(function)))
    return [table.name for table in lacking]


def untriggered(connection: Connected, policy: Policy) -> list[str]:
    """The ledgered tables whose triggers are missing, switched off, or not as they should be.

    Among them any table without a primary key: its rows cannot be told apart, so it gets no triggers.
    """
    present = _installed(connection)
    return [
        table.name
        for table in ledgered_tables(connection, policy)
        if not table.key or present.get(_function(table)) != _body(connection, table)
    ]


def _installed(connection: Connected) -> dict[str, str]:
    """The ledger's functions on tables, each with its text; empty where a trigger is missing or off."""
    return {
        str(name): str(body) if count == TRIGGERS_A_TABLE else ""
        for name, body, count in connection.execute(INSTALLED)
    }


def _function(table: Table) -> str:
    # PostgreSQL cuts names at 63 bytes; a digest keeps long ones apart.
    name = f"ledger_of_{table.name}"
    return name if len(name) <= 63 else f"{name[:46]}_{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _install_on(connection: Connected, table: Table) -> None:
    function, name = sql.Identifier(_function(table)), sql.Identifier(table.name)
    body = sql.Literal(_body(connection, table))
    connection.execute(sql.SQL(FUNCTION).format(function=function, body=body))
    connection.execute(sql.SQL(TRIGGERS).format(table=name, function=function))


def _record_found(connection: Connected, tables: Iterable[Table]) -> None:
    opened = Action(uuid4(), "ledger.take_over_rows", None, now(), Origin())
    connection.execute("SELECT set_config('guatu.action', %s, true)", [opened.as_setting()])
    connection.execute("SET LOCAL timezone = 'UTC'")
    # Nobody else writes into the ledger while the guard is off: that takes a lock until the commit.
    connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_only_by_trigger")
    for table in tables:
        connection.execute(
            sql.SQL(FOUND).format(
                name=sql.Literal(table.name),
                table=sql.Identifier(table.name),
                key=key_of(table, "n"),
                row=contents(table, "n", table.columns),
            )
        )
    connection.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_only_by_trigger")
    connection.execute("SELECT set_config('guatu.action', '', true)")


def _body(connection: Connected, table: Table) -> str:
    gone, came = (sql.SQL("{} IS NULL").format(sql.Identifier(row, table.key[0].name)) for row in "no")
    same = (
        sql.SQL("{} = {}").format(sql.Identifier("o", column.name), sql.Identifier("n", column.name))
        for column in table.key
    )
    words: dict[str, sql.Composable] = {
        "name": sql.Literal(table.name),
        "opened": sql.SQL(OPENED).format(name=sql.Literal(table.name)),
        "key_of_new": key_of(table, "n"),
        "key_of_old": key_of(table, "o"),
        "new": _whole_row(table, "n"),
        "old": _whole_row(table, "o"),
        "gone": gone,
        "came": came,
        "same": sql.SQL(" AND ").join(same),
        "changed": sql.SQL(" OR ").join(differs(column) for column in table.columns),
        "before": _changed_fields(table, "o"),
        "after": _changed_fields(table, "n"),
        "few": sql.Literal(FEW),
        "many": sql.Literal(MANY),
        "keys": KEYS,
    }
    updated = sql.SQL(UPDATED).format(**words)
    return sql.SQL(BODY).format(updated=updated, **words).as_string(connection)


def _whole_row(table: Table, row: str) -> sql.Composable:
    """The JSON object of `row`."""
    if not any(column.fingerprinted or column.personal for column in table.columns):
        return sql.SQL("row_to_json({}.*)").format(sql.Identifier(row))
    return sql.SQL("(SELECT row_to_json(x) FROM (SELECT {}) x)").format(contents(table, row, table.columns))


def _changed_fields(table: Table, row: str) -> sql.Composable:
    """The JSON object of those columns of `row` that the update changed."""
    parts = sql.SQL(", ").join(
        sql.SQL("CASE WHEN {} THEN {} || coalesce(to_json({})::text, 'null') END").format(
            differs(column), sql.Literal(f'"{column.name}":'), content_of(table, row, column)
        )
        for column in table.columns
        if not column.in_key
    )
    return sql.SQL("('{{' || array_to_string(ARRAY[{}]::text[], ',') || '}}')::json").format(parts)
