"""Is a file taken: of which kind is it, does its name agree, what was found in it?"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.documents.acceptance import (
    EICAR,
    FOREIGN,
    KINDS,
    MAX_PAGES,
    PDF_NAMES,
    RULES,
    FileKind,
    kinds_in_words,
)
from guatu.kernel.documents.inspection.compound import MAGIC as COMPOUND
from guatu.kernel.documents.inspection.compound import look_into_compound
from guatu.kernel.documents.inspection.found import Found, NotTaken
from guatu.kernel.documents.inspection.packages import begins_like_program, look_into_package
from guatu.kernel.documents.inspection.pictures import look_into_picture
from guatu.kernel.documents.inspection.plain import look_into_text, read_plain
from guatu.kernel.documents.pdf_reading import PdfTroubleError, look_into_pdf

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_PDF_START = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,16}%PDF-\d")
# Readers of PDF look for its head in the first, for its end in the last kilobyte.
_PDF_EDGE = 1024
_PDF_END_WITHIN = 4096


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that is taken: its kind, its pages with their sizes, the codes of what is warned of."""

    kind: FileKind
    pages: int | None
    sizes: tuple[tuple[int, int], ...]
    warnings: tuple[str, ...]


def inspect(name: str, content: bytes, *, limit: int) -> Inspected:
    """What the file is; Refused, with what to do, where the table of rules does not let it in.

    `limit` is the size in bytes beyond which nothing is taken.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    try:
        if len(content) > limit:
            raise NotTaken("too_large")
        found = _look(content, ending)
    except NotTaken as refused:
        raise _refusal(refused.code, limit) from None
    refused_for = [
        rule.code for rule in RULES.values() if rule.code in found.codes and rule.answer == "refuse"
    ]
    if refused_for:
        # The last in the table weighs most: rather "a program" than "it is of an odd form".
        raise _refusal(refused_for[-1], limit)
    kind = KINDS[found.kind]
    if ending not in kind.endings:
        raise _wrong_ending(ending, kind)
    return Inspected(kind, found.pages, found.sizes, tuple(sorted(found.codes)))


def _look(content: bytes, ending: str) -> Found:
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NotTaken("empty")
    if EICAR in content:
        raise NotTaken("test_virus")
    if _PDF_START.match(content):
        return _look_into_pdf(content)
    if b"%PDF-" in content[:_PDF_EDGE] and read_plain(content) is None:
        raise NotTaken("two_in_one")
    if content.startswith(b"PK\x03\x04"):
        return _look_into_package(content)
    picture = next((kind for magic, kind in _PICTURES if content.startswith(magic)), "")
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        picture = "webp"
    if picture:
        _refuse_hidden_package(content)
        return look_into_picture(picture, content)
    if content.startswith(COMPOUND):
        _refuse_hidden_package(content)
        return look_into_compound(content)
    text = read_plain(content)
    if text is not None:
        return look_into_text(text, ending)
    raise NotTaken(next((code for at, magic, code in FOREIGN if content.startswith(magic, at)), "unknown"))


def _look_into_pdf(content: bytes) -> Found:
    # Half a PDF opens well enough to be mistaken for the whole.
    if b"%%EOF" not in content[-_PDF_END_WITHIN:]:
        raise NotTaken("broken")
    _refuse_hidden_package(content)
    try:
        look = look_into_pdf(content)
    except PdfTroubleError as trouble:
        raise NotTaken(trouble.code if trouble.code == "locked" else "broken") from trouble
    if not look.sizes:
        raise NotTaken("broken")
    if len(look.sizes) > MAX_PAGES:
        raise NotTaken("too_long")
    codes = {PDF_NAMES[name] for name in look.names if name in PDF_NAMES}
    if any(begins_like_program(head) for head in look.carried):
        codes.add("program_inside")
    if any(EICAR in head for head in look.carried):
        codes.add("test_virus")
    return Found("pdf", codes, len(look.sizes), look.sizes)


def _look_into_package(content: bytes) -> Found:
    end = content.rfind(b"PK\x05\x06")
    comment = int.from_bytes(content[end + 20 : end + 22], "little") if end >= 0 else 0
    if end >= 0 and end + 22 + comment < len(content):
        raise NotTaken("two_in_one")
    return look_into_package(content)


def _refuse_hidden_package(content: bytes) -> None:
    """A zip is read from its end, so the same bytes are a picture for one reader, a package for another."""
    if b"PK\x05\x06" in content[-70_000:] and zipfile.is_zipfile(io.BytesIO(content)):
        raise NotTaken("two_in_one")


def _wrong_ending(ending: str, kind: FileKind) -> Refused:
    sentence = _(RULES["wrong_ending"].sentence)
    words = {"ending": ending or "…", "kind": _(kind.name), "right": " ".join(kind.endings)}
    return Refused("wrong_ending", sentence % words)


def _refusal(code: str, limit: int) -> Refused:
    words = {
        "kinds": kinds_in_words(),
        "limit": MAX_PAGES if code == "too_long" else limit // 1024**2,
    }
    return Refused(code, _(RULES[code].sentence) % words)
