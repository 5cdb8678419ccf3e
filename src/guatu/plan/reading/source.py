"""Which text is in this file: which kind of file it is, in which encoding, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from guatu.plan.reading.errors import UnreadableDocument

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 1_000_000

Form = Literal["txt", "html", "docx", "pdf"]

# Loaded when a file of the form is met: parsers for Word, web pages and PDF are slow to import.
EXTRACTORS = {
    "html": "guatu.plan.reading.formats.html",
    "docx": "guatu.plan.reading.formats.docx",
    "pdf": "guatu.plan.reading.formats.pdf",
}

HTML_START = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
META_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "old_word", "This is a file of an old or a protected Office; save it as .docx."),
    (b"{\\rtf", "rtf", "This is an RTF file; save it as .docx."),
    (b"\x89PNG", "image", "This is a picture; the reader needs text."),
    (b"\xff\xd8\xff", "image", "This is a picture; the reader needs text."),
    (b"GIF8", "image", "This is a picture; the reader needs text."),
)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file and how it was had; `replaced` counts characters that could not be decoded."""

    text: str
    form: Form
    encoding: str
    replaced: int = 0


def load(source: bytes | str | Path) -> Document:
    """The text of a path, of a file's bytes, or of a str, which is the text itself.

    Raises UnreadableDocument when there is none.
    """
    if isinstance(source, str):
        return _checked(Document(source, "txt", "str"))
    data = read_bytes(source) if isinstance(source, Path) else source
    if len(data) > MAX_BYTES:
        raise too_large(len(data))
    hint = source.suffix.lower() if isinstance(source, Path) else ""
    return _checked(_document(data, hint))


def read_bytes(path: Path) -> bytes:
    """The content of a file of at most MAX_BYTES; its size is looked at before it is read."""
    try:
        if path.is_dir():
            raise UnreadableDocument("directory", f"{path} is a folder, not a file.")
        if path.exists() and not path.is_file():
            raise UnreadableDocument("not_a_file", f"{path} is not an ordinary file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise too_large(size)
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableDocument("missing", f"There is no file {path}.") from None
    except PermissionError:
        raise UnreadableDocument("unreadable", f"{path} may not be read; check its permissions.") from None
    except (OSError, ValueError) as error:
        raise UnreadableDocument("unreadable", f"{path} cannot be read: {error}.") from None


def too_large(size: int) -> UnreadableDocument:
    """The refusal of a file of so many bytes."""
    return UnreadableDocument(
        "too_large",
        f"The file has {size / 1e6:.0f} MB; a plan of more than {MAX_BYTES // 1_000_000} MB is not read.",
    )


def _document(data: bytes, suffix: str) -> Document:
    if not data.strip():
        raise UnreadableDocument("empty", "The file is empty.")
    for magic, code, sentence in FOREIGN:
        if data.startswith(magic):
            raise UnreadableDocument(code, sentence)
    if b"%PDF-" in data[:1024]:
        return Document(_extractor("pdf")(data), "pdf", "pdf")
    if data.startswith(b"PK"):
        return Document(_extractor("docx")(data), "docx", "utf-8")
    text, encoding, replaced = decode(data)
    if suffix in {".html", ".htm"} or HTML_START.search(text, 0, 2000):
        return Document(_extractor("html")(text), "html", encoding, replaced)
    return Document(text, "txt", encoding, replaced)


def _extractor(form: str) -> Callable[[bytes | str], str]:
    extract: Callable[[bytes | str], str] = import_module(EXTRACTORS[form]).extract
    return extract


def decode(data: bytes) -> tuple[str, str, int]:
    """The bytes as text, with the encoding's name and the number of characters that were lost.

    UTF-8 with or without mark, UTF-16 with mark (or betrayed by its zero bytes), else GB18030, which
    holds GBK and GB2312. A byte-order mark is no part of the text.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = _wide_encoding(data)
    if wide:
        return _lenient(data, wide)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    return _lenient(data, _closest(data))


def _wide_encoding(data: bytes) -> str | None:
    # Digits, spaces and line ends of UTF-16 without mark have a zero in one half of each pair.
    sample = data[:4000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) / 100 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _closest(data: bytes) -> str:
    declared = META_CHARSET.search(data, 0, 2048)
    if declared and declared[1].lower() in {b"gb2312", b"gbk", b"gb18030"}:
        return "gb18030"
    losses = {name: data.decode(name, "replace").count("\ufffd") for name in ("utf-8", "gb18030")}
    return min(losses, key=lambda name: losses[name])


def _lenient(data: bytes, encoding: str) -> tuple[str, str, int]:
    text = data.decode(encoding, "replace")
    return text, encoding, text.count("\ufffd")


def _checked(document: Document) -> Document:
    text = document.text
    if not text.strip():
        raise UnreadableDocument("empty", "There is no text in the file.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableDocument(
            "too_long", f"The text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read."
        )
    if _strange(text) * 20 > len(text) or document.replaced * 50 > len(text):
        raise UnreadableDocument("binary", "This is not a text: the file holds data of another kind.")
    return document


NOT_TEXT = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U00010000-\U0010ffff]"
)


def _strange(text: str) -> int:
    """How many of the first characters no Chinese or English text would hold."""
    return len(NOT_TEXT.findall(text[:20_000])) * max(1, len(text) // 20_000)
