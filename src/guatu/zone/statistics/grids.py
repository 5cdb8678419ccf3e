"""How is an uploaded table opened without harm? From the bytes of an xlsx or csv file to grids of text.

Uploads are judged by content, never by name. What could exhaust the machine is measured before it is opened:
packed size, unpacked size, the furthest cell, repeated long texts. Nothing in a file is executed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from guatu.base.errors import Refused

MAX_BYTES = 30 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as text, all rows of one width; merged ranges as ((top, left), (bottom, right)) from 0."""

    name: str
    rows: list[list[str]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()


def read_grids(content: bytes) -> list[Grid]:
    """The sheets of a workbook, or the one table of a csv file; Refused with a sentence when unusable."""
    _refuse_impossible(content)
    return _read_xlsx(content) if content.startswith(b"PK") else [_read_csv(content)]


def too_many_rows() -> Refused:
    """The refusal of a table that is longer than one import takes."""
    sentence = _("The file has more than %(limit)s rows. Split it, for instance by year.")
    return Refused("too_many_rows", sentence % {"limit": MAX_ROWS})


def content_type_of(content: bytes) -> str:
    """The media type of a file that `read_grids` takes."""
    if content.startswith(b"PK"):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return "text/csv"


def _refuse_impossible(content: bytes) -> None:
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refused("empty", _("The file is empty."))
    if len(content) > MAX_BYTES:
        raise Refused(
            "too_big",
            _("The file has %(size)s MB; %(limit)s MB is the most. Split it, for instance by year.")
            % {"size": len(content) // 1024**2, "limit": MAX_BYTES // 1024**2},
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            "old_or_locked",
            _("This is an old .xls file or one with a password. Save it as .xlsx without a password."),
        )
    if re.match(
        rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|meta|head|body)", content[:400], re.I
    ):
        raise Refused(
            "web_page", _("This is a web page, not a sheet, whatever its name says. Save it as .xlsx.")
        )


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        # A sheet keeps 15 digits; what lies beyond is the residue of the binary form.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip().replace("\x00", "")
    if len(text) > MAX_CELL_CHARACTERS:
        raise Refused(
            "cell_too_long",
            _("A cell has more than %(limit)s characters. Is it the right file?")
            % {"limit": MAX_CELL_CHARACTERS},
        )
    # The reject file puts ' before what a sheet would take for a formula.
    return text.removeprefix("'")


def _read_csv(content: bytes) -> Grid:
    text = _decode(content)
    sample = text[:4_000]
    delimiter = max(",\t;，", key=sample.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([_cell_text(cell) for cell in row[:MAX_COLUMNS]])
            if len(rows) > MAX_ROWS * 2:
                raise too_many_rows()
    except csv.Error as error:
        raise Refused(
            "broken", _("The file could not be read as a table. Save it again as .xlsx.")
        ) from error
    return Grid("", _squared(rows))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(
        "encoding",
        _("The file is neither a sheet nor text in UTF-8 or GB18030. Save it as .xlsx or CSV UTF-8."),
    )


def _squared(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _read_xlsx(content: bytes) -> list[Grid]:
    _measure_package(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [_grid_of(book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("broken", _("The sheet is damaged. Open it and save it again as .xlsx.")) from error


def _grid_of(sheet: CalamineSheet) -> Grid:
    rows = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    return Grid(sheet.name, rows, merged=sheet.merged_cell_ranges or ())


def _measure_package(content: bytes) -> None:
    """Refuses a package that is no plain workbook, or that would unpack to more than is bearable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = {entry.filename.lower() for entry in package.infolist()}
            _refuse_kind(names)
            _measure_parts(package)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        zlib.error,
    ) as error:
        raise Refused("broken", _("The sheet is damaged. Open it and save it again as .xlsx.")) from error


def _refuse_kind(names: set[str]) -> None:
    if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in names):
        raise Refused("macros", _("The file holds macros. Save it as .xlsx, which has none."))
    if "xl/workbook.xml" not in names or len(names) > MAX_PARTS:
        raise Refused("not_a_sheet", _("This is no .xlsx sheet. Save the table as .xlsx or CSV."))


_REFERENCE = re.compile(rb"""\sr=["']([^"']{0,20})["']""")
_PLACE = re.compile(rb"([A-Z]{0,3})(\d{1,7})")


def _measure_parts(package: zipfile.ZipFile) -> None:
    total = texts = longest = 0
    for entry in package.infolist():
        if entry.filename.startswith("xl/media/"):
            continue
        data = _unpack(package, entry, MAX_UNPACKED_BYTES - total)
        total += len(data)
        if entry.filename.lower().startswith("xl/worksheets/"):
            _measure_places(data)
            texts += data.count(b't="s"') + data.count(b"t='s'")
        elif entry.filename.lower().endswith("sharedstrings.xml"):
            longest = max(map(len, re.split(rb"<(?:\w+:)?si\b", data)))
    if longest * texts > 20 * MAX_UNPACKED_BYTES:
        raise Refused("cell_too_long", _("The sheet repeats very long texts. Is it the right file?"))


def _unpack(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    with package.open(entry) as stream:
        data = stream.read(left + 1)
    if len(data) > left:
        raise Refused(
            "bomb",
            _("Unpacked, the sheet has more than %(limit)s MB. Delete what is not needed and save it again.")
            % {"limit": MAX_UNPACKED_BYTES // 1024**2},
        )
    return data


def _measure_places(sheet: bytes) -> None:
    for reference in set(_REFERENCE.findall(sheet)):
        place = _PLACE.fullmatch(reference)
        if place is None or int(place[2]) > MAX_ROWS * 2 or _column(place[1]) > MAX_COLUMNS:
            raise Refused(
                "too_wide",
                _("The sheet is larger than %(rows)s rows by %(columns)s columns. Delete the empty ones.")
                % {"rows": MAX_ROWS * 2, "columns": MAX_COLUMNS},
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
