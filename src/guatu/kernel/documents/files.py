"""Are the files on disk what was handed in, and which of them belong to nothing?

The ledger proves what the table says; this proves that the files are what the table says: both together prove
the papers themselves.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg import Connection

from guatu.kernel.documents.models import DocumentVersion
from guatu.kernel.documents.store import place_of, stored
from guatu.kernel.ledger.verification import Finding

HANDED_IN = (
    "SELECT sha256, max(size), min(document_id), min(number) FROM documents_documentversion "
    "GROUP BY sha256 ORDER BY sha256"
)
# What is being written now is no leftover.
SWEPT_AFTER_S = 24 * 60 * 60
_CHUNK = 1 << 20


def check_files(
    plain: Connection[tuple[object, ...]] | None = None, folder: Path | None = None
) -> list[Finding]:
    """What is wrong with the files of all versions (`file_missing`, `file_altered`): each is hashed again.

    Looks at this installation's, or at those of another connection and folder (a copy under attack).
    """
    return list(_findings(plain, folder))


def sweep() -> int:
    """Takes away the files that no version ever referred to, and unfinished ones; returns how many."""
    known = set(DocumentVersion.objects.order_by().values_list("sha256", flat=True).distinct())
    gone = 0
    for file in stored():
        if file.name not in known and time.time() - file.stat().st_mtime > SWEPT_AFTER_S:
            file.unlink(missing_ok=True)
            gone += 1
    return gone


def _findings(plain: Connection[tuple[object, ...]] | None, folder: Path | None) -> Iterator[Finding]:
    for sha256, size, document, number in _rows(plain):
        paper = f"version {number} of document {document}"
        place = place_of(str(sha256), folder)
        if not place.is_file():
            yield Finding("file_missing", f"The file of {paper} is gone ({sha256}).")
        elif place.stat().st_size != size or _hash_of(place) != sha256:
            yield Finding("file_altered", f"The file of {paper} is not what was handed in ({sha256}).")


def _rows(plain: Connection[tuple[object, ...]] | None) -> list[tuple[object, ...]]:
    if plain is not None:
        return plain.execute(HANDED_IN).fetchall()
    with connection.cursor() as cursor:
        cursor.execute(HANDED_IN)
        return list(cursor.fetchall())


def _hash_of(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
