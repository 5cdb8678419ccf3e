"""Which files does a person get: the rows to correct, and an empty sheet to fill in?

Every cell is written as text that a sheet shows and never runs: a cell that starts like a formula gets a ' in
front, which an import takes away again.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter  # type: ignore[import-untyped]  # ships without types
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships without types

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount, unit
from guatu.zone.statistics.catalogue import load_catalogue
from guatu.zone.statistics.imports import sentences_by_row
from guatu.zone.statistics.models import FigureImport
from guatu.zone.statistics.sheets import TEMPLATE_HEADERS, read_rows

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")


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
    return _workbook(_("Rows to correct"), [*headers, _("What is wrong"), _("Row in the file")], lines)


def template_file() -> bytes:
    """An xlsx to fill in: the columns, and on a second sheet the indicators with their units."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("数据")
        _write(sheet, list(TEMPLATE_HEADERS.values()), [], bold)
        catalogue = load_catalogue()
        lines = [[m.name_zh, m.name_en, unit(m.display_unit).name_zh, m.definition_zh] for m in catalogue]
        _write(book.add_worksheet("指标目录"), ["指标", "英文名称", "单位", "含义"], lines, bold)
        sheet.data_validation(
            1,
            0,
            2000,
            0,
            {"validate": "list", "source": f"=指标目录!$A$2:$A${len(lines) + 1}", "error_type": "warning"},
        )
    return buffer.getvalue()


def plain_cell(text: str) -> str:
    """`text` as a cell that no sheet takes for a formula; numbers stay as they are."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        parse_amount(text)
    except GuatuError:
        return "'" + text
    return text


def _workbook(title: str, headers: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        _write(book.add_worksheet(title[:31]), headers, lines, book.add_format({"bold": True, "bottom": 1}))
    return buffer.getvalue()


def _write(sheet: Worksheet, headers: Sequence[str], lines: Sequence[Sequence[str]], bold: object) -> None:
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, 24 if column in (0, len(headers) - 2) else 14)
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, plain_cell(text))
    sheet.freeze_panes(1, 0)
