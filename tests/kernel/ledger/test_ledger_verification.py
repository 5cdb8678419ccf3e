"""Does verification see every entry, every row, every checkpoint?"""

import psycopg
import pytest
from plain_ledger import POLICY, acting

from guatu.kernel.ledger import hashing_all
from guatu.kernel.ledger.checkpoints import kept_outside, open_notary
from guatu.kernel.ledger.hashes_kept import root_of
from guatu.kernel.ledger.hashing_all import hash_tree
from guatu.kernel.ledger.sealing import seal_batch
from guatu.kernel.ledger.tree import sha256
from guatu.kernel.ledger.triggers import FEW
from guatu.kernel.ledger.verification import verify

SILENCED = """CREATE OR REPLACE FUNCTION ledger_of_firm() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RETURN NULL; END'"""


@pytest.fixture
def filled(ledger, notary):
    for number in range(1, 8):
        with acting(ledger):
            ledger.execute("INSERT INTO firm (id, output, facts) VALUES (%s, 1.50, '{}')", [number])
            ledger.execute("INSERT INTO person VALUES (%s, '李四', 'clerk')", [number])
            ledger.execute("INSERT INTO paper (id, content, text) VALUES (%s, 'a'::bytea, 'b')", [number])
            ledger.execute("UPDATE firm SET facts = '{\"a\": 1}', name = 'x' WHERE id = %s", [number])
        seal_batch(ledger, notary)
    with acting(ledger):
        ledger.execute("DELETE FROM firm WHERE id = 3")
        ledger.execute("INSERT INTO firm (id) VALUES (3)")
        ledger.execute("DELETE FROM firm WHERE id = 4")
    return ledger


def codes(url, notary, **others):
    notes = [file.read_text() for file in kept_outside(notary.folder)]
    report = verify(url, notary.verifier, outside=notes, policy=POLICY, **others)
    return sorted({finding.code for finding in report.findings})


def unseen(connection, statement):
    connection.execute("SET session_replication_role = replica")
    connection.execute(statement)
    connection.execute("SET session_replication_role = origin")


def test_what_was_written_in_order_is_whole(filled, ledger_url, notary):
    notes = [file.read_text() for file in kept_outside(notary.folder)]
    report = verify(ledger_url, notary.verifier, outside=notes, policy=POLICY)
    assert report.findings == ()
    assert (report.entries, report.unsealed, report.checkpoints, report.outside) == (35, 4, 7, 7)


def test_an_empty_ledger_is_whole(ledger_url, notary):
    assert codes(ledger_url, notary) == []


@pytest.mark.parametrize(
    "change",
    [
        "before = '{}'",
        "after = '{}'",
        "key = key || ' '",
        "relation = 'paper'",
        "op = 'found'",
        "action = gen_random_uuid()",
    ],
)
def test_every_field_of_every_entry_counts(filled, ledger_url, notary, change):
    column, _, value = change.partition(" = ")
    query = f"SELECT seq FROM ledger_entry JOIN ledger_leaf USING (seq) WHERE {column}::text <> {value}::text"
    seqs = [seq for (seq,) in filled.execute(query)]
    assert seqs
    for seq in seqs[::5]:
        filled.execute("BEGIN")
        unseen(filled, f"UPDATE ledger_entry SET {change} WHERE seq = {seq}")
        filled.execute("COMMIT")
        report = verify(ledger_url, notary.verifier)
        assert f"Entry {seq} " in " ".join(finding.sentence for finding in report.findings)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE firm SET output = 1.51 WHERE id = 1", "row_differs"),
        ("UPDATE firm SET output = 0 WHERE id = 3", "row_differs"),
        ('UPDATE firm SET facts = \'{"a": 1, "b": 2}\' WHERE id = 1', "row_differs"),
        ("INSERT INTO firm (id) VALUES (4)", "row_differs"),
        ("DELETE FROM firm WHERE id = 5", "row_differs"),
        ("UPDATE paper SET content = 'b'", "row_differs"),
        ("UPDATE paper SET text = 'c'", "row_differs"),
        ("UPDATE person SET name = '张三' WHERE id = 2", "row_differs"),
        ("UPDATE ledger_personal SET value = '张三' WHERE relation = 'person' AND key = '2'", "row_differs"),
        ("UPDATE ledger_entry SET xact = xact + 1 WHERE relation = 'firm' AND key = '2'", "action_missing"),
        ("DELETE FROM ledger_entry WHERE relation = 'ledger_action'", "action_missing"),
        ("UPDATE ledger_leaf SET hash = sha256('x') WHERE position = 7", "altered"),
        ("DELETE FROM ledger_leaf WHERE position = 7", "leaves_missing"),
        ("UPDATE ledger_leaf SET hash = sha256('x') WHERE position = 2", "not_continued"),
        ("UPDATE ledger_checkpoint SET note = replace(note, 'hash', 'Hash')", "bad_signature"),
        ("ALTER TABLE firm DISABLE TRIGGER ledger_delete", "untriggered"),
        (SILENCED, "untriggered"),
    ],
)
def test_what_is_altered_past_the_triggers_is_found(filled, ledger_url, notary, change, code):
    unseen(filled, change)
    assert code in codes(ledger_url, notary)


def test_erasing_a_personal_value_leaves_the_ledger_whole(filled, ledger_url, notary):
    with acting(filled, "test.forget"):
        filled.execute("UPDATE person SET name = '' WHERE id = 2")
        filled.execute("DELETE FROM ledger_personal WHERE relation = 'person' AND key = '2'")
    seal_batch(filled, notary)
    assert codes(ledger_url, notary) == []
    everything = filled.execute(
        "SELECT string_agg(value, '') FROM ledger_personal WHERE key = '2'"
    ).fetchone()
    assert everything == (None,)


def test_a_column_that_comes_or_goes_does_not_break_the_comparison(filled, ledger_url, notary):
    filled.execute("ALTER TABLE firm ADD COLUMN staff int DEFAULT 5, DROP COLUMN founded")
    assert codes(ledger_url, notary) == ["untriggered"]


def test_a_checkpoint_of_another_key_counts_for_nothing(filled, ledger_url, notary, tmp_path):
    stranger = open_notary("guatu/test", tmp_path / "other-key", tmp_path / "other", "SHA-256")
    assert codes(ledger_url, stranger) == ["bad_signature", "size_differs"]


def test_chunks_hashed_apart_give_the_roots_of_the_whole(filled, ledger_url, notary, monkeypatch):
    monkeypatch.setattr(hashing_all, "CHUNK", 8)
    for total in (1, 7, 8, 9, 16, 23, 32, 35):
        tree = hash_tree(ledger_url, range(36), total, "SHA-256", workers=1)
        assert tree.roots == {size: root_of(filled, size, sha256) for size in range(1, total + 1)}
        assert tree.altered == tree.missing == ()


def test_chunks_are_hashed_by_two_processes(filled, ledger_url, notary):
    with acting(filled):
        filled.execute(f"""DO $$ BEGIN FOR i IN 1..1100 LOOP
            INSERT INTO firm (id) SELECT i * 1000 + n FROM generate_series(1, {FEW}) n; END LOOP; END $$""")
    checkpoint = seal_batch(filled, notary)
    assert checkpoint.size > hashing_all.CHUNK
    tree = hash_tree(ledger_url, [35, checkpoint.size], checkpoint.size, "SHA-256", workers=2)
    assert tree.roots[checkpoint.size] == checkpoint.root
    assert tree.altered == ()
    with psycopg.connect(ledger_url) as other:
        assert root_of(other, 35, sha256) == tree.roots[35]


@pytest.fixture
def crowded(ledger, notary):
    """Firms that came, changed and went by the hundred; the last statement is not sealed."""
    with acting(ledger):
        ledger.execute("INSERT INTO firm (id, output) SELECT i, i FROM generate_series(1, 500) i")
        ledger.execute("UPDATE firm SET output = output + 1 WHERE id > 100")
        ledger.execute("DELETE FROM firm WHERE id > 400")
    seal_batch(ledger, notary)
    with acting(ledger):
        ledger.execute("UPDATE firm SET name = 'b', output = 0 WHERE id BETWEEN 1 AND 200")
    return ledger


def about(connection, key):
    """What is told of one firm, by the way on which a history is looked up."""
    found = """SELECT c.op, c.before, c.after FROM ledger_entries_about(ARRAY['firm'], ARRAY[%s]) f (seq),
        ledger_changes(f.seq) c WHERE c.relation = 'firm' AND c.key = %s ORDER BY c.seq"""
    return connection.execute(found, [key, key]).fetchall()


def test_many_rows_in_one_entry_are_whole_and_each_is_found_by_its_key(crowded, ledger_url, notary):
    assert codes(ledger_url, notary) == []
    for _ in range(2):
        came, changed, named = about(crowded, "150")
        assert (came[0], came[2]["output"]) == ("insert", 150)
        assert changed == ("update", {"output": 150}, {"output": 151})
        assert named == ("update", {"name": None, "output": 151}, {"name": "b", "output": 0})
        assert [op for op, _, _ in about(crowded, "450")] == ["insert", "update", "delete"]
        seal_batch(crowded, notary)
    removals = (
        "SELECT c.key FROM ledger_removals('firm') f (seq), ledger_changes(f.seq) c WHERE c.op = 'delete'"
    )
    assert {int(key) for (key,) in crowded.execute(removals)} == set(range(401, 501))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE firm SET output = 7 WHERE id = 150", "row_differs"),
        ("UPDATE firm SET output = 7 WHERE id = 333", "row_differs"),
        ("DELETE FROM firm WHERE id = 20", "row_differs"),
        ("INSERT INTO firm (id) VALUES (450)", "row_differs"),
        (
            "UPDATE ledger_entry SET after = replace(after::text, '334.00', '7')::json WHERE op = 'updates'",
            "altered",
        ),
        (
            "UPDATE ledger_entry SET key = replace(key, ',17,', ',18,') WHERE op = 'inserts'",
            "altered",
        ),
    ],
)
def test_one_altered_row_among_many_is_found(crowded, ledger_url, notary, change, found):
    unseen(crowded, change)
    assert found in codes(ledger_url, notary)
