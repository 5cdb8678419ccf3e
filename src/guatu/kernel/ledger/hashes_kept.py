"""Which hashes of the tree are kept, and how are the others made from them?

Kept are those of the leaves and of every complete subtree of 256, 65,536 and 16,777,216 leaves; any other
is made from at most 128 of those below it. So a proof in a tree of twenty million entries takes some twenty
small queries, and the kept inner nodes are less than one for every 250 entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from psycopg import Connection

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.tree import Digest, Nodes, fold, range_hash

Connected = Connection[tuple[object, ...]]

KEPT_EVERY = 8
HIGHEST_KEPT = 24
KEPT_LEVELS = range(KEPT_EVERY, HIGHEST_KEPT + 1, KEPT_EVERY)


def kept_nodes(connection: Connected, digest: Digest) -> Nodes:
    """The hash of any complete subtree, from what is kept; refused where something kept is gone."""

    @lru_cache(maxsize=64)
    def block(level: int, number: int) -> list[bytes]:
        return _kept(connection, level, number << KEPT_EVERY, 1 << KEPT_EVERY)

    @lru_cache(maxsize=4096)
    def node(level: int, position: int) -> bytes:
        below = min(level - level % KEPT_EVERY, HIGHEST_KEPT)
        width = 1 << (level - below)
        start = position * width
        first = start % (1 << KEPT_EVERY)
        is_in_one = first + width <= 1 << KEPT_EVERY
        found = (
            block(below, start >> KEPT_EVERY)[first : first + width]
            if is_in_one
            else _kept(connection, below, start, width)
        )
        if len(found) != width:
            raise GuatuError("hash_gone", f"the tree's hashes at level {below} have gaps: seal again, verify")
        return fold(found, digest)

    return node


def root_of(connection: Connected, size: int, digest: Digest) -> bytes:
    """The root over the first `size` leaves."""
    return range_hash(0, size, kept_nodes(connection, digest), digest)


@dataclass(frozen=True, slots=True)
class Leaf:
    """An entry's number and hash; the number of the row that it is about, and whether it removed that row.

    `about_rows` are those of an entry about many, as PostgreSQL writes an array.
    """

    seq: int
    hash: bytes
    about: int
    removed: bool
    about_rows: str | None = None


def append_leaves(connection: Connected, size: int, leaves: Sequence[Leaf], digest: Digest) -> None:
    """Keeps the hashes of new leaves and of the subtrees that they complete."""
    into = "COPY ledger_leaf (position, seq, hash, about, removed, about_rows) FROM STDIN"
    with connection.cursor().copy(into) as rows:
        for position, leaf in enumerate(leaves, size):
            rows.write_row((position, leaf.seq, leaf.hash, leaf.about, leaf.removed, leaf.about_rows))
    end = size + len(leaves)
    for level in KEPT_LEVELS:
        for position in range(size >> level, end >> level):
            below = _kept(connection, level - KEPT_EVERY, position << KEPT_EVERY, 1 << KEPT_EVERY)
            connection.execute(
                "INSERT INTO ledger_node VALUES (%s, %s, %s)", [level, position, fold(below, digest)]
            )


def _kept(connection: Connected, level: int, start: int, width: int) -> list[bytes]:
    if level == 0:
        query = (
            "SELECT hash FROM ledger_leaf WHERE position >= %(start)s "
            "AND position < %(end)s ORDER BY position"
        )
    else:
        query = (
            "SELECT hash FROM ledger_node WHERE level = %(level)s AND position >= %(start)s "
            "AND position < %(end)s ORDER BY position"
        )
    found = connection.execute(query, {"level": level, "start": start, "end": start + width})
    return [_bytes(row[0]) for row in found]


def _bytes(value: object) -> bytes:
    assert isinstance(value, bytes)
    return value
