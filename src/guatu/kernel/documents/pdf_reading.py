"""How is a PDF asked: what it holds, what it says, how a page looks? Always in a program apart."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass

from guatu.base.errors import GuatuError
from guatu.kernel.documents import pdf_program

_SECONDS = pdf_program.CPU_SECONDS + 15
# A page of a scan takes a core for half a second: more at once would make everybody wait longer.
_AT_ONCE = threading.BoundedSemaphore(2)


class PdfTroubleError(GuatuError):
    """The PDF gave no answer: code `locked`, `broken` or `no_page`."""


@dataclass(frozen=True, slots=True)
class PdfLook:
    """The pages' sizes in points, the names of all dictionaries, the beginnings of the files it carries."""

    sizes: tuple[tuple[int, int], ...]
    names: frozenset[str]
    carried: tuple[bytes, ...]


def look_into_pdf(content: bytes) -> PdfLook:
    """What is in the PDF beside what is printed on its pages."""
    answer = json.loads(_ask(content, "look"))
    sizes = tuple((int(width), int(height)) for width, height in answer["sizes"])
    carried = tuple(bytes.fromhex(head) for head in answer["carried"])
    return PdfLook(sizes, frozenset(answer["names"]), carried)


def read_pdf_texts(content: bytes) -> list[str]:
    """What the pages of the PDF say."""
    return [str(text) for text in json.loads(_ask(content, "text"))]


def draw_pdf_page(content: bytes, number: int, width: int) -> bytes:
    """A page of the PDF, counted from 1, as a PNG of that width in pixels."""
    return _ask(content, "page", str(number), str(width))


def _ask(content: bytes, *question: str) -> bytes:
    with _AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - our own program, the file on its standard input
                [sys.executable, "-I", pdf_program.__file__, *question],
                input=content,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PdfTroubleError("broken", "reading the PDF takes too long") from error
    if done.returncode:
        code = {3: "locked", 5: "no_page"}.get(done.returncode, "broken")
        raise PdfTroubleError(code, f"the PDF gave no answer ({done.returncode})")
    return done.stdout
