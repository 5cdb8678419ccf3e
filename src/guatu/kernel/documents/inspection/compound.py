"""What is in an old Office file (doc, xls, ppt, wps: [MS-CFB], a little file system of its own)?

Its directory is not followed from sector to sector, because who wants to hide an entry would break that
chain: every block of the file that has the form of an entry counts as one.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from guatu.kernel.documents.acceptance import ANYWHERE, COMPOUND_ENTRIES
from guatu.kernel.documents.inspection.found import Found, NotTaken

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_KINDS = {"worddocument": "doc", "workbook": "xls", "book": "xls", "powerpoint document": "ppt"}
_FREE, _SPECIAL = 0xFFFFFFFF, 0xFFFFFFFA
# [MS-XLS] 2.4.28: a sheet of a workbook that is a sheet of macros (1) or a module (6).
_MACRO_SHEET = re.compile(rb"\x85\x00[\x08-\xff]\x00.{4}[\x00-\x02][\x01\x06]", re.DOTALL)
_BOOK_START = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00", re.DOTALL)
_FILE_PASS = 0x2F
# [MS-DOC] 2.5.2: the first word of the main stream, and the bit that says that the rest is encrypted.
_WORD_START, _WORD_ENCRYPTED = b"\xec\xa5", 0x0100


def look_into_compound(content: bytes) -> Found:
    """The kind of Office file and what was found in it; NotTaken where it is none or is cut off."""
    if _missing_sectors(content):
        raise NotTaken("broken")
    names = set(_entry_names(content))
    codes = {COMPOUND_ENTRIES[name] for name in names if name in COMPOUND_ENTRIES}
    codes |= {code for signature, code in ANYWHERE if signature in content}
    if "locked" in codes:
        raise NotTaken("locked")
    kinds = {_KINDS[name] for name in names if name in _KINDS}
    if len(kinds) != 1:
        # A chart from Excel inside a Word file is a workbook inside a pool of objects.
        kinds = kinds & {"doc", "ppt"} if codes & {"embedded_objects"} or len(kinds) == 2 else set()
    if len(kinds) != 1:
        raise NotTaken("unknown")
    found = Found(kinds.pop(), codes)
    _look_into_streams(content, found)
    return found


def _look_into_streams(content: bytes, found: Found) -> None:
    if found.kind == "xls":
        if _MACRO_SHEET.search(content):
            found.codes.add("macros")
        if any(_has_file_pass(content, start.start()) for start in _BOOK_START.finditer(content)):
            raise NotTaken("locked")
    if found.kind == "doc" and any(_is_encrypted_word(content, at) for at in range(512, len(content), 512)):
        raise NotTaken("locked")


def _entry_names(content: bytes) -> Iterator[str]:
    for at in range(512, len(content) - _ENTRY + 1, _ENTRY):
        length, kind, colour = struct.unpack_from("<HBB", content, at + 64)
        if kind not in (_STORAGE, _STREAM, _ROOT) or colour > 1 or not 4 <= length <= 64 or length % 2:
            continue
        name = content[at : at + length - 2]
        if content[at + length - 2 : at + length] == b"\x00\x00":
            yield name.decode("utf-16-le", "replace").lower()


def _missing_sectors(content: bytes) -> bool:
    """Whether the file's own table of sectors tells of more of them than are there."""
    if len(content) < 1536:
        return True
    shift: int = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        return True
    size = 1 << shift
    # The first sector lies behind a header of one sector's size; the last one may be short.
    there = -(-len(content) // size) - 1
    tables = [n for n in struct.unpack_from("<109I", content, 76) if n < _SPECIAL]
    if not tables or struct.unpack_from("<I", content, 48)[0] >= there or max(tables) >= there:
        return True
    return _last_used(content, tables, size) >= there


def _last_used(content: bytes, tables: list[int], size: int) -> int:
    per_table = size // 4
    for place in range(len(tables) - 1, -1, -1):
        start = (tables[place] + 1) * size
        raw = content[start : start + size].ljust(size, b"\xff")
        used = [i for i, after in enumerate(struct.unpack(f"<{per_table}I", raw)) if after != _FREE]
        if used:
            return place * per_table + used[-1]
    return 0


def _has_file_pass(content: bytes, at: int) -> bool:
    """Whether one of the first records of a workbook says that what follows is encrypted."""
    for _record in range(6):
        if at + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _is_encrypted_word(content: bytes, at: int) -> bool:
    if not content.startswith(_WORD_START, at) or at + 12 > len(content):
        return False
    # 0xA5EC, then the version of Word, which is 0x00C1 for every one that writes this form.
    version, flags = struct.unpack_from("<H6xH", content, at + 2)
    return 0xC0 <= int(version) <= 0x11C and bool(int(flags) & _WORD_ENCRYPTED)
