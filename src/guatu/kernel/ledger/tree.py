"""How do the entries become one hash, and what proves that an entry is in it? RFC 9162, section 2.1.

Pure: hashes come from a function `nodes(level, position)`, the hash of the complete subtree over the leaves
from position·2^level up to (position+1)·2^level.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes

from guatu.base.errors import GuatuError

Digest = Callable[[bytes], bytes]
Nodes = Callable[[int, int], bytes]

# A leaf can never be passed off as an inner node, nor the other way round (RFC 9162, 2.1.1).
LEAF, INNER = b"\x00", b"\x01"


def sha256(data: bytes) -> bytes:
    """SHA-256 (FIPS 180-4)."""
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """SM3 (GB/T 32905)."""
    running = hashes.Hash(hashes.SM3())
    running.update(data)
    return running.finalize()


DIGESTS: dict[str, Digest] = {"SHA-256": sha256, "SM3": sm3}


def digest_called(name: str) -> Digest:
    """The hash function of that name; refuses a name that is not one of `DIGESTS`."""
    try:
        return DIGESTS[name]
    except KeyError:
        raise GuatuError("unknown_hash", f"{name} is none of {', '.join(DIGESTS)}") from None


def require_digest(name: str) -> None:
    """Raises a sentence where this hash is unknown, or the library that is installed cannot compute it."""
    try:
        digest_called(name)(b"")
    except UnsupportedAlgorithm as error:
        sentence = f"GUATU_LEDGER_HASH={name} cannot be used: the cryptographic library here has no {name}."
        raise GuatuError("no_such_hash", sentence) from error


def leaf_hash(data: bytes, digest: Digest) -> bytes:
    """The hash of one entry."""
    return digest(LEAF + data)


def split_point(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def range_hash(start: int, end: int, nodes: Nodes, digest: Digest) -> bytes:
    """The hash over the leaves from `start` up to `end`, a range as the RFC's recursion makes them."""
    width = end - start
    if width == 0:
        return digest(b"")
    level = width.bit_length() - 1
    if width == 1 << level and start % width == 0:
        return nodes(level, start >> level)
    middle = start + split_point(width)
    return digest(INNER + range_hash(start, middle, nodes, digest) + range_hash(middle, end, nodes, digest))


def fold(leaves: Sequence[bytes], digest: Digest) -> bytes:
    """The root over all these leaf hashes."""
    if not leaves:
        return digest(b"")
    row = list(leaves)
    while len(row) > 1:
        pairs = [digest(INNER + left + right) for left, right in zip(row[::2], row[1::2], strict=False)]
        row = [*pairs, row[-1]] if len(row) % 2 else pairs
    return row[0]


def inclusion_proof(position: int, size: int, nodes: Nodes, digest: Digest) -> list[bytes]:
    """The path from one leaf to the root over `size` leaves, lowest first (2.1.3.1)."""
    if not 0 <= position < size:
        raise GuatuError("not_in_tree", f"entry {position} is not among the first {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split_point(end - start)
        if position < middle:
            path.append(range_hash(middle, end, nodes, digest))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes, digest))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, nodes: Nodes, digest: Digest) -> list[bytes]:
    """What shows that the tree over `new` leaves begins with the one over `old` (2.1.4.1)."""
    if not 0 < old <= new:
        raise GuatuError("no_such_sizes", f"a tree of {new} does not continue one of {old}")
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split_point(end - start)
        if old <= middle:
            path.append(range_hash(middle, end, nodes, digest))
            end = middle
        else:
            path.append(range_hash(start, middle, nodes, digest))
            start, whole = middle, False
    if not whole:
        path.append(range_hash(start, end, nodes, digest))
    return path[::-1]


def root_by_inclusion(
    leaf: bytes, position: int, size: int, path: Sequence[bytes], digest: Digest
) -> bytes | None:
    """The root that this path leads to (2.1.3.2), None where the path cannot be one."""
    if not 0 <= position < size:
        return None
    index, last, root = position, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            root = digest(INNER + sibling + root)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            root = digest(INNER + root + sibling)
        index, last = index >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes], digest: Digest
) -> bool:
    """Whether the path shows that the new tree begins with the old one (2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return old_root == new_root and not path
    way = [old_root, *path] if old & (old - 1) == 0 else list(path)
    if not way:
        return False
    index, last = old - 1, new - 1
    while index % 2:
        index, last = index >> 1, last >> 1
    first = second = way[0]
    for sibling in way[1:]:
        if last == 0:
            return False
        if index % 2 or index == last:
            first, second = digest(INNER + sibling + first), digest(INNER + sibling + second)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            second = digest(INNER + second + sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root
