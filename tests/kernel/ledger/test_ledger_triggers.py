"""Does the database record every write to a ledgered table, and refuse those without an action?"""

import hashlib
import json
from uuid import uuid4

import psycopg
import pytest
from plain_ledger import POLICY, acting
from psycopg.errors import InsufficientPrivilege, UniqueViolation

from guatu.kernel.ledger.tables import Policy
from guatu.kernel.ledger.triggers import FEW, MANY, install, untriggered


def entries(connection, relation=None):
    query = "SELECT relation, key, op, before, after FROM ledger_entry ORDER BY seq"
    return [row for row in connection.execute(query) if relation in (None, row[0])]


def test_a_write_outside_of_an_action_is_refused(ledger):
    for statement in (
        "INSERT INTO firm (id) VALUES (1)",
        "COPY firm (id) FROM PROGRAM 'echo 1'",
        "WITH x AS (SELECT 1) INSERT INTO firm (id) SELECT 1 ON CONFLICT (id) DO UPDATE SET name = 'x'",
        "MERGE INTO firm f USING (VALUES (1)) s (i) ON f.id = i WHEN NOT MATCHED THEN INSERT (id) VALUES (1)",
        "TRUNCATE firm",
    ):
        with pytest.raises(InsufficientPrivilege):
            ledger.execute(statement)
    assert ledger.execute("SELECT count(*) FROM firm").fetchone() == (0,)


def test_a_statement_that_writes_nothing_needs_no_action(ledger):
    ledger.execute("UPDATE firm SET name = 'x' WHERE id = 1")
    ledger.execute("DELETE FROM firm")
    assert entries(ledger) == []


def test_an_insert_enters_whole_and_an_update_by_what_it_changed(ledger):
    with acting(ledger) as action:
        ledger.execute(
            """INSERT INTO firm VALUES (1, '星野"重工"', 12.50, '{"b": [1, null]}', '2019-03-01')"""
        )
        ledger.execute("UPDATE firm SET output = NULL, name = name")
        ledger.execute("UPDATE firm SET name = name")
        ledger.execute("DELETE FROM firm")
    first, *rest = entries(ledger)
    assert first[:3] == ("ledger_action", f'"{action.id}"', "insert")
    whole = {
        "id": 1,
        "name": '星野"重工"',
        "output": 12.5,
        "facts": {"b": [1, None]},
        "founded": "2019-03-01",
    }
    assert rest == [
        ("firm", "1", "insert", None, whole),
        ("firm", "1", "update", {"output": 12.5}, {"output": None}),
        ("firm", "1", "delete", {**whole, "output": None}, None),
    ]


def test_one_statement_that_changes_some_rows_makes_an_entry_for_each(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id, name) SELECT i, 'a' FROM generate_series(1, %s::int) i", [FEW])
        ledger.execute("UPDATE firm SET name = 'b' WHERE id % 2 = 0")
        ledger.execute("UPDATE firm SET id = id + 1000 WHERE id = 1")
    ops = [op for relation, _, op, _, _ in entries(ledger) if relation == "firm"]
    assert (ops.count("insert"), ops.count("update"), ops.count("delete")) == (FEW + 1, FEW // 2, 1)


def test_one_statement_that_changes_many_rows_makes_few_entries_that_tell_of_each(ledger):
    with acting(ledger) as action:
        ledger.execute("INSERT INTO firm (id, name) SELECT i, 'a' FROM generate_series(1, 300) i")
        ledger.execute("UPDATE firm SET name = CASE WHEN id % 3 = 0 THEN 'b' ELSE name END")
        ledger.execute("UPDATE firm SET id = id + 1000 WHERE id <= 200")
        ledger.execute("DELETE FROM firm WHERE id > 1000")
    told: dict[str, dict[object, tuple[object, object]]] = {}
    for _, key, op, before, after in entries(ledger, "firm"):
        assert len(json.loads(key)) <= MANY
        befores, afters = (content or [None] * len(json.loads(key)) for content in (before, after))
        told.setdefault(op, {}).update(zip(json.loads(key), zip(befores, afters, strict=True), strict=True))
    whole = {"name": "a", "output": None, "facts": None, "founded": None}
    assert told["inserts"][300] == (None, {"id": 300, **whole})
    assert told["inserts"][1003] == (None, {"id": 1003, **whole, "name": "b"})
    assert told["updates"] == {number: ({"name": "a"}, {"name": "b"}) for number in range(3, 301, 3)}
    assert told["deletes"][1] == ({"id": 1, **whole}, None)
    assert {op: len(rows) for op, rows in told.items()} == {"inserts": 500, "updates": 100, "deletes": 400}
    each = "SELECT op, count(*), count(DISTINCT (key, op)) FROM ledger_change WHERE action = %s GROUP BY op"
    assert sorted(ledger.execute(each, [action.id])) == [
        ("delete", 400, 400),
        ("insert", 501, 501),
        ("update", 100, 100),
    ]


def test_many_rows_with_keys_of_two_columns_and_personal_values_enter_as_single_ones_do(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO link SELECT i, i + 1 FROM generate_series(1, 100) i")
        ledger.execute("INSERT INTO person SELECT i, '李四' || i, 'clerk' FROM generate_series(1, 100) i")
        ledger.execute("INSERT INTO link VALUES (7, 7); INSERT INTO person VALUES (777, '李四', 'clerk')")
    one = dict(ledger.execute("SELECT relation, key FROM ledger_entry WHERE op = 'insert'").fetchall())
    assert (one["link"], one["person"]) == ("[7, 7]", "777")
    keys = ledger.execute("SELECT key FROM ledger_change WHERE relation = 'link' ORDER BY seq").fetchall()
    assert {key for (key,) in keys} == {f"[{i}, {i + 1}]" for i in range(1, 101)} | {"[7, 7]"}
    held = "SELECT value FROM ledger_personal WHERE relation = 'person' AND key = '42' AND reference = %s"
    (after,) = ledger.execute(
        "SELECT after FROM ledger_change WHERE relation = 'person' AND key = '42'"
    ).fetchone()
    assert ledger.execute(held, [after["name"]]).fetchone() == ("李四42",)


def test_an_upsert_is_recorded_as_what_it_did(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id, name) VALUES (1, 'a')")
        ledger.execute(
            "INSERT INTO firm (id, name) VALUES (1, 'b'), (2, 'c')"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name"
        )
    assert sorted((key, op) for _, key, op, _, _ in entries(ledger, "firm")) == [
        ("1", "insert"),
        ("1", "update"),
        ("2", "insert"),
    ]


def test_rows_without_a_column_beside_their_key_are_recorded(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO link VALUES (1, 2)")
        ledger.execute("UPDATE link SET right_id = 3")
    assert sorted((key, op) for _, key, op, _, _ in entries(ledger, "link")) == [
        ("[1, 2]", "delete"),
        ("[1, 2]", "insert"),
        ("[1, 3]", "insert"),
    ]


def test_bytes_and_long_texts_enter_as_their_sha256(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO paper (content, text) VALUES ('\\x0102', '年度工作计划')")
        ledger.execute("UPDATE paper SET content = '\\x03'")
    (*_, inserted), (*_, before, after) = entries(ledger, "paper")
    assert inserted["content"] == "sha256:" + hashlib.sha256(b"\x01\x02").hexdigest()
    assert inserted["text"] == "sha256:" + hashlib.sha256("年度工作计划".encode()).hexdigest()
    assert before == {"content": inserted["content"]}
    assert after == {"content": "sha256:" + hashlib.sha256(b"\x03").hexdigest()}


def test_personal_fields_enter_as_salted_references_that_can_be_forgotten(ledger):
    with acting(ledger):
        ledger.execute(
            "INSERT INTO person VALUES (1, '王小明', 'clerk'), (2, '王小明', 'clerk'), (3, '', '')"
        )
    texts = [json.dumps(row[4], ensure_ascii=False) for row in entries(ledger)]
    assert not any("王小明" in text or "192.0.2.7" in text for text in texts)
    references = [row[4]["name"] for row in entries(ledger, "person")]
    assert references[0] != references[1]
    assert references[2] == ""
    query = "SELECT salt, value FROM ledger_personal WHERE reference = %s"
    salt, value = ledger.execute(query, [references[0]]).fetchone()
    assert references[0] == "ref:" + hashlib.sha256((salt + value).encode()).hexdigest()
    with pytest.raises(InsufficientPrivilege):
        ledger.execute("DELETE FROM ledger_personal WHERE key = '1'")
    with acting(ledger, "test.forget"):
        ledger.execute("DELETE FROM ledger_personal WHERE relation = 'person' AND key = '1'")
    assert ledger.execute(query, [references[0]]).fetchone() is None
    assert entries(ledger, "ledger_personal") == [
        ("ledger_personal", json.dumps(references[0]), "delete", None, None)
    ]


@pytest.mark.parametrize(
    "table",
    ["ledger_entry", "ledger_leaf", "ledger_node", "ledger_checkpoint", "ledger_personal"],
)
def test_the_ledger_is_only_added_to(ledger, table):
    column = ledger.execute(f"SELECT * FROM {table} LIMIT 0").description[0].name
    for statement in (f"UPDATE {table} SET {column} = {column}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(InsufficientPrivilege, match="refused"), ledger.transaction():
            open_and_run(ledger, statement)
    if table != "ledger_personal":
        with pytest.raises(InsufficientPrivilege, match="refused"):
            ledger.execute(f"DELETE FROM {table}")


def open_and_run(connection, statement):
    with acting(connection):
        connection.execute(statement)


def test_an_entry_is_not_written_by_hand(ledger):
    with pytest.raises(InsufficientPrivilege, match="triggers"), acting(ledger) as action:
        ledger.execute(
            "INSERT INTO ledger_entry (xact, action, relation, key, op)"
            " VALUES (1, %s, 'firm', '1', 'insert')",
            [action.id],
        )


def test_who_opens_an_action_by_hand_does_not_choose_when_it_was_recorded(ledger):
    said = {
        "id": str(uuid4()),
        "verb": "psql.write",
        "actor": 1,
        "happened_at": "2019-01-01T00:00:00Z",
        "recorded_at": "2019-01-01T00:00:00Z",
        "db_user": "somebody",
    }
    with ledger.transaction():
        ledger.execute("SELECT set_config('guatu.action', %s, true)", [json.dumps(said)])
        ledger.execute("INSERT INTO ledger_action DEFAULT VALUES")
    query = """SELECT recorded_at > now() - interval '1 minute', db_user = session_user, actor, xact > 1
    FROM ledger_action"""
    assert ledger.execute(query).fetchone() == (True, True, 1, True)
    assert [row[0] for row in entries(ledger)] == ["ledger_action"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO ledger_action (id, verb) VALUES (gen_random_uuid(), 'psql.write')",
        "DELETE FROM ledger_action",
        "SELECT ledger_open_action('firm')",
    ],
)
def test_an_action_is_not_written_by_hand(ledger, statement):
    with pytest.raises(InsufficientPrivilege), acting(ledger):
        ledger.execute(statement)


def test_who_claims_that_an_action_is_open_is_not_believed(ledger):
    with acting(ledger) as old:
        ledger.execute("INSERT INTO firm (id) VALUES (1)")
    with ledger.transaction():
        for name in ("guatu.action", "guatu.opened"):
            ledger.execute("SELECT set_config(%s, %s, true)", [name, old.as_setting()])
        with pytest.raises(UniqueViolation, match="an_action_is_of_one_transaction"), ledger.transaction():
            ledger.execute("INSERT INTO firm (id) VALUES (2)")
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id) VALUES (3)")
        with ledger.transaction():
            ledger.execute("INSERT INTO firm (id) VALUES (4)")
            raise psycopg.Rollback
        ledger.execute("INSERT INTO firm (id) VALUES (5)")
    assert [key for _, key, *_ in entries(ledger, "firm")] == ["1", "3", "5"]


def test_what_opened_the_action_may_be_taken_back_alone(ledger):
    with acting(ledger) as action:
        with ledger.transaction():
            ledger.execute("INSERT INTO firm (id) VALUES (1)")
            raise psycopg.Rollback
        ledger.execute("INSERT INTO firm (id) VALUES (2)")
    assert [(relation, key) for relation, key, *_ in entries(ledger)] == [
        ("ledger_action", f'"{action.id}"'),
        ("firm", "2"),
    ]


def test_an_address_has_one_reference_a_day_and_account(ledger):
    for number in range(3):
        with acting(ledger):
            ledger.execute("INSERT INTO firm (id) VALUES (%s)", [number])
    query = "SELECT count(*), count(DISTINCT session) FROM ledger_action"
    assert ledger.execute(query).fetchone() == (3, 1)
    assert ledger.execute("SELECT value FROM ledger_personal").fetchall() == [("192.0.2.7",)]


def test_an_action_ends_with_its_transaction(ledger):
    with acting(ledger) as action:
        ledger.execute("INSERT INTO firm (id) VALUES (1)")
    ledger.execute("SELECT set_config('guatu.action', %s, false)", [action.as_setting()])
    with pytest.raises(UniqueViolation, match="an_action_is_of_one_transaction"):
        ledger.execute("INSERT INTO firm (id) VALUES (2)")


def test_a_rolled_back_action_leaves_nothing(ledger):
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id) VALUES (1)")
        raise psycopg.Rollback
    assert entries(ledger) == []


def test_every_ledgered_table_has_its_triggers_and_the_excepted_none(ledger):
    assert untriggered(ledger, POLICY) == []
    assert install(ledger, POLICY) == []
    ledger.execute("INSERT INTO scratch VALUES (1)")
    ledger.execute("ALTER TABLE firm DISABLE TRIGGER ledger_update")
    ledger.execute("DROP TRIGGER ledger_delete ON paper")
    ledger.execute("ALTER TABLE link ADD COLUMN since date")
    assert untriggered(ledger, POLICY) == ["firm", "link", "paper"]
    ledger.execute("CREATE TABLE newcomer (id int PRIMARY KEY)")
    assert untriggered(ledger, POLICY) == ["firm", "link", "newcomer", "paper"]
    assert install(ledger, POLICY) == ["firm", "link", "newcomer", "paper"]
    assert untriggered(ledger, POLICY) == []
    with acting(ledger):
        ledger.execute("INSERT INTO link VALUES (1, 2, '2019-01-01')")
    assert entries(ledger, "link")[0][4]["since"] == "2019-01-01"


def test_a_table_without_a_key_stops_nothing_and_is_told_of(ledger):
    ledger.execute("CREATE TABLE nameless (number int)")
    assert install(ledger, POLICY) == []
    assert untriggered(ledger, POLICY) == ["nameless"]


def test_rows_that_were_there_before_enter_as_found(ledger):
    ledger.execute("INSERT INTO scratch VALUES (4), (2)")
    assert install(ledger, Policy()) == ["paper", "person", "scratch"]
    assert [(key, op, after) for _, key, op, _, after in entries(ledger, "scratch")] == [
        ("2", "found", {"id": 2}),
        ("4", "found", {"id": 4}),
    ]
    with pytest.raises(InsufficientPrivilege):
        ledger.execute("DELETE FROM scratch")
    install(ledger, POLICY)
    ledger.execute("DELETE FROM scratch")
