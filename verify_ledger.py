#!/usr/bin/env python3
"""Checks a ledger's export, a proof or two checkpoints, with nothing but Python's standard library.

    verify_ledger.py export FOLDER [--key public-key.txt] [--checkpoint OLD.txt ...]
    verify_ledger.py proof FILE.json --key public-key.txt [--checkpoint KEPT.txt ...]
    verify_ledger.py growth FILE.json --key public-key.txt [--checkpoint KEPT.txt ...]

For an auditor who trusts neither the server nor the people who run it. Keep the public key and every
checkpoint that you are given; give them here again. Without a checkpoint of your own this shows only that the
files agree with each other, because whoever holds the signing key can sign another history. Written from
RFC 9162 (tree), RFC 8032 (Ed25519) and C2SP signed notes; shares no line with what writes the ledger.
Exit status: 0 all true, 1 something is not, 2 the question cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

# --- Ed25519 (RFC 8032, 5.1), verification only ---------------------------------------------------

Point = tuple[int, int, int, int]
Pair = tuple[bytes, bytes]
Digest = Callable[[bytes], bytes]

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates (5.1.4)."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P


def times(number: int, point: Point) -> Point:
    """The point added to itself so many times."""
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def decode_point(raw: bytes) -> Point | None:
    """The point with this encoding (5.1.3), None where there is none."""
    if len(raw) != 32:
        return None
    y, sign = int.from_bytes(raw, "little") & (1 << 255) - 1, raw[31] >> 7
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = decode_point(BASE_Y.to_bytes(32, "little")) or (0, 1, 1, 0)


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature of the message is by that public key (5.1.7)."""
    public, point = decode_point(key), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or public is None or point is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(point, times(k, public))
    return (
        not (left[0] * right[2] - right[0] * left[2]) % P
        and not (left[1] * right[2] - right[1] * left[2]) % P
    )


# --- checkpoints ----------------------------------------------------------------------------------


class WrongError(Exception):
    """Something is not as it must be."""


class Checkpoint:
    """origin, size, root, hash and time of a signed note, its signature checked."""

    def __init__(self, note: str, verifier: str) -> None:
        name, identity, encoded = verifier.strip().split("+", 2)
        raw = base64.b64decode(encoded)
        if raw[:1] != b"\x01" or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != identity:
            raise WrongError("the public key does not fit its own name")
        text, _, signatures = note.rpartition("\n\n")
        text += "\n"
        if not any(signed_by(line, name, identity, raw[1:], text) for line in signatures.splitlines()):
            raise WrongError(f"the checkpoint is not signed by {name}")
        lines = text.splitlines()
        self.origin, self.size, self.root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
        extra = dict(line.split(" ", 1) for line in lines[3:])
        self.algorithm, self.time = extra["hash"], extra["time"]
        if self.origin != name:
            raise WrongError(f"the checkpoint is of the log {self.origin}, the key of {name}")


def signed_by(line: str, name: str, identity: str, key: bytes, text: str) -> bool:
    """Whether this line of a note is that key's signature of the text."""
    signer, _, encoded = line.removeprefix("\u2014 ").partition(" ")
    raw = base64.b64decode(encoded)
    return signer == name and raw[:4].hex() == identity and ed25519_holds(key, text.encode(), raw[4:])


# --- the tree (RFC 9162, 2.1) ---------------------------------------------------------------------


def digest_of(algorithm: str) -> Digest:
    """The hash function of a checkpoint."""
    name = {"SHA-256": "sha256", "SM3": "sm3"}.get(algorithm, "")
    if name not in hashlib.algorithms_available:
        raise WrongError(f"this Python cannot compute {algorithm}; use one whose OpenSSL has it")
    return lambda data: hashlib.new(name, data).digest()


class Tree:
    """A tree that grows leaf by leaf; only the roots of its complete subtrees are kept."""

    def __init__(self, digest: Digest) -> None:
        self.digest, self.size = digest, 0
        self.peaks: list[bytes] = []

    def append(self, data: bytes) -> None:
        """One more entry."""
        self.peaks.append(self.digest(b"\x00" + data))
        self.size += 1
        trailing = self.size
        while trailing % 2 == 0:
            right, left = self.peaks.pop(), self.peaks.pop()
            self.peaks.append(self.digest(b"\x01" + left + right))
            trailing //= 2

    def root(self) -> bytes:
        """The root over all entries so far."""
        if not self.peaks:
            return self.digest(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = self.digest(b"\x01" + peak + root)
        return root


def climb(position: int, last: int, hashes: Pair, path: Sequence[bytes], digest: Digest) -> Pair | None:
    """The roots that one path leads to from the first hashes (2.1.3.2, 2.1.4.2); None where it is no path.

    With two hashes the first is taken along only where the sibling is on the left.
    """
    if position > last or position < 0:
        return None
    old, new = hashes
    for sibling in path:
        if last == 0:
            return None
        if position % 2 or position == last:
            old, new = digest(b"\x01" + sibling + old), digest(b"\x01" + sibling + new)
            while position and not position % 2:
                position, last = position // 2, last // 2
        else:
            new = digest(b"\x01" + new + sibling)
        position, last = position // 2, last // 2
    return (old, new) if last == 0 else None


def check_inclusion(data: bytes, position: int, path: Sequence[bytes], checkpoint: Checkpoint) -> None:
    """Raises unless the entry is at that position of the checkpoint's tree."""
    digest = digest_of(checkpoint.algorithm)
    leaf = digest(b"\x00" + data)
    reached = climb(position, checkpoint.size - 1, (leaf, leaf), path, digest)
    if reached is None or reached[1] != checkpoint.root:
        raise WrongError(f"the path does not lead from the entry at {position} to the checkpoint's root")


def check_growth(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> None:
    """Raises unless the new checkpoint's tree begins with the old one's."""
    digest = digest_of(new.algorithm)
    if not 0 < old.size <= new.size:
        raise WrongError(f"a log of {new.size} entries does not continue one of {old.size}")
    if old.size == new.size and old.root == new.root and not path:
        return
    way = [old.root, *path] if old.size & (old.size - 1) == 0 else path
    position, last = old.size - 1, new.size - 1
    while position % 2:
        position, last = position // 2, last // 2
    reached = climb(position, last, (way[0], way[0]), way[1:], digest) if way else None
    if reached != (old.root, new.root):
        raise WrongError(f"the log of {new.size} entries does not begin with that of {old.size}")


# --- the three questions --------------------------------------------------------------------------


def check_export(folder: Path, key: str, kept: Sequence[Checkpoint]) -> str:
    """Hashes every line; the root must be right at the export's checkpoint and at each one that was kept."""
    newest = Checkpoint((folder / "checkpoint.txt").read_text("utf-8"), key)
    wanted: dict[int, Checkpoint] = {}
    for each in [newest, *kept]:
        if each.size > newest.size:
            raise WrongError(f"a kept checkpoint has {each.size} entries, the export only {newest.size}")
        if wanted.setdefault(each.size, each).root != each.root:
            raise WrongError(f"two checkpoints of {each.size} entries differ: two histories were signed")
    tree = Tree(digest_of(newest.algorithm))
    last_seqs: dict[tuple[str, str], int] = {}
    with (folder / "entries.jsonl").open("rb") as lines:
        for line in lines:
            tree.append(line.removesuffix(b"\n"))
            check_order(json.loads(line), last_seqs)
            if tree.size in wanted and tree.root() != wanted.pop(tree.size).root:
                raise WrongError(f"the first {tree.size} entries are not those that were sealed")
    if wanted or tree.size != newest.size:
        raise WrongError(f"the export has {tree.size} entries, the checkpoint {newest.size}")
    return f"{tree.size} entries, sealed {newest.time}, {len(kept)} kept checkpoints: all agree"


def check_order(entry: dict[str, object], last_seqs: dict[tuple[str, str], int]) -> None:
    """Raises unless an entry comes after all earlier ones about its row; one of many has a list of keys."""
    seq, key = int(str(entry["seq"])), entry["key"]
    keys = key if isinstance(key, list) and str(entry["op"]).endswith("s") else [key]
    for row in [(str(entry["relation"]), json.dumps(each)) for each in keys]:
        if seq <= last_seqs.get(row, 0):
            raise WrongError(f"entry {seq} comes too late or twice")
        last_seqs[row] = seq


def check_proof(file: Path, key: str, kept: Sequence[Checkpoint]) -> str:
    """An entry and its action are in the checkpoint of the proof; a kept one must be the very same."""
    proof = json.loads(file.read_text("utf-8"))
    checkpoint = Checkpoint(proof["checkpoint"], key)
    refuse_other(checkpoint, kept)
    for each in proof["entries"]:
        path = [base64.b64decode(part) for part in each["path"]]
        check_inclusion(each["line"].encode(), each["position"], path, checkpoint)
    shown = "\n".join(each["line"] for each in proof["entries"])
    return f"{shown}\nin the log of {checkpoint.size} entries, sealed {checkpoint.time}: true"


def check_consistency(file: Path, key: str, kept: Sequence[Checkpoint]) -> str:
    """The newer checkpoint of the proof continues the older one."""
    proof = json.loads(file.read_text("utf-8"))
    old, new = Checkpoint(proof["old"], key), Checkpoint(proof["new"], key)
    for each in (old, new):
        refuse_other(each, kept)
    check_growth(old, new, [base64.b64decode(part) for part in proof["path"]])
    return f"the log of {new.size} entries begins with that of {old.size}: true"


def refuse_other(checkpoint: Checkpoint, kept: Sequence[Checkpoint]) -> None:
    """Raises where a kept checkpoint of the same size says something else."""
    if any(each.size == checkpoint.size and each.root != checkpoint.root for each in kept):
        raise WrongError(f"the kept checkpoint of {checkpoint.size} entries differs: two were signed")


def main() -> int:
    """Answers the question of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("question", choices=["export", "proof", "growth"])
    parser.add_argument("path", type=Path)
    parser.add_argument(
        "--key", type=Path, help="the public key that you were given, not the one in the export"
    )
    parser.add_argument("--checkpoint", type=Path, action="append", default=[], help="one that you kept")
    asked = parser.parse_args()
    answers = {"export": check_export, "proof": check_proof, "growth": check_consistency}
    try:
        key = (asked.key or asked.path / "public-key.txt").read_text("utf-8")
        kept = [Checkpoint(file.read_text("utf-8"), key) for file in asked.checkpoint]
        print(answers[asked.question](asked.path, key, kept))
    except WrongError as wrong:
        print(f"NOT TRUE: {wrong}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, IndexError) as trouble:
        print(f"cannot be read: {trouble!r}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
