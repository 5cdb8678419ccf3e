"""How is an uploaded table opened without harm? From the bytes of an xlsx or csv file to grids of text.

Uploads are judged by content, never by name. What could exhaust the machine is measured before it is opened:
packed size, unpacked size, the furthest cell, repeated long texts. Nothing in a file is executed, and a
workbook is parsed by a process apart (workbook_reader.py).
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.sheets import workbook_reader
from guatu.kernel.sheets.workbook_reader import PlainSheet, cell_text

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


def _checked_text(text: str) -> str:
    if len(text) > MAX_CELL_CHARACTERS:
        sentence = _("A cell has more than %(limit)s characters. Is it the right file?")
        raise Refused("cell_too_long", sentence % {"limit": MAX_CELL_CHARACTERS})
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
            rows.append([_checked_text(cell_text(cell)) for cell in row[:MAX_COLUMNS]])
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
        done = subprocess.run(  # noqa: S603 - our own program, the file on its standard input
            [sys.executable, "-I", workbook_reader.__file__],
            input=content,
            capture_output=True,
            timeout=2 * workbook_reader.CPU_SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise _damaged() from error
    sheets: list[PlainSheet] = json.loads(done.stdout)
    return [_grid_of(sheet) for sheet in sheets]


def _grid_of(sheet: PlainSheet) -> Grid:
    rows = [[_checked_text(text) for text in row] for row in sheet["rows"]]
    merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet["merged"]]
    return Grid(sheet["name"], _squared(rows), merged)


def _damaged() -> Refused:
    return Refused("broken", _("The sheet is damaged. Open it and save it again as .xlsx."))


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
        raise _damaged() from error


def _refuse_kind(names: set[str]) -> None:
    if any("vbaproject" in name or name.startswith("xl/macrosheets") for name in names):
        raise Refused("macros", _("The file holds macros. Save it as .xlsx, which has none."))
    if "xl/workbook.xml" not in names or len(names) > MAX_PARTS:
        raise Refused("not_a_sheet", _("This is no .xlsx sheet. Save the table as .xlsx or CSV."))


_REFERENCE = re.compile(rb"""\sr=["']([^"']*)["']""")
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
