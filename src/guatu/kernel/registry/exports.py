"""Which files does a registry hand out: a list as it is shown, the empty sheet, the rows to correct?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.utils.translation import gettext as _

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Registry
from guatu.kernel.registry.lists import Listing
from guatu.kernel.registry.models import RecordImport
from guatu.kernel.registry.problems import sentences_by_row
from guatu.kernel.registry.tables import read_table
from guatu.kernel.registry.values import cell_of
from guatu.kernel.sheets.writing import Cell, csv_file, workbook

Format = Literal["xlsx", "csv"]


def list_file(listing: Listing, form: Format) -> bytes:
    """All records of a list in its columns and order; what the reader may not read is masked here too."""
    headers = [head_of(info) for info in listing.columns]
    lines = _lines(listing)
    return csv_file(headers, lines) if form == "csv" else workbook(listing.registry.title, headers, lines)


def template_file(registry: Registry, readable: frozenset[FieldClass]) -> bytes:
    """The empty sheet: one column for each field that may be written."""
    headers = [head_of(info) for info in registry.fields.values() if info.field_class in readable]
    return workbook(registry.title, headers, [])


def reject_file(registry: Registry, record_import: RecordImport) -> bytes:
    """The wrong rows as they were written, each with what is wrong; corrected, it can be handed in again."""
    sentences = sentences_by_row(record_import.problems)
    rows = read_table(registry, bytes(record_import.content)).rows
    wrong = [row for row in rows if (row.sheet, row.number) in sentences]
    used = [info for info in registry.fields.values() if any(info.name in row.cells for row in wrong)]
    lines = [
        [
            *(row.cells.get(info.name, "") for info in used),
            " ".join(sentences[row.sheet, row.number]),
            f"{row.sheet} {row.number}".strip(),
        ]
        for row in wrong
    ]
    headers = [*(head_of(info) for info in used), _("What is wrong"), _("Row in the file")]
    return workbook(_("Rows to correct"), headers, lines)


def head_of(info: FieldInfo) -> str:
    """What the column of a field is called in a file, with its unit in brackets."""
    return f"{info.label} ({info.unit})" if info.unit else info.label


def _lines(listing: Listing) -> Iterator[list[Cell]]:
    for record in listing.fetch(0, None):
        yield [cell_of(info, record, listing.readable) for info in listing.columns]
