"""How is a paper looked at: its pages, its versions with their proofs, what changed between two?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.base import clock
from guatu.base.whole_numbers import whole_number
from guatu.kernel.access.gate import needs, reader
from guatu.kernel.access.rights import rights_of
from guatu.kernel.documents.acceptance import RULES
from guatu.kernel.documents.models import Document, DocumentVersion, FileReading, Kept, PaperKind, ReadState
from guatu.kernel.documents.proving import deeds_in, entries_of_versions, tell_document
from guatu.kernel.documents.queries import reading_of, version_called, versions_of
from guatu.kernel.documents.subjects import get_document
from guatu.kernel.ledger.history import HistoryEntry
from guatu.surfaces.desk.comparing import can_be_compared, stretches
from guatu.surfaces.desk.views.documents.addresses import panel_address, record_address
from guatu.surfaces.desk.views.documents.readings import note_reading
from guatu.surfaces.desk.views.uploads import MEGABYTE

# More of a text is read in the file itself.
SHOWN_CHARACTERS = 200_000
SHOWN_ROWS, SHOWN_CELLS = 500, 60


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version and the entry of the ledger with which it came in."""

    version: DocumentVersion
    entry: HistoryEntry | None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of the preview: its size in points for a picture, else its lines or the rows of its table."""

    number: int
    width: int = 0
    height: int = 0
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@needs("documents.view")
@require_safe
def show_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: the version that `version` names, else the last, beside what is known of it."""
    document = get_document(reader(request), pk)
    versions = versions_of(document)
    version = _chosen(versions, request.GET.get("version", ""))
    reading = reading_of(version)
    leaves, cut = leaves_of(version, reading)
    entries = tell_document(document)
    by_number = entries_of_versions(entries)
    context = {
        **_frame(request, document),
        "opened": note_reading(request, document),
        "version": version,
        "versions": [ShownVersion(each, by_number.get(each.number)) for each in versions],
        "is_last": version == versions[0],
        "warnings": [_(RULES[code].sentence) for code in version.warnings if code in RULES],
        "reading": reading,
        "is_waiting": reading.state == ReadState.WAITING,
        "leaves": leaves,
        "is_cut": cut,
        "kinds": PaperKind.choices,
        "classes": Kept.choices,
        "deeds": deeds_in(entries),
    }
    return render(request, "desk/documents_paper.html", context)


@needs("documents.view")
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed in the text between the versions `old` and `new`."""
    document = get_document(reader(request), pk)
    note_reading(request, document)
    old = version_called(document, whole_number(request.GET.get("old", "")) or 0)
    new = version_called(document, whole_number(request.GET.get("new", "")) or 0)
    before, after = reading_of(old).text, reading_of(new).text
    possible = bool(before and after) and can_be_compared(before, after)
    context = {
        **_frame(request, document),
        "old": old,
        "new": new,
        "has_texts": bool(before and after),
        "is_too_long": bool(before and after) and not possible,
        "stretches": list(stretches(before, after)) if possible else [],
        "is_same": before == after,
    }
    return render(request, "desk/documents_compare.html", context)


def leaves_of(version: DocumentVersion, reading: FileReading) -> tuple[list[Leaf], bool]:
    """The pages of the preview, and whether they are not all."""
    if version.kind.preview in ("pages", "picture"):
        sizes = reading.sizes or [[595, 842]] * (version.pages or 0)
        return [Leaf(n, width, height) for n, (width, height) in enumerate(sizes, start=1)], False
    text = reading.text[:SHOWN_CHARACTERS]
    parts = list(enumerate(text.split("\f"), start=1)) if text else []
    cut = len(reading.text) > SHOWN_CHARACTERS
    if version.kind.preview == "table":
        tables = [(number, part.split("\n")) for number, part in parts]
        cut = cut or any(len(lines) > SHOWN_ROWS for _number, lines in tables)
        return [Leaf(number, rows=tuple(map(_cells, lines[:SHOWN_ROWS]))) for number, lines in tables], cut
    return [Leaf(n, lines=tuple(line for line in part.split("\n") if line.strip())) for n, part in parts], cut


def _frame(request: HttpRequest, document: Document) -> dict[str, object]:
    record = document.subject
    return {
        "document": document,
        "record": record,
        "record_address": record_address(record),
        "panel_address": panel_address(record),
        "may_add": "documents.add" in rights_of(request.user),
        "limit": settings.UPLOAD_MAX_BYTES,
        "too_large": _(RULES["too_large"].sentence) % {"limit": settings.UPLOAD_MAX_BYTES // MEGABYTE},
        "today": clock.today(),
    }


def _cells(line: str) -> tuple[str, ...]:
    return tuple(line.split("\t")[:SHOWN_CELLS])


def _chosen(versions: Sequence[DocumentVersion], asked: str) -> DocumentVersion:
    return next((each for each in versions if str(each.number) == asked), versions[0])
