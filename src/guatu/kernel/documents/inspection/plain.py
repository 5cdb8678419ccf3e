"""Are these bytes a text, in which encoding, and is it only a text?"""

from __future__ import annotations

import re

from guatu.kernel.documents.inspection.found import Found, NotTaken

_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
_WEB_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|script|iframe|meta|table|div|style|link)\b"
    r"|(?:From|Subject|Date|MIME-Version|Content-[A-Za-z-]+):[^\n]{0,500}\n(?:[^\n]{0,500}\n){0,20}?"
    r"(?:MIME-Version|Content-Type):",
    re.I,
)
_XML = re.compile(r"<\?xml\b|<!doctype\b", re.I)
_SVG = re.compile(r"<(?:\w+:)?svg\b", re.I)
_FORMULA = re.compile(r"""(?:^|[,\t;\n])"?(?:=\S|[+\-@][A-Za-z_][\w.]*\()""")
_FORMULA_THAT_STARTS = re.compile(r"""(?:^|[,\t;\n])"?[=+\-@][^,\t\n]*\|[^,\t\n]*!""")
_LOOKED_AT = 200_000


def read_plain(content: bytes) -> str | None:
    """The bytes as text in UTF-8, UTF-16 with its mark, or GB18030; None where they are no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NOT_TEXT.search(text) else text
    return None


def look_into_text(text: str, ending: str) -> Found:
    """What a text is: a plain one, a table; NotTaken for what only looks like one."""
    start = _without_comments(text[:_LOOKED_AT])
    if not start:
        raise NotTaken("empty")
    if start.startswith("#!"):
        raise NotTaken("program")
    if start.startswith("{\\rt"):
        raise NotTaken("rich_text")
    if _SVG.match(start) or (_XML.match(start) and _SVG.search(start)):
        raise NotTaken("svg")
    if _WEB_PAGE.match(start):
        raise NotTaken("web_page")
    if _XML.match(start):
        raise NotTaken("web_page" if "<html" in start[:2000].lower() else "unknown")
    if ending not in (".csv", ".tsv"):
        return Found("txt")
    if _FORMULA_THAT_STARTS.search(text):
        raise NotTaken("live_data")
    return Found("csv", {"formulas"} if _FORMULA.search(text) else set())


def _without_comments(start: str) -> str:
    """The text from its first word on, past comments that would hide a web page."""
    start = start.lstrip("\ufeff \t\r\n")
    while start.startswith("<!--"):
        start = start.partition("-->")[2].lstrip() or "<html"
    return start
