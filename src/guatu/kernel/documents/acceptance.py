"""Which files are taken in, which are refused or taken with a warning, and what is said?

Tables that people review. A file is judged by its bytes; its name only has to agree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_noop

Preview = Literal["pages", "picture", "text", "table", ""]
Answer = Literal["refuse", "warn"]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: its name for people, its media type, its endings, how it is shown."""

    code: str
    name: str
    content_type: str
    endings: tuple[str, ...]
    preview: Preview = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that may be found in a file: whether it is refused or only warned of, and the sentence."""

    code: str
    answer: Answer
    sentence: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS: Mapping[str, FileKind] = {
    kind.code: kind
    for kind in (
        FileKind("pdf", gettext_noop("PDF"), "application/pdf", (".pdf",), "pages"),
        # GB/T 33190-2016, the fixed layout of Chinese offices and electronic invoices.
        FileKind("ofd", gettext_noop("OFD"), "application/ofd", (".ofd",), "text"),
        FileKind(
            "docx",
            gettext_noop("Word document"),
            f"{_OFFICE}.wordprocessingml.document",
            (".docx",),
            "text",
        ),
        FileKind("xlsx", gettext_noop("Excel sheet"), f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",), "table"),
        FileKind(
            "pptx", gettext_noop("slides"), f"{_OFFICE}.presentationml.presentation", (".pptx",), "text"
        ),
        FileKind("doc", gettext_noop("old Word document"), "application/msword", (".doc", ".wps")),
        FileKind("xls", gettext_noop("old Excel sheet"), "application/vnd.ms-excel", (".xls", ".et")),
        FileKind("ppt", gettext_noop("old slides"), "application/vnd.ms-powerpoint", (".ppt", ".dps")),
        FileKind("odt", gettext_noop("OpenDocument text"), f"{_OPEN}.text", (".odt",), "text"),
        FileKind("ods", gettext_noop("OpenDocument sheet"), f"{_OPEN}.spreadsheet", (".ods",), "text"),
        FileKind("odp", gettext_noop("OpenDocument slides"), f"{_OPEN}.presentation", (".odp",), "text"),
        FileKind("png", gettext_noop("PNG picture"), "image/png", (".png",), "picture"),
        FileKind("jpeg", gettext_noop("JPEG picture"), "image/jpeg", (".jpg", ".jpeg"), "picture"),
        FileKind("gif", gettext_noop("GIF picture"), "image/gif", (".gif",), "picture"),
        FileKind("webp", gettext_noop("WebP picture"), "image/webp", (".webp",), "picture"),
        FileKind("tiff", gettext_noop("TIFF picture"), "image/tiff", (".tif", ".tiff")),
        FileKind("txt", gettext_noop("plain text"), "text/plain", (".txt", ".md"), "text"),
        FileKind("csv", gettext_noop("CSV table"), "text/csv", (".csv", ".tsv"), "table"),
    )
}

# A drawing set or a scanned contract unpacks to some dozen MB; what grows beyond this was made to do harm.
MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024 * 1024
MAX_PAGES = 2_000
# A browser unpacks a picture to four bytes a pixel.
MAX_PIXELS = 100_000_000

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        # -- no document at all
        Rule("empty", "refuse", gettext_noop("The file is empty. Choose it again; nothing was kept.")),
        Rule(
            "too_large",
            "refuse",
            gettext_noop("The file has more than %(limit)s MB. Scan it at 200 dpi, or split it."),
        ),
        Rule(
            "unknown",
            "refuse",
            gettext_noop("What kind of file this is cannot be told. Taken are: %(kinds)s."),
        ),
        Rule(
            "wrong_ending",
            "refuse",
            gettext_noop(
                "The name ends with “%(ending)s”, but the content is: %(kind)s (%(right)s). "
                "Give the file the ending of what it is, and upload it again."
            ),
        ),
        Rule(
            "broken",
            "refuse",
            gettext_noop(
                "The file is damaged or cut off. Open it, save it again, and upload that; nothing was kept."
            ),
        ),
        Rule(
            "locked",
            "refuse",
            gettext_noop("The file is locked with a password. Save it without one and upload it again."),
        ),
        Rule(
            "too_long",
            "refuse",
            gettext_noop("The file has more than %(limit)s pages. Split it and upload the parts."),
        ),
        Rule(
            "huge_picture",
            "refuse",
            gettext_noop("The picture has more than 100 million pixels. Save it smaller."),
        ),
        # -- files of other kinds
        Rule(
            "archive",
            "refuse",
            gettext_noop("This is an archive. What is in it cannot be looked at; upload the files in it."),
        ),
        Rule(
            "web_page",
            "refuse",
            gettext_noop("This is a web page, whatever its name says. Print it to a PDF and upload that."),
        ),
        Rule(
            "svg",
            "refuse",
            gettext_noop("This is an SVG drawing, which can hold programs. Save it as PDF or PNG."),
        ),
        Rule(
            "rich_text",
            "refuse",
            gettext_noop("This is an RTF file, which can hold programs. Save it as .docx."),
        ),
        Rule(
            "other_picture",
            "refuse",
            gettext_noop("Pictures are taken as JPEG, PNG, GIF, WebP or TIFF. Save it as one of these."),
        ),
        Rule(
            "media", "refuse", gettext_noop("Sound and film are not taken. Keep pictures of it, or a report.")
        ),
        Rule(
            "binary_sheet",
            "refuse",
            gettext_noop("This is an .xlsb sheet, which cannot be looked into. Save it as .xlsx."),
        ),
        Rule("template", "refuse", gettext_noop("This is a template. Save it as a document.")),
        # -- what could do harm
        Rule(
            "program",
            "refuse",
            gettext_noop("This is a program, not a document. It was not kept; tell the administrator."),
        ),
        Rule(
            "program_inside",
            "refuse",
            gettext_noop("There is a program inside the file. Take it out and save the file again."),
        ),
        Rule(
            "test_virus",
            "refuse",
            gettext_noop("The file holds the test signature of virus scanners. It was not kept."),
        ),
        Rule(
            "macros",
            "refuse",
            gettext_noop("The file holds macros. Save it as .docx, .xlsx or .pptx, which hold none."),
        ),
        Rule(
            "controls",
            "refuse",
            gettext_noop("The file holds active controls. Save it as a PDF and upload that."),
        ),
        Rule(
            "live_data",
            "refuse",
            gettext_noop("The file starts other programs for its data (DDE). Save it with plain values."),
        ),
        Rule(
            "remote_content",
            "refuse",
            gettext_noop(
                "The file loads a part of itself from elsewhere when it is opened. Save it as a PDF, or "
                "without links to other files."
            ),
        ),
        Rule(
            "pdf_script",
            "refuse",
            gettext_noop("The PDF holds programs (JavaScript). Print it to a new PDF and upload that."),
        ),
        Rule(
            "pdf_launch",
            "refuse",
            gettext_noop("The PDF starts other programs when it is opened. Print it to a new PDF."),
        ),
        Rule(
            "two_in_one",
            "refuse",
            gettext_noop("The file is of two kinds at once. Open it, save it again as one, and upload that."),
        ),
        Rule(
            "bomb",
            "refuse",
            gettext_noop("The file unpacks to far more than a document holds. Save it again, or as a PDF."),
        ),
        Rule(
            "odd_package",
            "refuse",
            gettext_noop("The file is not put together as Office does it. Open it and save it again."),
        ),
        # -- taken, and said
        Rule(
            "pdf_attachments",
            "warn",
            gettext_noop("The PDF carries other files; they were not looked into as documents."),
        ),
        Rule(
            "pdf_sends",
            "warn",
            gettext_noop("The PDF has a form that sends what is typed to another place."),
        ),
        Rule("pdf_media", "warn", gettext_noop("The PDF holds film or sound, which the preview leaves out.")),
        Rule(
            "pdf_xfa",
            "warn",
            gettext_noop("The PDF is a dynamic form (XFA); the preview may not show what is typed in."),
        ),
        Rule(
            "embedded_objects",
            "warn",
            gettext_noop("Other files are embedded in the document; they are neither shown nor searched."),
        ),
        Rule(
            "formulas",
            "warn",
            gettext_noop("Cells of the table begin like formulas; a spreadsheet may run them."),
        ),
    )
}

# What a file that is not taken begins with (at a byte), and which rule that is.
FOREIGN: tuple[tuple[int, bytes, str], ...] = (
    (0, b"MZ", "program"),  # Windows, DOS
    (0, b"\x7fELF", "program"),  # Linux
    (0, b"\xfe\xed\xfa\xce", "program"),  # Mach-O and what runs on the Java machine
    (0, b"\xfe\xed\xfa\xcf", "program"),
    (0, b"\xce\xfa\xed\xfe", "program"),
    (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"\xca\xfe\xba\xbe", "program"),
    (0, b"#!", "program"),
    (0, b"\xef\xbb\xbf#!", "program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "program"),  # a Windows shortcut
    (0, b"ITSF", "program"),  # compiled help
    (0, b"\x00asm", "program"),
    (0, b"!<arch>", "program"),
    (0, b"dex\n", "program"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\x00", "archive"),
    (0, b"\x28\xb5\x2f\xfd", "archive"),
    (0, b"MSCF", "archive"),
    (257, b"ustar", "archive"),
    (32769, b"CD001", "archive"),
    (0, b"PK\x05\x06", "archive"),  # a zip of nothing
    (0, b"PK\x07\x08", "archive"),
    (0, b"{\\rt", "rich_text"),
    (0, b"BM", "other_picture"),
    (4, b"ftypheic", "other_picture"),
    (4, b"ftypheix", "other_picture"),
    (4, b"ftypmif1", "other_picture"),
    (4, b"ftypavif", "other_picture"),
    (0, b"8BPS", "other_picture"),
    (0, b"\x00\x00\x01\x00", "other_picture"),
    (0, b"\x00\x00\x00\x0cjP  ", "other_picture"),
    (4, b"ftyp", "media"),
    (0, b"RIFF", "media"),
    (0, b"ID3", "media"),
    (0, b"OggS", "media"),
    (0, b"fLaC", "media"),
    (0, b"\x1aE\xdf\xa3", "media"),
    (0, b"FLV\x01", "media"),
)

# Names of a PDF's dictionaries, ISO 32000-1 §12.6 (actions), §7.11.4 (embedded files), §13 (media).
PDF_NAMES: Mapping[str, str] = {
    "JavaScript": "pdf_script",
    "JS": "pdf_script",
    "Launch": "pdf_launch",
    "ImportData": "pdf_launch",
    "EmbeddedFile": "pdf_attachments",
    "EmbeddedFiles": "pdf_attachments",
    "SubmitForm": "pdf_sends",
    "RichMedia": "pdf_media",
    "Movie": "pdf_media",
    "Sound": "pdf_media",
    "Rendition": "pdf_media",
    "XFA": "pdf_xfa",
}

# Members of a package (docx, xlsx, pptx, odt, ofd …) by their name.
MEMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)(^|/)vba\w*\.(bin|xml)$"), "macros"),
    (re.compile(r"(?i)^xl/(macrosheets|dialogsheets)/"), "macros"),
    (re.compile(r"(?i)^(Basic|Scripts)/"), "macros"),
    (re.compile(r"(?i)(^|/)activeX/"), "controls"),
    (
        re.compile(r"(?i)\.(exe|dll|scr|com|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|lnk|jar|sh)$"),
        "program_inside",
    ),
    (re.compile(r"(?i)(^|/)embeddings/"), "embedded_objects"),
    (re.compile(r"(?i)(^|/)attachs?/"), "embedded_objects"),
)

# Members by what is written in them.
MEMBER_TEXTS: tuple[tuple[re.Pattern[str], re.Pattern[bytes], str], ...] = (
    (re.compile(r"(?i)\.(xml|rels)$"), re.compile(rb"<!(DOCTYPE|ENTITY)", re.I), "odd_package"),
    (re.compile(r"(?i)\.(xml|rels)$"), re.compile(rb"\A(\xff\xfe|\xfe\xff|<\x00|\x00<)"), "odd_package"),
    (re.compile(r"^\[Content_Types\]\.xml$"), re.compile(rb"macroEnabled|vbaProject", re.I), "macros"),
    (re.compile(r"^\[Content_Types\]\.xml$"), re.compile(rb"\.template\.main\+xml"), "template"),
    (
        re.compile(r"(?i)\.rels$"),
        re.compile(
            rb"""<Relationship\b(?=[^>]*TargetMode\s*=\s*["']External)"""
            rb"""(?=[^>]*/(attachedTemplate|oleObject|frame|subDocument|externalLinkPath/dde)["'])""",
            re.I,
        ),
        "remote_content",
    ),
    (re.compile(r"(?i)^word/.*\.xml$"), re.compile(rb"<w:instrText[^>]*>\s*DDE(AUTO)?\b"), "live_data"),
    (re.compile(r"(?i)^word/.*\.xml$"), re.compile(rb"""w:instr\s*=\s*["']\s*DDE(AUTO)?\b"""), "live_data"),
    (re.compile(r"(?i)^xl/externalLinks/.*\.xml$"), re.compile(rb"<(\w+:)?(ddeLink|oleLink)\b"), "live_data"),
    (re.compile(r"^META-INF/manifest\.xml$"), re.compile(rb"encryption-data"), "locked"),
    (re.compile(r"^content\.xml$"), re.compile(rb"<office:script\b|<script:event-listener\b"), "macros"),
)

# Streams and storages of an old Office file ([MS-CFB]) by their name, lower-case.
COMPOUND_ENTRIES: Mapping[str, str] = {
    "encryptedpackage": "locked",
    "encryptioninfo": "locked",
    "_vba_project": "macros",
    "_vba_project_cur": "macros",
    "vba": "macros",
    "macros": "macros",
    "objectpool": "embedded_objects",
    "\x01ole10native": "embedded_objects",
}

# What a file must not hold anywhere, not even packed.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"
DOS_PROGRAM = b"!This program cannot be run in DOS mode"
ANYWHERE: tuple[tuple[bytes, str], ...] = ((EICAR, "test_virus"), (DOS_PROGRAM, "program_inside"))


def kinds_in_words() -> str:
    """The endings that are taken, for a sentence."""
    return " ".join(ending for kind in KINDS.values() for ending in kind.endings)
