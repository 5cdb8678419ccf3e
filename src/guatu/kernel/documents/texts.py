"""What does a file say, for the search and for a preview? A form feed stands between its pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from django.db import transaction
from lxml import etree

from guatu.base.errors import GuatuError
from guatu.kernel.documents import store
from guatu.kernel.documents.grams import grams_of, narrowed
from guatu.kernel.documents.inspection.plain import read_plain
from guatu.kernel.documents.models import FileReading, ReadState
from guatu.kernel.documents.pdf_reading import read_pdf_texts
from guatu.kernel.sheets.grids import read_grids

Reader = Callable[[bytes], str]
"""From the bytes of a file to what it says; GuatuError where it cannot be read."""

PAGE_END = "\f"
MAX_CHARACTERS = 1_000_000
_NUMBER = re.compile(r"\d+")
_SLIDE = re.compile(r"^ppt/slides/slide\d+\.xml$")
_OPEN_CONTENT = re.compile(r"^content\.xml$")
_FIXED_PAGE = re.compile(r"^Doc_\d+/Pages/Page_\d+/Content\.xml$")
_SAYING = frozenset({"p", "h", "TextCode"})
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff])\n(?=[\u3400-\u9fff])")


def register_reader(file_kind: str, reader: Reader) -> None:
    """Makes known how files of a kind are read by somebody who does it better."""
    _READERS[file_kind] = reader


def can_be_read(file_kind: str) -> bool:
    """Whether there is a reader for files of that kind."""
    return file_kind in _READERS


def read_text(sha256: str) -> ReadState:
    """Reads the file with that hash for the search, if that was not done; safe to be asked twice."""
    with transaction.atomic():
        reading = FileReading.objects.select_for_update().filter(sha256=sha256).first()
        if reading is None:
            return ReadState.FAILED
        if reading.state == ReadState.WAITING:
            reading.state, reading.text = _read(sha256, reading.file_kind)
            reading.grams = sorted(grams_of(reading.text))
            reading.save(update_fields=["state", "text", "grams"])
        return ReadState(reading.state)


def _read(sha256: str, file_kind: str) -> tuple[ReadState, str]:
    reader = _READERS.get(file_kind)
    if reader is None:
        return ReadState.NO_TEXT, ""
    try:
        text = narrowed(reader(store.read(sha256)))[:MAX_CHARACTERS]
    except GuatuError as trouble:
        return (ReadState.NO_TEXT if trouble.code == "empty" else ReadState.FAILED), ""
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, RecursionError):
        # What the inspection let pass may still be more than a reader bears; the paper itself is kept.
        return ReadState.FAILED, ""
    return (ReadState.READ, text) if text.strip() else (ReadState.NO_TEXT, "")


def _plain(content: bytes) -> str:
    return read_plain(content) or ""


def _tables(content: bytes) -> str:
    pages = []
    for grid in read_grids(content):
        lines = ["\t".join(cell.replace("\n", " ") for cell in row).rstrip("\t") for row in grid.rows]
        pages.append("\n".join(lines))
    return PAGE_END.join(pages)


def _pdf(content: bytes) -> str:
    return PAGE_END.join(read_pdf_texts(content))


def _parts(pattern: re.Pattern[str]) -> Reader:
    """Reads the parts of a package whose names fit, in the order of the numbers in them."""

    def read(content: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = sorted(filter(pattern.search, package.namelist()), key=_order)
            return PAGE_END.join(_BROKEN_LINE.sub("", "\n".join(_lines(package.read(n)))) for n in names)

    return read


def _order(name: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(name)]


def _lines(xml: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    for element in etree.fromstring(xml, parser).iter():
        if isinstance(element.tag, str) and etree.QName(element).localname in _SAYING:
            line = "".join(str(text) for text in element.itertext()).strip()
            if line:
                yield line


_READERS: dict[str, Reader] = {
    "txt": _plain,
    "csv": _tables,
    "xlsx": _tables,
    "pdf": _pdf,
    "pptx": _parts(_SLIDE),
    "odt": _parts(_OPEN_CONTENT),
    "ods": _parts(_OPEN_CONTENT),
    "odp": _parts(_OPEN_CONTENT),
    "ofd": _parts(_FIXED_PAGE),
}
