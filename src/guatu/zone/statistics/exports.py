"""Which files does a person get: the rows to correct, and an empty sheet to fill in?

Every cell is written as text that a sheet shows and never runs (`kernel.sheets.writing`).
"""

from __future__ import annotations

import io

import xlsxwriter  # type: ignore[import-untyped]  # ships without types
from django.utils.translation import gettext as _

from guatu.base.quantities import unit
from guatu.kernel.sheets.writing import OPTIONS, workbook, write_table
from guatu.zone.statistics.catalogue import load_catalogue
from guatu.zone.statistics.imports import sentences_by_row
from guatu.zone.statistics.models import FigureImport
from guatu.zone.statistics.sheets import TEMPLATE_HEADERS, read_rows


def reject_file(figure_import: FigureImport) -> bytes:
    """An xlsx of the wrong rows as they were written, with a column that says what is wrong with each.

    Corrected, it can be handed in as it is: the further columns are not read.
    """
    sentences = sentences_by_row(figure_import.problems)
    wrong = [
        row
        for row in read_rows(bytes(figure_import.document.content))
        if (row.sheet, row.number) in sentences
    ]
    fields = list(TEMPLATE_HEADERS) + (["year"] if any(row.get("year") for row in wrong) else [])
    headers = [TEMPLATE_HEADERS.get(name, "年份") for name in fields]
    lines = [
        [
            *(row.get(name) for name in fields),
            " ".join(sentences[row.sheet, row.number]),
            f"{row.sheet} {row.number}",
        ]
        for row in wrong
    ]
    return workbook(_("Rows to correct"), [*headers, _("What is wrong"), _("Row in the file")], lines)


def template_file() -> bytes:
    """An xlsx to fill in: the columns, and on a second sheet the indicators with their units."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        sheet = book.add_worksheet("数据")
        write_table(book, sheet, list(TEMPLATE_HEADERS.values()), [])
        catalogue = load_catalogue()
        lines = [[m.name_zh, m.name_en, unit(m.display_unit).name_zh, m.definition_zh] for m in catalogue]
        write_table(book, book.add_worksheet("指标目录"), ["指标", "英文名称", "单位", "含义"], lines)
        sheet.data_validation(
            1,
            0,
            2000,
            0,
            {"validate": "list", "source": f"=指标目录!$A$2:$A${len(lines) + 1}", "error_type": "warning"},
        )
    return buffer.getvalue()
