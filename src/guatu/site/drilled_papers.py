"""Which paper is attacked in a drill? One of the drill's own, handed in as those of the zone are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from guatu.kernel.documents.files import check_files
from guatu.kernel.documents.store import place_of, write_whole
from guatu.kernel.ledger.attacks import Connected, Exchanged, acting
from guatu.kernel.ledger.verification import Finding

TRUE, OTHER = b"the licence as it was handed in", b"the licence as he would have it"
PAPER = """
WITH paper AS (
    INSERT INTO documents_document (subject_model, subject_id, title, kind, field_class, search_text,
        created_at, withdrawal_reason)
    VALUES ('drill.permit', 1, 'licence', 'licence', 'internal', '', now(), '') RETURNING id
)
INSERT INTO documents_documentversion (document_id, number, name, sha256, size, file_kind, warnings, note,
    happened_at, recorded_at)
SELECT id, 1, 'licence.txt', %s, %s, 'txt', '[]', '', now(), now() FROM paper
"""


class DrilledPapers:
    """A paper in the tables of the documents, its file in a folder of the drill's.

    The zone's own files lie elsewhere and are not attacked: that they are not in that folder is no finding.
    """

    def __init__(self) -> None:
        self.lacking: frozenset[Finding] = frozenset()

    def hand_in(self, connection: Connected, folder: Path) -> None:
        """Hands it in, as an action."""
        self.lacking = frozenset(check_files(connection, folder))
        write_whole(place_of(_hash_of(TRUE), folder), TRUE)
        with acting(connection, "drill.hand_in"):
            connection.execute(PAPER, [_hash_of(TRUE), len(TRUE)])

    def check(self, connection: Connected, folder: Path) -> Iterable[Finding]:
        """What is wrong with the file, as every night tells it of all files."""
        return [finding for finding in check_files(connection, folder) if finding not in self.lacking]

    def alter(self, folder: Path) -> None:
        """Writes something else into it."""
        write_whole(place_of(_hash_of(TRUE), folder), OTHER)

    def exchange(self, folder: Path) -> Exchanged:
        """Puts another file into the folder, under its own hash."""
        write_whole(place_of(_hash_of(OTHER), folder), OTHER)
        return Exchanged("documents_documentversion", "sha256", _hash_of(TRUE), _hash_of(OTHER))


def _hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
