"""What does an auditor get? Each sealed entry as the line that was hashed, the checkpoint, the public key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from psycopg import Connection, IsolationLevel, sql

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import PUBLIC_KEY_FILE, Checkpoint, Notary, read_note
from guatu.kernel.ledger.entries import stream_lines

Connected = Connection[tuple[object, ...]]

ENTRIES_FILE = "entries.jsonl"
CHECKPOINT_FILE = "checkpoint.txt"
NEWEST = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
IN_ORDER = """FROM ledger_leaf l JOIN ledger_entry e USING (seq)
WHERE l.position < {size} ORDER BY l.position"""


def export_ledger(connection: Connected, notary: Notary, folder: Path) -> Checkpoint:
    """Writes the entries up to the newest checkpoint into a new folder; returns the checkpoint."""
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    with connection.transaction():
        row = connection.execute(NEWEST).fetchone()
        if row is None:
            raise GuatuError("no_checkpoint", "Nothing is sealed yet; seal first.")
        note = str(row[0])
        checkpoint = read_note(note, notary.verifier)
        folder.mkdir(parents=True)
        with (folder / ENTRIES_FILE).open("wb") as file:
            file.writelines(line + b"\n" for line in _lines(connection, checkpoint.size))
    (folder / CHECKPOINT_FILE).write_text(note, "utf-8")
    (folder / PUBLIC_KEY_FILE).write_text(notary.verifier.as_line() + "\n", "utf-8")
    return checkpoint


def _lines(connection: Connected, size: int) -> Iterator[bytes]:
    rest = sql.SQL(IN_ORDER).format(size=sql.Literal(size))
    return (line for _, line in stream_lines(connection, sql.SQL("l.position"), rest))
