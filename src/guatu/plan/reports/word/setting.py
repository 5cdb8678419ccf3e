"""How are a report's blocks written in Word's own XML? Styles carry the form, for the office to change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from lxml import etree

Block = Mapping[str, object]
Piece = Mapping[str, object]
#: Stands for the end of a line while a template is filled in; it is in no text that people write.
LINE_BREAK = "\u2028"
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: The width of the text in twentieths of a point: 156 mm.
WIDTH = 8844
#: (glyph, colour) of each light: told by shape, as on the wall.
LAMPS = {
    "done": ("✔", "2F4B8F"),
    "on_track": ("●", "1F7A4D"),
    "at_risk": ("▲", "B7791F"),
    "behind": ("■", "B42318"),
    "stale": ("◌", "6B7280"),
    "not_started": ("○", "6B7280"),
    "kept": ("◆", "1F7A4D"),
    "broken": ("✖", "B42318"),
}
#: Our own names of styles, and what Word calls them in the built-in template.
STYLES = {
    "body": "GuatuBody",
    "title": "GuatuTitle",
    "heading1": "Heading1",
    "heading2": "Heading2",
    "heading3": "Heading3",
    "caption": "GuatuCaption",
    "cell": "GuatuCell",
    "cell_head": "GuatuCellHead",
    "list": "GuatuList",
    "attachment": "GuatuAttachment",
}


def paragraph_of_block(block: Block) -> Iterator[etree._Element]:
    """The block as paragraphs and tables."""
    kind = block["kind"]
    if kind == "heading":
        yield _paragraph(f"heading{block['level']}", _run(str(block["text"])))
    elif kind == "paragraph":
        lamp = str(block["lamp"])
        start = f"{_lamp(lamp)}{_run(' ')}" if lamp else ""
        yield _paragraph("body", start + _pieces(_as_pieces(block["pieces"])))
    elif kind == "table":
        yield from _table(block)
    elif kind == "legend":
        entries = cast("Sequence[Sequence[str]]", block["entries"])
        yield _paragraph(
            "cell", "".join(f"{_lamp(n)}{_run(f' {words}　')}" for n, words in entries), "center"
        )
    elif kind == "attachment":
        yield _paragraph("attachment", _run(str(block["text"])), more="<w:pageBreakBefore/>")
    elif kind == "attachment_title":
        yield _paragraph("title", _run(str(block["text"])), more='<w:outlineLvl w:val="0"/>')


def picture_caption(text: str) -> etree._Element:
    """The words under a picture."""
    return _paragraph("caption", _run(text))


def _as_pieces(value: object) -> Sequence[Piece]:
    return cast("Sequence[Piece]", value)


def _paragraph(style: str, runs: str, align: str = "", more: str = "") -> etree._Element:
    return cast(etree._Element, parse_xml(_paragraph_xml(style, runs, align, more, root=True)))


def _paragraph_xml(style: str, runs: str, align: str = "", more: str = "", *, root: bool = False) -> str:
    # The schema asks for one order: keepNext, pageBreakBefore, …, jc, outlineLvl.
    first, last = (more, "") if "pageBreak" in more or "keepNext" in more else ("", more)
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    names = f" {_NS}" if root else ""
    properties = f'<w:pPr><w:pStyle w:val="{STYLES[style]}"/>{first}{aligned}{last}</w:pPr>'
    return f"<w:p{names}>{properties}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _pieces(pieces: Sequence[Piece]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    if "n" not in piece:
        return _run(str(piece["text"]))
    mark = _run(f"[{piece['n']}]", '<w:color w:val="6B7280"/><w:vertAlign w:val="superscript"/>')
    link = f'<w:hyperlink w:anchor="n{piece["n"]}" w:history="1">{mark}</w:hyperlink>'
    return _run(f"{piece['text']}{piece['unit']}") + link


def _lamp(name: str) -> str:
    glyph, colour = LAMPS[name]
    fonts = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Noto Sans SC"/>'
    return _run(glyph, f'{fonts}<w:color w:val="{colour}"/>')


def _table(block: Block) -> Iterator[etree._Element]:
    if block["caption"]:
        yield _paragraph("caption", _run(str(block["caption"])), more="<w:keepNext/>")
    columns = cast("Sequence[Mapping[str, object]]", block["columns"])
    dense = bool(block["dense"])
    total = sum(float(cast(float, column["width"])) for column in columns)
    widths = [round(WIDTH * float(cast(float, column["width"])) / total) for column in columns]
    rows = cast("Sequence[Sequence[Block]]", block["rows"])
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(_row(row, columns, widths, dense=dense) for row in rows)
    yield cast(
        etree._Element,
        parse_xml(
            f"<w:tbl {_NS}>{_TABLE}<w:tblGrid>{grid}</w:tblGrid>{_head(columns, widths)}{body}</w:tbl>"
        ),
    )
    if block["note"]:
        yield _paragraph("cell", _run(str(block["note"])), "right")
    yield _paragraph("cell", "")


_EDGE = 'w:space="0" w:color="1F2328"'
_HAIR = 'w:space="0" w:color="C9CCD1"'
_TABLE = (
    f'<w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" {_EDGE}/><w:bottom w:val="single" w:sz="8" {_EDGE}/>'
    f'<w:insideH w:val="single" w:sz="4" {_HAIR}/></w:tblBorders><w:tblLayout w:type="fixed"/>'
    '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def _head(columns: Sequence[Mapping[str, object]], widths: Sequence[int]) -> str:
    cells = "".join(
        _cell(width, _paragraph_xml("cell_head", _run(str(column["head"])), "center"))
        for column, width in zip(columns, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _row(
    row: Sequence[Block], columns: Sequence[Mapping[str, object]], widths: Sequence[int], *, dense: bool
) -> str:
    cells = []
    for place, (cell, column, width) in enumerate(zip(row, columns, widths, strict=True)):
        lamp, pieces = str(cell["lamp"]), _as_pieces(cell["pieces"])
        runs = _lamp(lamp) if lamp else _pieces(pieces)
        if dense and place == 0:
            runs = _bookmarked(runs, str(pieces[0]["text"]))
        wordy = column["align"] == "right" and all("n" not in piece for piece in pieces) and not dense
        align = "center" if wordy else str(column["align"])
        style = "list" if dense else "cell"
        cells.append(_cell(width, _paragraph_xml(style, runs, align)))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _bookmarked(runs: str, code: str) -> str:
    serial = code.rpartition("-")[2]
    return f'<w:bookmarkStart w:id="{serial}" w:name="n{serial}"/>{runs}<w:bookmarkEnd w:id="{serial}"/>'


def _cell(width: int, paragraph: str) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"
