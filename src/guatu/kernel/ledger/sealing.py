"""How do entries get their place in the tree, with none skipped, and when is a checkpoint signed?

Numbers of entries are drawn before a transaction ends, so a smaller number may appear after a larger one, and
rolled-back transactions leave gaps. Sealed is therefore only what lies wholly in the past:

- entries of transactions below the snapshot's xmin: all those transactions have ended;
- of these, only entries numbered below every visible entry at or above xmin. The number of an entry is drawn
  under the lock of its row, so the order of numbers is the order of writes to a row, and the tree keeps it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection, IsolationLevel, sql

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import (
    Checkpoint,
    Notary,
    checkpoint_file,
    keep_outside,
    kept_outside,
    read_note,
)
from guatu.kernel.ledger.entries import stream_words
from guatu.kernel.ledger.hashes_kept import Leaf, append_leaves, root_of
from guatu.kernel.ledger.installation import own_connection, own_notary
from guatu.kernel.ledger.tree import digest_called, leaf_hash

Connected = Connection[tuple[object, ...]]

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200_000
# Two sealers must never give the same position twice.
_LOCK = 0x6775_6174_75AA

# Only the owner of the index may; for anybody else the database does it by itself, later.
SUMMARIZE = """SELECT brin_summarize_new_values(oid) FROM pg_class
WHERE oid = 'ledger_entry_of_xact'::regclass AND pg_has_role(relowner, 'USAGE')"""
WAITING = """SELECT count(*), clock_timestamp()
    - min((e.after->>'recorded_at')::timestamptz) FILTER (WHERE e.relation = 'ledger_action')
FROM ledger_entry e
WHERE e.xact >= (SELECT ledger_low_xact()) AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)"""
LAST = "SELECT size, note, low_xact, cluster FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
# Transaction numbers mean nothing in another cluster, as after a restore from a dump.
CLUSTER = "SELECT system_identifier::text FROM pg_control_system()"
HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
UNSEALED = "e.xact >= {low} AND NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)"
BARRIER = "SELECT min(e.seq) FROM ledger_entry e WHERE e.xact >= {horizon} AND {unsealed}"
LEAF_WORDS = sql.SQL(
    "e.seq, ledger_about(e.relation, e.key), e.op IN ('delete', 'deletes'), "
    "CASE WHEN e.op IN ('inserts', 'updates', 'deletes') THEN ledger_about_rows(e.relation, e.key) END"
)
BATCH = """FROM ledger_entry e WHERE e.xact < {horizon} AND e.seq < {barrier} AND {unsealed}
ORDER BY e.seq LIMIT {most}"""
LEFT = "SELECT least({horizon}, min(e.xact)) FROM ledger_entry e WHERE {unsealed}"
BEYOND_ALL = 2**63 - 1


@dataclass(frozen=True)
class SealHealth:
    """How the sealer does: how many entries wait for their seal, and for how long the oldest has.

    `newest` is the last checkpoint, with the time of its seal; `is_kept_outside` whether its file is there.
    """

    unsealed: int
    age: timedelta | None
    newest: Checkpoint | None
    is_kept_outside: bool


def seal() -> Checkpoint | None:
    """Seals everything that is finished in this installation; the last checkpoint, None when nothing is new.

    May be called at any time, by several at once: one waits for the other.
    """
    with own_connection() as connection:
        return seal_all(connection, own_notary())


def seal_health() -> SealHealth:
    """How the sealer of this installation does."""
    notary = own_notary()
    with own_connection() as connection:
        unsealed, age = connection.execute(WAITING).fetchone() or (0, None)
        newest = last_checkpoint(connection, notary)
    assert isinstance(unsealed, int)
    assert age is None or isinstance(age, timedelta)
    is_kept = newest is not None and checkpoint_file(notary.folder, newest.size).exists()
    return SealHealth(unsealed, age, newest, is_kept)


def seal_batch(connection: Connected, notary: Notary, *, most: int = MOST_AT_ONCE) -> Checkpoint | None:
    """Puts what is finished into the tree, at most that many entries, and signs a checkpoint.

    Returns it once its file is on the disk; None when nothing is new. The connection is the sealer's own.
    """
    with _alone(connection):
        _write_missing_files(connection, notary)
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        try:
            with connection.transaction():
                sealed = _seal_batch(connection, notary, most)
        finally:
            connection.isolation_level = None
        if not sealed:
            return None
        keep_outside(notary, *sealed)
        # What is found by transaction are the entries that wait; the others need not be read to find them.
        connection.execute(SUMMARIZE)
        return sealed[0]


def seal_all(connection: Connected, notary: Notary) -> Checkpoint | None:
    """Seals until nothing finished is left; returns the last checkpoint."""
    last = None
    while checkpoint := seal_batch(connection, notary):
        last = checkpoint
    return last


def last_checkpoint(connection: Connected, notary: Notary) -> Checkpoint | None:
    """The newest checkpoint in the database, its signature checked."""
    row = connection.execute(LAST).fetchone()
    return read_note(str(row[1]), notary.verifier) if row else None


@contextmanager
def _alone(connection: Connected) -> Iterator[None]:
    connection.autocommit = True
    connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _write_missing_files(connection: Connected, notary: Notary) -> None:
    """A crash may come between the commit and the file: what was signed is written again."""
    rows = connection.execute("SELECT size::text, note FROM ledger_checkpoint ORDER BY size")
    signed = {int(str(size)): str(note) for size, note in rows}
    outside = kept_outside(notary.folder)
    if outside and int(outside[-1].stem) > max(signed, default=0):
        raise GuatuError(
            "older_than_checkpoint",
            f"{outside[-1]} tells of more entries than this database has: it is an older state. Restore the "
            "newer one, or hand the newer checkpoints to the auditors before you go on without them.",
        )
    for size, note in signed.items():
        if not checkpoint_file(notary.folder, size).exists():
            log.warning("the checkpoint at %s was missing in %s", size, notary.folder)
            keep_outside(notary, read_note(note, notary.verifier), note)


def _seal_batch(connection: Connected, notary: Notary, most: int) -> tuple[Checkpoint, str] | None:
    # What a signature is given for must be on the disk, whatever the server's habit is.
    connection.execute("SET LOCAL synchronous_commit = on")
    digest = digest_called(notary.algorithm)
    horizon, cluster = _number(connection, HORIZON), str(_one(connection, CLUSTER))
    size, low = _resume(connection, notary, cluster)
    words: dict[str, sql.Composable] = {"horizon": sql.Literal(horizon), "most": sql.Literal(most)}
    words["unsealed"] = sql.SQL(UNSEALED).format(low=sql.Literal(low))
    barrier = _one(connection, sql.SQL(BARRIER).format(**words))
    words["barrier"] = sql.Literal(BEYOND_ALL if barrier is None else barrier)
    batch = stream_words(connection, LEAF_WORDS, sql.SQL(BATCH).format(**words))
    leaves = [
        Leaf(int(seq), leaf_hash(line, digest), int(about), removed == b"t", rows.decode() or None)
        for seq, about, removed, rows, line in batch
    ]
    if not leaves:
        return None
    append_leaves(connection, size, leaves, digest)
    # What is not visible yet belongs to transactions at or above the horizon.
    left = _one(connection, sql.SQL(LEFT).format(**words))
    assert isinstance(left, int)
    return _sign(connection, notary, size + len(leaves), left, cluster)


def _resume(connection: Connected, notary: Notary, cluster: str) -> tuple[int, int]:
    """How many leaves there are, and the lowest transaction of which an entry may still be unsealed."""
    row = connection.execute(LAST).fetchone()
    if row is None:
        return 0, 0
    last = read_note(str(row[1]), notary.verifier)
    if last.algorithm != notary.algorithm:
        raise GuatuError("other_hash", f"this ledger was begun with {last.algorithm} and stays with it")
    assert isinstance(row[2], int)
    return last.size, row[2] if row[3] == cluster else 0


def _sign(connection: Connected, notary: Notary, size: int, low: int, cluster: str) -> tuple[Checkpoint, str]:
    root = root_of(connection, size, digest_called(notary.algorithm))
    moment = _one(connection, "SELECT date_trunc('second', clock_timestamp())")
    assert isinstance(moment, datetime)
    checkpoint = Checkpoint(notary.origin, size, root, notary.algorithm, moment)
    note = notary.sign(checkpoint)
    connection.execute(
        "INSERT INTO ledger_checkpoint VALUES (%s, %s, %s, %s, %s)", [size, note, moment, low, cluster]
    )
    return checkpoint, note


def _one(connection: Connected, query: str | sql.Composable) -> object:
    row = connection.execute(query).fetchone()  # type: ignore[arg-type]  # str constants of this module
    return row[0] if row else None


def _number(connection: Connected, query: str) -> int:
    found = _one(connection, query)
    assert isinstance(found, int)
    return found
