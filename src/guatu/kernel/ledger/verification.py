"""Is the ledger whole, does it fit what was signed, and do the tables say what it says?

What was signed counts from two places: the checkpoints in the database, which whoever owns the database can
take away, and those kept outside, which only count when they are out of his reach. docs/ledger.md says which
attack needs which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import psycopg
from psycopg import Connection, IsolationLevel

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import Checkpoint, Verifier, read_note
from guatu.kernel.ledger.comparing_rows import differing_rows, missing_actions
from guatu.kernel.ledger.hashes_kept import kept_nodes
from guatu.kernel.ledger.hashing_all import HashedTree, hash_tree
from guatu.kernel.ledger.tables import Policy
from guatu.kernel.ledger.tree import consistency_proof, digest_called, is_consistent
from guatu.kernel.ledger.triggers import untriggered

Connected = Connection[tuple[object, ...]]

MOST_SHOWN = 20

LEAVES = "SELECT count(*), coalesce(max(position) + 1, 0) FROM ledger_leaf"
UNSEALED = (
    "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)"
)
SEQ_AT = "SELECT seq FROM ledger_leaf WHERE position = %s"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it must be."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """What was looked at, and what is wrong."""

    entries: int
    unsealed: int
    checkpoints: int
    outside: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def verify(
    address: str,
    verifier: Verifier,
    *,
    outside: Sequence[str] = (),
    policy: Policy | None = None,
    workers: int = 2,
) -> Report:
    """Verifies the ledger at that address against its own checkpoints and the notes kept outside.

    With a policy also whether the tables say what the ledger says, and whether their triggers are as they
    should be.
    """
    with psycopg.connect(address) as connection:
        connection.isolation_level = IsolationLevel.REPEATABLE_READ
        connection.execute("SET timezone = 'UTC'")
        findings: list[Finding] = []
        inside = _read_all(_notes(connection), verifier, "in the database", findings)
        beyond = _read_all(outside, verifier, "kept outside", findings)
        size, unsealed = _measure(connection, inside, findings)
        findings += _check_tree(connection, address, [*inside, *beyond], size, workers)
        if policy is not None:
            findings += _check_tables(connection, policy)
        return Report(size, unsealed, len(inside), len(beyond), tuple(findings))


def _notes(connection: Connected) -> list[str]:
    rows = connection.execute("SELECT note FROM ledger_checkpoint ORDER BY size")
    return [str(note) for (note,) in rows]


def _read_all(
    notes: Iterable[str], verifier: Verifier, where: str, findings: list[Finding]
) -> list[tuple[str, Checkpoint]]:
    read = []
    for note in notes:
        try:
            read.append((where, read_note(note, verifier)))
        except GuatuError as error:
            findings.append(Finding(error.code, f"A checkpoint {where}: {error.message}."))
    return read


def _measure(
    connection: Connected, inside: Sequence[tuple[str, Checkpoint]], findings: list[Finding]
) -> tuple[int, int]:
    """The number of leaves and of entries that wait for the sealer."""
    count, size = _numbers(connection, LEAVES)
    if count != size:
        findings.append(Finding("leaves_missing", f"{size - count} places of the tree are empty."))
    signed = max((checkpoint.size for _, checkpoint in inside), default=0)
    if size != signed:
        sentence = f"The tree has {size} entries, the newest checkpoint in the database {signed}."
        findings.append(Finding("size_differs", sentence))
    return size, _numbers(connection, UNSEALED)[0]


def _check_tree(
    connection: Connected,
    address: str,
    checkpoints: Sequence[tuple[str, Checkpoint]],
    size: int,
    workers: int,
) -> Iterator[Finding]:
    algorithm = checkpoints[-1][1].algorithm if checkpoints else "SHA-256"
    tree = hash_tree(address, (each.size for _, each in checkpoints), size, algorithm, workers)
    yield from _say_positions(connection, tree)
    yield from _compare_roots(checkpoints, tree, size)
    yield from _check_growth(connection, checkpoints, size, algorithm)


def _compare_roots(
    checkpoints: Sequence[tuple[str, Checkpoint]], tree: HashedTree, size: int
) -> Iterator[Finding]:
    for where, each in checkpoints:
        if each.size > size:
            said = f"A checkpoint {where} of {each.sealed_at} tells of {each.size} entries; there are {size}."
            yield Finding("cut", said)
        elif tree.roots[each.size] != each.root:
            said = (
                f"The first {each.size} entries are not those of the checkpoint {where} of {each.sealed_at}."
            )
            yield Finding("root_differs", said)


def _check_growth(
    connection: Connected, checkpoints: Sequence[tuple[str, Checkpoint]], size: int, algorithm: str
) -> Iterator[Finding]:
    """Whether each checkpoint continues the one before, by the proof that an auditor would be given."""
    digest = digest_called(algorithm)
    nodes = kept_nodes(connection, digest)
    inside = sorted({(each.size, each.root) for _, each in checkpoints if each.size <= size})
    for (old, old_root), (new, new_root) in pairwise(inside):
        try:
            path = consistency_proof(old, new, nodes, digest)
        except GuatuError as error:
            yield Finding(
                error.code, f"Growth from {old} to {new} entries cannot be proven: {error.message}."
            )
            return
        if not is_consistent(old, old_root, new, new_root, path, digest):
            said = f"The checkpoint of {new} entries does not continue that of {old}."
            yield Finding("not_continued", said)


def _say_positions(connection: Connected, tree: HashedTree) -> Iterator[Finding]:
    for code, positions in (("altered", tree.altered), ("missing", tree.missing)):
        for position in positions[:MOST_SHOWN]:
            row = connection.execute(SEQ_AT, [position]).fetchone()
            seq = row[0] if row else "?"
            yield Finding(code, f"Entry {seq} at position {position} of the tree is {code}.")
        if len(positions) > MOST_SHOWN:
            yield Finding(code, f"{len(positions) - MOST_SHOWN} further entries are {code}.")


def _check_tables(connection: Connected, policy: Policy) -> Iterator[Finding]:
    for table in untriggered(connection, policy):
        yield Finding("untriggered", f"The triggers of {table} are missing, off, or altered.")
    for sentence in missing_actions(connection, MOST_SHOWN):
        yield Finding("action_missing", sentence)
    for sentence in differing_rows(connection, policy, MOST_SHOWN):
        yield Finding("row_differs", sentence)


def _numbers(connection: Connected, query: str) -> list[int]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return [number for number in row if isinstance(number, int)]
