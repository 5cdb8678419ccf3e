"""What can be done with papers: hand in, hand in anew, describe, withdraw, restore?"""

from __future__ import annotations

import zlib
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.documents import store
from guatu.kernel.documents.inspection.judging import Inspected, inspect
from guatu.kernel.documents.jobs import read_file
from guatu.kernel.documents.models import Document, DocumentVersion, FileReading, Kept, PaperKind
from guatu.kernel.documents.subjects import label_of
from guatu.kernel.documents.texts import read_text
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.ledger.context import ledgered
from guatu.kernel.registry.spelling import search_text

# Larger files are read by a job, so that whoever handed them in need not wait.
READ_AT_ONCE_BYTES = 2 * 1024 * 1024
# Papers of one record follow one another, so that a second click makes no second paper.
_LOCK = 0x6775_646F


class HandedIn(Protocol):
    """A file as it was handed in."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


def attach(
    record: Model,
    upload: HandedIn,
    *,
    by: User | None,
    title: str = "",
    kind: str = PaperKind.OTHER,
    kept: str = Kept.INTERNAL,
    happened_at: datetime | None = None,
) -> Document:
    """Hands a paper in for a record; Refused, with what to do, where the file is not taken.

    The same bytes for the same record are one paper: who sends them twice gets the first again.
    """
    inspected, sha256 = _take(upload)
    return _attach(
        record,
        _plain_name(upload.name),
        inspected,
        (sha256, len(upload.content)),
        by=by,
        title=_title(title, upload.name),
        kind=PaperKind(kind) if kind in PaperKind else PaperKind.OTHER,
        kept=_kept(kept),
        happened_at=happened_at,
    )


@ledgered("documents.attach")
def _attach(
    record: Model,
    name: str,
    inspected: Inspected,
    file: tuple[str, int],
    *,
    by: User | None,
    title: str,
    kind: PaperKind,
    kept: Kept,
    happened_at: datetime | None,
) -> Document:
    label = label_of(type(record))
    _lock_subject(label, record.pk)
    same = DocumentVersion.objects.filter(
        document__subject_model=label,
        document__subject_id=record.pk,
        document__withdrawn_at=None,
        sha256=file[0],
    )
    if (there := same.select_related("document").order_by("pk").first()) is not None:
        return there.document
    document = Document.objects.create(
        subject_model=label,
        subject_id=record.pk,
        title=title,
        kind=kind,
        field_class=kept,
        search_text=search_text([title, name]),
        created_by=by,
        created_at=clock.now(),
    )
    _add(document, 1, name, inspected, file, by=by, happened_at=happened_at)
    return document


def add_version(
    document: Document,
    upload: HandedIn,
    *,
    by: User | None,
    note: str = "",
    happened_at: datetime | None = None,
) -> DocumentVersion:
    """Hands a paper in anew. What is the last version already stays it: nothing is added."""
    inspected, sha256 = _take(upload)
    file = sha256, len(upload.content)
    return _add_version(
        document,
        _plain_name(upload.name),
        inspected,
        file,
        by=by,
        note=note.strip()[:300],
        happened_at=happened_at,
    )


@ledgered("documents.add_version")
def _add_version(
    document: Document,
    name: str,
    inspected: Inspected,
    file: tuple[str, int],
    *,
    by: User | None,
    note: str,
    happened_at: datetime | None,
) -> DocumentVersion:
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.is_withdrawn:
        raise Refused("withdrawn", _("The document is withdrawn. Restore it before you add a version."))
    last = locked.versions.order_by("-number").first()
    if last is not None and last.sha256 == file[0]:
        return last
    number = 1 + (locked.versions.aggregate(last=Max("number"))["last"] or 0)
    locked.search_text = search_text([locked.title, name])
    locked.save(update_fields=["search_text"])
    return _add(locked, number, name, inspected, file, by=by, note=note, happened_at=happened_at)


@ledgered("documents.describe")
def describe(document: Document, *, title: str, kind: str, kept: str, by: User | None) -> Document:
    """Calls the paper by another title, says what it is and how closely it is kept."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if kind not in PaperKind:
        raise Refused("unknown_kind", _("Choose what kind of document it is."))
    last = locked.versions.order_by("-number").first()
    locked.title = _title(title, last.name if last else locked.title)
    locked.kind, locked.field_class = PaperKind(kind), _kept(kept)
    locked.search_text = search_text([locked.title, last.name if last else ""])
    locked.save(update_fields=["title", "kind", "field_class", "search_text"])
    return locked


@ledgered("documents.withdraw")
def withdraw(document: Document, *, reason: str, by: User | None) -> Document:
    """Takes a paper back, for a reason; its versions stay, and whoever may sees that it was there."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if not reason.strip():
        raise Refused("no_reason", _("Say why the document is withdrawn; the reason is kept with it."))
    if not locked.is_withdrawn:
        locked.withdrawn_at, locked.withdrawn_by = clock.now(), by
        locked.withdrawal_reason = reason.strip()[:300]
        locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    return locked


@ledgered("documents.restore")
def restore(document: Document, *, by: User | None) -> Document:
    """Makes a withdrawn paper valid again; when and why it was withdrawn stays in the ledger."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawal_reason = None, None, ""
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    return locked


def _take(upload: HandedIn) -> tuple[Inspected, str]:
    """Judges the file and writes it to disk: before the transaction, so that no row waits for a slow disk.

    Bytes to which no row ever points are swept (`files.py`).
    """
    inspected = inspect(upload.name, upload.content, limit=settings.UPLOAD_MAX_BYTES)
    try:
        return inspected, store.keep(upload.content)
    except OSError as error:
        sentence = _("The file could not be written to disk. Nothing was kept; tell the administrator.")
        raise Refused("not_written", sentence) from error


def _add(
    document: Document,
    number: int,
    name: str,
    inspected: Inspected,
    file: tuple[str, int],
    *,
    by: User | None,
    note: str = "",
    happened_at: datetime | None = None,
) -> DocumentVersion:
    sha256, size = file
    now = clock.now()
    made = DocumentVersion.objects.create(
        document=document,
        number=number,
        name=name,
        sha256=sha256,
        size=size,
        file_kind=inspected.kind.code,
        pages=inspected.pages,
        warnings=list(inspected.warnings),
        note=note,
        uploaded_by=by,
        happened_at=happened_at or now,
        recorded_at=now,
    )
    reading = FileReading(sha256=sha256, file_kind=inspected.kind.code, sizes=inspected.sizes)
    FileReading.objects.bulk_create([reading], ignore_conflicts=True)
    if size <= READ_AT_ONCE_BYTES:
        transaction.on_commit(lambda: read_text(sha256), robust=True)
    else:
        defer(read_file, sha256=sha256)
    return made


def _lock_subject(label: str, pk: int) -> None:
    # A key of 32 bits: two records that share one wait for each other needlessly, and that is all.
    key = zlib.crc32(f"{label}:{pk}".encode()) - 2**31
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, key])


def _kept(written: str) -> Kept:
    if written not in Kept:
        raise Refused("unknown_class", _("Choose how closely the document is kept."))
    return Kept(written)


def _title(title: str, name: str) -> str:
    written = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    return (written or PurePosixPath(_plain_name(name)).stem)[:200]


def _plain_name(name: str) -> str:
    """The file's own name, without folders and signs that do not print or turn the writing round."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if c.isprintable())[-255:].strip() or _("document")
