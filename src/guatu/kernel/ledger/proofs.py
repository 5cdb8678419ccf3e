"""What shows to an outsider that one entry is in the log, or that a log only grew?

Proofs are JSON that `verify_ledger.py` reads without anything of ours.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Sequence

from psycopg import Connection, sql

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import Checkpoint, Notary, read_note
from guatu.kernel.ledger.entries import stream_lines
from guatu.kernel.ledger.hashes_kept import kept_nodes
from guatu.kernel.ledger.tree import (
    consistency_proof,
    digest_called,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
)

Connected = Connection[tuple[object, ...]]

NEWEST = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
AT_SIZE = "SELECT note FROM ledger_checkpoint WHERE size = %s"
# The action's own entry says who acted and when: without it the proof would be of a change by nobody.
WITH_ACTION = """FROM ledger_entry e JOIN ledger_leaf l USING (seq) WHERE e.seq = {seq} OR (
    e.relation = 'ledger_action' AND e.action = (SELECT action FROM ledger_entry WHERE seq = {seq})
) ORDER BY l.position"""


def prove_entry(connection: Connected, notary: Notary, seq: int) -> str:
    """The proof that an entry and that of its action are in the newest checkpoint; refused while unsealed."""
    note, checkpoint = _newest(connection, notary)
    rest = sql.SQL(WITH_ACTION).format(seq=sql.Literal(seq))
    found = list(stream_lines(connection, sql.SQL("l.position"), rest))
    if not any(_seq_of(line) == seq for _, line in found):
        raise GuatuError("not_sealed", f"Entry {seq} is not there, or is not sealed yet; seal first.")
    steps = [_inclusion(connection, checkpoint, position, line) for position, line in found]
    return _dump({"entries": steps, "checkpoint": note})


def prove_growth(connection: Connected, notary: Notary, old_note: str, new_note: str) -> str:
    """The proof that the one checkpoint continues the other; refused where this ledger continues neither."""
    old, new = read_note(old_note, notary.verifier), read_note(new_note, notary.verifier)
    digest = digest_called(new.algorithm)
    path = consistency_proof(old.size, new.size, kept_nodes(connection, digest), digest)
    if not is_consistent(old.size, old.root, new.size, new.root, path, digest):
        told = f"the checkpoint of {new.size} entries does not continue that of {old.size}"
        raise GuatuError("not_continued", f"In this ledger {told}.")
    return _dump({"old": old_note, "new": new_note, "path": _encoded(path)})


def note_at(connection: Connected, size: int) -> str:
    """The checkpoint of that many entries, as it was signed."""
    row = connection.execute(AT_SIZE, [size]).fetchone()
    if row is None:
        raise GuatuError("no_checkpoint", f"There is no checkpoint of {size} entries.")
    return str(row[0])


def _inclusion(
    connection: Connected, checkpoint: Checkpoint, position: int, line: bytes
) -> dict[str, object]:
    digest = digest_called(checkpoint.algorithm)
    path = inclusion_proof(position, checkpoint.size, kept_nodes(connection, digest), digest)
    root = root_by_inclusion(leaf_hash(line, digest), position, checkpoint.size, path, digest)
    if root != checkpoint.root:
        raise GuatuError("not_as_sealed", f"The entry at position {position} is not the one that was sealed.")
    return {"line": line.decode(), "position": position, "path": _encoded(path)}


def _newest(connection: Connected, notary: Notary) -> tuple[str, Checkpoint]:
    row = connection.execute(NEWEST).fetchone()
    if row is None:
        raise GuatuError("no_checkpoint", "There is no checkpoint yet; seal first.")
    return str(row[0]), read_note(str(row[0]), notary.verifier)


def _seq_of(line: bytes) -> int:
    return int(line.removeprefix(b'{"seq":').partition(b",")[0])


def _encoded(hashes: Sequence[bytes]) -> list[str]:
    return [b64encode(each).decode() for each in hashes]


def _dump(proof: dict[str, object]) -> str:
    return json.dumps(proof, ensure_ascii=False, indent=1) + "\n"
