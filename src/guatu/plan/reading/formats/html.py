"""What does a web page say: its text, a line for a block, without scripts and styles."""

from __future__ import annotations

import re

from lxml import etree, html

from guatu.plan.reading.errors import UnreadableDocument

SILENT = frozenset({"script", "style", "noscript", "template", "head", "select", "button", "svg", "iframe"})
BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "nav", "aside", "main", "body", "html", "form"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "blockquote"}
    | {"pre", "br", "hr", "center", "figure", "address"}
)
CELLS = frozenset({"td", "th"})
# Deeper than any page: lxml's own limit is 256 levels of parsing, ours guards the walk.
MAX_DEPTH = 400


def extract(source: bytes | str) -> str:
    """The text of the page; a block element begins a new line, cells are parted by a tab."""
    page = source if isinstance(source, str) else source.decode("utf-8", "replace")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableDocument("empty", "There is no text in the web page.") from None
    pieces: list[str] = []
    _walk(root, pieces, 0)
    return _tidy("".join(pieces))


def _walk(element: etree._Element, pieces: list[str], depth: int) -> None:
    name = element.tag if isinstance(element.tag, str) else ""
    if name not in SILENT and depth < MAX_DEPTH:
        boundary = "\n" if name in BLOCKS else "\t" if name in CELLS else ""
        pieces.append(boundary)
        pieces.append(_collapsed(element.text))
        for child in element:
            _walk(child, pieces, depth + 1)
        pieces.append(boundary)
    pieces.append(_collapsed(element.tail))


def _collapsed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", text or "")


def _tidy(text: str) -> str:
    lines = (re.sub(r"[ \t]*\t[ \t]*", "\t", line).strip(" \t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line) + "\n"
