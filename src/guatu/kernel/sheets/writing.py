"""How is a table handed out as a file that no sheet can be made to run?

Texts are written as text: a cell that starts like a formula gets a ' in front; an import takes it away again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]  # ships without types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # ships without types

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cell = str | int | Decimal | date | None
"""None is a cell without anything: not on record, which is not zero."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "|")


def plain_cell(text: str) -> str:
    """`text` as a cell that no sheet takes for a formula; numbers stay as they are."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        parse_amount(text)
    except GuatuError:
        return "'" + text
    return text


def workbook(title: str, headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """An xlsx of one sheet: a head that stays in sight, and the lines; numbers and days as such."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        # A sheet's name is 31 characters at most, and not any character.
        name = "".join(" " if c in "[]:*?/\\'" else c for c in title)[:31].strip() or "1"
        write_table(book, book.add_worksheet(name), headers, lines)
    return buffer.getvalue()


def write_table(
    book: xlsxwriter.Workbook, sheet: Worksheet, headers: Sequence[str], lines: Iterable[Sequence[Cell]]
) -> None:
    """Fills a sheet of a workbook that is being written."""
    bold, day = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    for column, header in enumerate(headers):
        sheet.write_string(0, column, plain_cell(header), bold)
        sheet.set_column(column, column, 24 if column in (0, len(headers) - 2) else 14)
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            _write_cell(sheet, number, column, cell, day)
    sheet.freeze_panes(1, 0)


def csv_file(headers: Sequence[str], lines: Iterable[Sequence[Cell]]) -> bytes:
    """The same as csv in UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([plain_cell(header) for header in headers])
    for line in lines:
        writer.writerow([_as_text(cell) for cell in line])
    return buffer.getvalue().encode("utf-8-sig")


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, day: object) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, plain_cell(cell))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif len(str(cell)) > 15:
        sheet.write_string(row, column, str(cell))  # a sheet keeps 15 digits of a number
    else:
        sheet.write_number(row, column, cell)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return plain_cell(cell) if isinstance(cell, str) else str(cell)
