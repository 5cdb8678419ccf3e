"""What shows to an outsider that the records behind a number are those that were entered?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db import connection

from guatu.kernel.ledger.history import Proof, history_of
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.proofs import prove_entry
from guatu.kernel.measures.traces import RecordRef

MOST = 200
"""How many records are proven in one file."""


def prove_records(records: Sequence[RecordRef]) -> str | None:
    """One proof for `verify_ledger.py` of all entries about these records; None while none is sealed.

    An entry holds what the ledger keeps of the whole row: only what the reader may see belongs here.
    """
    connection.ensure_connection()
    found: dict[int, object] = {}
    note = ""
    for seq in sorted(set(_sealed(records[:MOST]))):
        proof = json.loads(prove_entry(connection.connection, own_notary(), seq))
        note = proof["checkpoint"]
        found |= {each["position"]: each for each in proof["entries"]}
    if not found:
        return None
    told = {"entries": [found[position] for position in sorted(found)], "checkpoint": note}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _sealed(records: Iterable[RecordRef]) -> Iterable[int]:
    for record in records:
        row = apps.get_model(record.model)(pk=record.pk)
        for entry in history_of(row, may_read=_nothing):
            if entry.proof is Proof.SEALED:
                yield entry.seq


def _nothing(name: str) -> bool:
    # Only the numbers of the entries are asked for.
    return False
