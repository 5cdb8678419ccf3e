"""What does the ledger say of a paper and its versions, and how is it shown to somebody outside?"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.documents.models import Document, DocumentVersion
from guatu.kernel.ledger.checkpoints import open_notary
from guatu.kernel.ledger.history import HistoryEntry, HistoryPart, Proof, history_of
from guatu.kernel.ledger.proofs import prove_entry


def tell_document(document: Document) -> tuple[HistoryEntry, ...]:
    """The entries about the paper and its versions, the newest first."""
    parts = [HistoryPart(DocumentVersion, "document", _anything)]
    return history_of(document, may_read=_anything, parts=parts)


def deeds_in(entries: tuple[HistoryEntry, ...]) -> list[HistoryEntry]:
    """The entries that tell what people did: a version that came in, a change of what it is called …"""
    return [
        entry
        for entry in entries
        if entry.part
        or (entry.op == "update" and any(change.field != "search_text" for change in entry.changes))
    ]


def entries_of_versions(entries: tuple[HistoryEntry, ...]) -> Mapping[int, HistoryEntry]:
    """By the number of a version the entry with which it came in."""
    found: dict[int, HistoryEntry] = {}
    for entry in entries:
        number = next((change.after for change in entry.changes if change.field == "number"), None)
        if entry.part and entry.op == "insert" and number is not None:
            found[int(number)] = entry
    return found


def prove_document(document: Document, seq: int) -> str | None:
    """The proof of an entry for `verify_ledger.py`; None where it is not about this paper.

    Titles and names of files stand in it by reference alone, so that it may be given away.
    """
    entry = next((each for each in tell_document(document) if each.seq == seq), None)
    if entry is None:
        return None
    if entry.proof is not Proof.SEALED:
        raise Refused("not_sealed", _("This entry is not sealed yet. It can be proven after the next seal."))
    connection.ensure_connection()
    notary = open_notary(
        settings.LEDGER_ORIGIN, settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS, settings.LEDGER_HASH
    )
    return prove_entry(connection.connection, notary, seq)


def _anything(name: str) -> bool:
    # Whoever may open the paper may know what was done with it.
    return True
