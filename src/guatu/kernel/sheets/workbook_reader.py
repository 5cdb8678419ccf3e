"""What is in a workbook, as text? A program of its own, run for one file and then gone.

The parser of workbooks is native code: a few well-chosen bytes make it ask for more memory than any machine
has, which ends the whole process. So it runs apart, with little memory and little time: the workbook on
standard input, its sheets as JSON on standard output. It imports nothing of Guatu and is run by its path.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from datetime import date, datetime
from typing import TypedDict

from python_calamine import CalamineSheet, CalamineWorkbook

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 30


class PlainSheet(TypedDict):
    """A sheet as text; merged ranges as [[top, left], [bottom, right]] from 0."""

    name: str
    rows: list[list[str]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]]


def cell_text(value: object) -> str:
    """A cell as its reader saw it: days as 2019-07-15, numbers without the residue of their binary form."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # A sheet keeps 15 digits; what lies beyond was never typed.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip().replace("\x00", "")


def main() -> int:
    """Reads the workbook on standard input; any failure is an exit status above zero."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
        sheets = [_plain(book.get_sheet_by_name(name)) for name in book.sheet_names]
    json.dump(sheets, sys.stdout)
    return 0


def _plain(sheet: CalamineSheet) -> PlainSheet:
    rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return {"name": sheet.name, "rows": rows, "merged": sheet.merged_cell_ranges or []}


if __name__ == "__main__":
    raise SystemExit(main())
