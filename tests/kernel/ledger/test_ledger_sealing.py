"""Does every finished entry get its place, once, in an order that keeps each row's own?"""

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_ledger import acting, open_action
from psycopg import sql

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import kept_outside, open_notary, read_note
from guatu.kernel.ledger.entries import stream_lines
from guatu.kernel.ledger.hashes_kept import root_of
from guatu.kernel.ledger.sealing import last_checkpoint, seal_all, seal_batch
from guatu.kernel.ledger.tree import fold, leaf_hash, sha256, sm3

IN_PLACE = sql.SQL("FROM ledger_leaf l JOIN ledger_entry e USING (seq)")


def write(connection, count=1, first=1):
    with acting(connection):
        for number in range(first, first + count):
            connection.execute("INSERT INTO firm (id) VALUES (%s)", [number])


def leaves(connection):
    return [seq for (seq,) in connection.execute("SELECT seq FROM ledger_leaf ORDER BY position")]


def rows_in_place(connection):
    query = (
        "SELECT e.relation, e.key, e.seq FROM ledger_leaf l JOIN ledger_entry e USING (seq) ORDER BY position"
    )
    return connection.execute(query).fetchall()


def test_sealing_signs_what_the_entries_hash_to(ledger, notary):
    assert seal_batch(ledger, notary) is None
    write(ledger, 3)
    checkpoint = seal_batch(ledger, notary)
    assert checkpoint.size == 4
    lines = [line for _, line in sorted(stream_lines(ledger, sql.SQL("l.position"), IN_PLACE))]
    assert checkpoint.root == fold([leaf_hash(line, sha256) for line in lines], sha256)
    assert lines[1].startswith(b'{"seq":')
    assert b'"relation":"firm","key":1,"op":"insert"' in lines[1]
    (file,) = kept_outside(notary.folder)
    assert read_note(file.read_text(), notary.verifier) == checkpoint == last_checkpoint(ledger, notary)
    assert seal_batch(ledger, notary) is None


def test_the_tree_grows_by_batches_of_any_size(ledger, notary):
    for first in range(1, 1500, 300):
        write(ledger, 300, first)
    sizes = []
    while checkpoint := seal_batch(ledger, notary, most=257):
        sizes.append(checkpoint.size)
        assert root_of(ledger, checkpoint.size, sha256) == checkpoint.root
    assert sizes == [257, 514, 771, 1028, 1285, 1505]
    lines = [line for _, line in sorted(stream_lines(ledger, sql.SQL("l.position"), IN_PLACE))]
    assert checkpoint is None
    assert fold([leaf_hash(line, sha256) for line in lines], sha256) == last_checkpoint(ledger, notary).root
    assert ledger.execute("SELECT count(*) FROM ledger_node WHERE level = 8").fetchone() == (1505 // 256,)


def test_nothing_of_a_transaction_that_still_runs_is_passed_over(ledger, ledger_url, notary):
    with psycopg.connect(ledger_url) as slow:
        open_action(slow)
        slow.execute("INSERT INTO firm (id) VALUES (1)")  # its numbers are the lowest
        write(ledger, 1, first=2)
        assert seal_batch(ledger, notary) is None  # a younger one waits for the older
        slow.commit()
    assert seal_batch(ledger, notary).size == 4
    assert leaves(ledger) == sorted(leaves(ledger))


def test_a_transaction_rolled_back_leaves_a_gap_and_stops_nothing(ledger, ledger_url, notary):
    with psycopg.connect(ledger_url) as doomed:
        open_action(doomed)
        doomed.execute("INSERT INTO firm (id) VALUES (1)")
        doomed.rollback()
    write(ledger, 1, first=2)
    assert seal_batch(ledger, notary).size == 2
    assert leaves(ledger)[0] > 1


def test_the_order_of_writes_to_a_row_is_kept_whatever_the_order_of_transactions(ledger, ledger_url, notary):
    write(ledger)
    with (
        psycopg.connect(ledger_url) as early,
        psycopg.connect(ledger_url) as middle,
        psycopg.connect(ledger_url) as late,
    ):
        for connection, firm in ((early, 10), (middle, 11)):  # draw the lower transaction numbers
            open_action(connection)
            connection.execute("INSERT INTO firm (id) VALUES (%s)", [firm])
        open_action(late)
        late.execute("UPDATE firm SET name = 'first' WHERE id = 1")
        late.commit()
        early.execute("UPDATE firm SET name = 'second' WHERE id = 1")
        early.commit()
        seal_all(ledger, notary)  # early has ended and lies below the horizon, late above it
        middle.commit()
    seal_all(ledger, notary)
    of_row = [seq for relation, key, seq in rows_in_place(ledger) if (relation, key) == ("firm", "1")]
    assert len(of_row) == 3
    assert of_row == sorted(of_row)
    waiting = "SELECT count(*) FROM ledger_entry WHERE seq NOT IN (SELECT seq FROM ledger_leaf)"
    assert ledger.execute(waiting).fetchone() == (0,)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["write", "commit", "roll back", "seal"])))
)
def test_whatever_the_order_of_commits_nothing_is_skipped_or_sealed_twice(ledger, ledger_url, notary, steps):
    writers = [psycopg.connect(ledger_url) for _ in range(4)]
    try:
        for number, step in steps:
            take(step, writers[number], ledger, notary)
        for writer in writers:
            writer.commit()
    finally:
        for writer in writers:
            writer.close()
    seal_all(ledger, notary)
    every = [seq for (seq,) in ledger.execute("SELECT seq FROM ledger_entry ORDER BY seq")]
    assert sorted(leaves(ledger)) == every


def take(step, writer, ledger, notary):
    if step == "seal":
        seal_batch(ledger, notary, most=5)
    elif step == "commit":
        writer.commit()
    elif step == "roll back":
        writer.rollback()
    else:
        if writer.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            open_action(writer)
        writer.execute("INSERT INTO paper (text) VALUES ('x')")


def test_after_a_restore_into_another_cluster_nothing_is_taken_for_sealed(ledger, notary):
    write(ledger)
    seal_batch(ledger, notary)
    # There the transaction numbers begin anew: the sealer must not believe those of the old cluster.
    ledger.execute("SET session_replication_role = replica")
    ledger.execute("UPDATE ledger_checkpoint SET cluster = 'another', low_xact = 9000000000")
    ledger.execute("SET session_replication_role = origin")
    write(ledger, 1, first=2)
    assert seal_batch(ledger, notary).size == 4


def test_a_file_lost_in_a_crash_is_written_again(ledger, notary):
    write(ledger)
    seal_batch(ledger, notary)
    (file,) = kept_outside(notary.folder)
    said = file.read_text()
    file.unlink()
    assert seal_batch(ledger, notary) is None
    assert file.read_text() == said


def test_a_kept_checkpoint_is_never_altered(ledger, notary):
    write(ledger)
    seal_batch(ledger, notary)
    (file,) = kept_outside(notary.folder)
    assert file.stat().st_mode & 0o222 == 0
    write(ledger, 1, first=2)
    (notary.folder / f"{4:012}.txt").write_text("another history")
    with pytest.raises(GuatuError):
        seal_batch(ledger, notary)


def test_an_older_state_of_the_database_is_not_sealed_on_top_of_a_newer_one(ledger, notary):
    write(ledger)
    seal_batch(ledger, notary)
    ledger.execute("SET session_replication_role = replica")
    ledger.execute("DELETE FROM ledger_checkpoint; DELETE FROM ledger_leaf; DELETE FROM ledger_entry")
    ledger.execute("SET session_replication_role = origin")
    with pytest.raises(GuatuError, match="older state"):
        seal_batch(ledger, notary)


def test_a_ledger_stays_with_the_hash_it_was_begun_with(ledger, tmp_path):
    chinese = open_notary("guatu/sm", tmp_path / "key", tmp_path / "sm", "SM3")
    write(ledger, 5)
    checkpoint = seal_batch(ledger, chinese)
    assert checkpoint.algorithm == "SM3"
    assert root_of(ledger, 6, sm3) == checkpoint.root
    write(ledger, 1, first=6)
    other = open_notary("guatu/sm", tmp_path / "key", tmp_path / "sm", "SHA-256")
    with pytest.raises(GuatuError, match="SM3"):
        seal_batch(ledger, other)
