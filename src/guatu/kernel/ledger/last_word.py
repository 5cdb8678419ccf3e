"""What did the ledger last sign, for somebody who takes a page away and wants to compare it later?"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.checkpoints import read_note
from guatu.kernel.ledger.installation import own_notary

LAST = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class LastWord:
    """The last checkpoint: how many entries it covers, their root (base64), when, and the signed note."""

    size: int
    root: str
    sealed_at: datetime
    note: str


def last_word() -> LastWord | None:
    """The last checkpoint with a signature of ours; None where nothing was sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        row = cursor.fetchone()
    if row is None:
        return None
    note = str(row[0])
    try:
        checkpoint = read_note(note, own_notary().verifier)
    except GuatuError:
        return None
    return LastWord(checkpoint.size, b64encode(checkpoint.root).decode(), checkpoint.sealed_at, note)
