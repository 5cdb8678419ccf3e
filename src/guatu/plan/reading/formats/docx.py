"""What does a Word file say: paragraphs and table rows in their order, with their automatic numbers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from guatu.plan.reading.errors import UnreadableDocument
from guatu.plan.reading.formats.numbering import Numbering

# A plan of a hundred pages unpacks to a few MB; what grows more than this was made to do harm.
MAX_MEMBERS = 5_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 5_000_000

BODY = "word/document.xml"
# What was deleted with tracked changes, and the second drawing of a text box, are not read.
SILENT = frozenset({"del", "moveFrom", "Fallback", "instrText", "footnoteReference"})


def extract(source: bytes | str) -> str:
    """The text of the document, a paragraph a line, the cells of a row parted by tabs."""
    data = source if isinstance(source, bytes) else source.encode()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_members(archive.infolist())
            body, numbering = parse(_member(archive, BODY)), _numbering(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise broken() from error
    return "\n".join(_lines(body, numbering)) + "\n"


def check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuses an archive that is no Word file, is locked, or would unpack to an absurd size."""
    names = {member.filename for member in members}
    if BODY not in names:
        raise UnreadableDocument("not_word", "This is an archive, but not a Word document (.docx).")
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableDocument("encrypted", "The file is locked with a password; save it without one.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    absurd = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(1, packed)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or absurd:
        raise UnreadableDocument(
            "zip_bomb", "The file unpacks to far more than a document holds; it is not read."
        )


def broken() -> UnreadableDocument:
    """The refusal of a file that is cut off or damaged."""
    return UnreadableDocument(
        "broken", "The Word file is damaged or cut off; open and save it again in Word."
    )


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return archive.read(name)
    except Exception as error:  # zlib.error and others, by the kind of damage
        raise broken() from error


def parse(xml: bytes) -> etree._Element:
    """The root of a part; entities are not resolved and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise broken() from error


def _numbering(archive: zipfile.ZipFile) -> Numbering:
    names = set(archive.namelist())
    lists = parse(_member(archive, "word/numbering.xml")) if "word/numbering.xml" in names else None
    styles = parse(_member(archive, "word/styles.xml")) if "word/styles.xml" in names else None
    return Numbering(lists, styles)


def _lines(body: etree._Element, numbering: Numbering) -> Iterator[str]:
    for block in _blocks(body):
        if local_name(block) == "p":
            yield numbering.label(block) + _text(block)
        else:
            yield from _rows(block)


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in the order of the document, also inside content controls."""
    for child in element:
        name = local_name(child)
        if name in {"p", "tbl"}:
            yield child
        elif name not in SILENT:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in table.iterchildren("{*}tr"):
        cells = row.iterchildren("{*}tc")
        yield "\t".join(" ".join(t for p in cell.iter("{*}p") if (t := _text(p))) for cell in cells)


def _text(paragraph: etree._Element) -> str:
    return "".join(_pieces(paragraph)).replace("\n", " ").strip()


def _pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t" if local_name(element) == "r" else ""
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in SILENT:
            yield from _pieces(child)


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or an entity."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
