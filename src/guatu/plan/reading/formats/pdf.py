"""What does a PDF say: its lines joined to paragraphs, without page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2

from guatu.plan.reading.errors import UnreadableDocument
from guatu.plan.reading.headings import CANDIDATE

MAX_PAGES = 500
# Fewer characters a page than this is what a scan leaves: stamps and page numbers.
SCANNED_BELOW = 8

PAGE_NUMBER = re.compile(
    r"^[\s—–\-─·]*(第\s*)?\d{1,4}(\s*页)?(\s*[/／共]\s*(共\s*)?\d{1,4}\s*页?)?[\s—–\-─·]*$"
)
SENTENCE_END = re.compile(r"[。！？!?：:；;]$")
# A line shorter than this share of the usual one ends its paragraph.
FULL_LINE = 0.85


def extract(source: bytes | str) -> str:
    """The text of the PDF, a paragraph a line; refused when it is locked, broken or holds only pictures."""
    data = source if isinstance(source, bytes) else source.encode()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        pages = list(_pages(document))
    except pypdfium2.PdfiumError as error:
        raise _refusal(str(error)) from error
    finally:
        document.close()
    if sum(len(line) for page in pages for line in page) < SCANNED_BELOW * len(pages) + 1:
        raise UnreadableDocument(
            "image_only_pdf", "The PDF holds pictures of pages and no text; run character recognition first."
        )
    return "\n".join(paragraphs(without_running_heads(pages))) + "\n"


def _refusal(message: str) -> UnreadableDocument:
    if "password" in message.lower() or "security" in message.lower():
        return UnreadableDocument("encrypted", "The PDF is locked with a password; save it without one.")
    return UnreadableDocument("broken", "The PDF is damaged or cut off; make or download it again.")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[list[str]]:
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(
            "too_long", f"The PDF has {len(document)} pages; at most {MAX_PAGES} are read."
        )
    for page in document:
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        text_page.close()
        page.close()
        yield [line.strip() for line in re.split(r"[\r\n\f]+", text.replace("\x00", "")) if line.strip()]


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages without page numbers and without what stands at the edge of most pages."""
    edges = Counter(line for page in pages for line in {*page[:1], *page[-1:]})
    running = {line for line, times in edges.items() if times >= 3 and times * 2 > len(pages)}
    return [
        line
        for page in pages
        for i, line in enumerate(page)
        if not (i in {0, 1, len(page) - 1, len(page) - 2} and (line in running or PAGE_NUMBER.match(line)))
    ]


def paragraphs(lines: Iterable[str]) -> Iterator[str]:
    """The lines joined where a sentence runs on; a short line, or a heading after it, ends a paragraph."""
    listed = list(lines)
    usual = _usual_width(listed)
    paragraph, last_width = "", 0.0
    for line in listed:
        if paragraph and (CANDIDATE.match(line) or not _runs_on(paragraph, last_width, usual)):
            yield paragraph
            paragraph = ""
        paragraph = _joined(paragraph, line)
        last_width = _width(line)
    if paragraph:
        yield paragraph


def _runs_on(paragraph: str, width: float, usual: float) -> bool:
    if width < usual * FULL_LINE:
        return False
    return not (SENTENCE_END.search(paragraph) and width < usual * 0.97)


def _joined(paragraph: str, line: str) -> str:
    if re.search(r"[a-z]-$", paragraph) and re.match("[a-z]", line):
        return paragraph[:-1] + line
    latin = re.search(r"[A-Za-z,]$", paragraph) and re.match("[A-Za-z]", line)
    return paragraph + (" " if latin else "") + line


def _width(line: str) -> float:
    """The width of a line in Chinese characters; Latin letters and digits are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in line)


def _usual_width(lines: Sequence[str]) -> float:
    """The width that the fuller lines have (their 80th percentile): the measure of the page."""
    widths = sorted(_width(line) for line in lines)
    return widths[len(widths) * 4 // 5] if widths else 0.0
