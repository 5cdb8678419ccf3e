"""What is the tree's root at each checkpoint, when every entry is hashed anew on several cores?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import psycopg
from psycopg import Connection, sql

from guatu.kernel.ledger.entries import stream_blocks
from guatu.kernel.ledger.tree import INNER, Digest, Nodes, digest_called, leaf_hash, range_hash

Connected = Connection[tuple[object, ...]]

# The tree is hashed in complete subtrees of so many leaves; each is one task of a worker.
CHUNK_LEVEL = 16
CHUNK = 1 << CHUNK_LEVEL

BOUNDS = "SELECT min(seq), max(seq) FROM ledger_leaf WHERE position >= %s AND position < %s"
KEPT = """SELECT string_agg(hash, ''::bytea ORDER BY position) FROM ledger_leaf
WHERE position >= %s AND position < %s"""
# The bounds tell the planner that both sides are narrow.
ENTRIES = """FROM ledger_leaf l JOIN ledger_entry e USING (seq)
WHERE l.position >= {start} AND l.position < {end} AND e.seq BETWEEN {lowest} AND {highest}"""


@dataclass(frozen=True)
class Hashed:
    """One chunk: the hashes of its beginnings up to the sizes asked for, and what is not as sealed."""

    start: int
    prefixes: dict[int, bytes]
    altered: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True)
class HashedTree:
    """The roots at the sizes asked for; the positions whose entries are altered or gone."""

    roots: dict[int, bytes]
    altered: tuple[int, ...]
    missing: tuple[int, ...]


def hash_tree(address: str, sizes: Iterable[int], total: int, algorithm: str, workers: int = 2) -> HashedTree:
    """Hashes the entries of the first `total` leaves anew; returns the roots at the sizes up to it."""
    wanted = sorted({size for size in sizes if 0 < size <= total} | {total} - {0})
    starts = range(0, total, CHUNK)
    tasks = [(address, start, min(start + CHUNK, total), wanted, algorithm) for start in starts]
    chunks = _run(tasks, workers)
    digest = digest_called(algorithm)
    return HashedTree(
        {size: _root_at(size, chunks, digest) for size in wanted},
        tuple(position for chunk in chunks for position in chunk.altered),
        tuple(position for chunk in chunks for position in chunk.missing),
    )


Task = tuple[str, int, int, list[int], str]


def _run(tasks: Sequence[Task], workers: int) -> list[Hashed]:
    if len(tasks) < 2 or workers < 2:
        return [hash_chunk(*task) for task in tasks]
    # Forked children would share this process's connections.
    pool: Executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    with pool:
        return list(pool.map(hash_chunk, *zip(*tasks, strict=True)))


def hash_chunk(address: str, start: int, end: int, sizes: Sequence[int], algorithm: str) -> Hashed:
    """Hashes the entries at the positions from `start` up to `end`."""
    digest = digest_called(algorithm)
    with psycopg.connect(address) as connection:
        connection.execute("SET work_mem = '64MB'")  # a chunk is put together in memory
        kept = _kept(connection, start, end)
        found = _hash_entries(connection, start, end, digest)
    missing = tuple(start + at for at, leaf in enumerate(found) if leaf is None)
    # With nothing in a place, the chunk cannot have its hash; the gap itself is what is reported.
    leaves = [leaf or b"" for leaf in found]
    altered: tuple[int, ...] = ()
    if not missing and b"".join(leaves) != b"".join(kept):
        altered = tuple(start + at for at, leaf in enumerate(leaves) if kept[at : at + 1] != [leaf])
    nodes = _nodes_over(leaves, digest)
    ends = {end, *(size for size in sizes if start < size < end)}
    prefixes = {size: range_hash(0, size - start, nodes, digest) for size in ends}
    return Hashed(start, prefixes, altered, missing)


def _kept(connection: Connected, start: int, end: int) -> list[bytes]:
    row = connection.execute(KEPT, [start, end]).fetchone()
    joined = row[0] if row else None
    if not isinstance(joined, bytes):
        return []
    return [joined[at : at + 32] for at in range(0, len(joined), 32)]


def _hash_entries(connection: Connected, start: int, end: int, digest: Digest) -> list[bytes | None]:
    found: list[bytes | None] = [None] * (end - start)
    bounds = connection.execute(BOUNDS, [start, end]).fetchone()
    if bounds is None or bounds[0] is None:
        return found
    words = {"start": start, "end": end, "lowest": bounds[0], "highest": bounds[1]}
    rest = sql.SQL(ENTRIES).format(**{name: sql.Literal(value) for name, value in words.items()})
    for position, line in stream_blocks(connection, sql.SQL("l.position"), rest):
        found[position - start] = leaf_hash(line, digest)
    return found


def _nodes_over(leaves: Sequence[bytes], digest: Digest) -> Nodes:
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        row = levels[-1]
        levels.append(
            [digest(INNER + left + right) for left, right in zip(row[::2], row[1::2], strict=False)]
        )
    return lambda level, position: levels[level][position]


def _root_at(size: int, chunks: Sequence[Hashed], digest: Digest) -> bytes:
    """Complete chunks are nodes of the tree; what is left over hangs at its right edge."""
    whole, rest = divmod(size, CHUNK)
    nodes = _nodes_over([chunk.prefixes[chunk.start + CHUNK] for chunk in chunks[:whole]], digest)
    if not whole:
        return chunks[0].prefixes[size]
    if not rest:
        return range_hash(0, whole, nodes, digest)
    root, end = chunks[whole].prefixes[size], whole
    while end:
        width = end & -end
        root = digest(INNER + range_hash(end - width, end, nodes, digest) + root)
        end -= width
    return root
