"""What is in a package of parts (docx, xlsx, pptx, odt, ofd), looked at without unpacking it to disk?"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from guatu.kernel.documents.acceptance import (
    ANYWHERE,
    FOREIGN,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    MEMBER_TEXTS,
    MEMBERS,
    RATIO_MATTERS_FROM,
)
from guatu.kernel.documents.inspection.found import Found, NotTaken

CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"vnd.ms-word.document.macroEnabled", "docx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"vnd.ms-excel.sheet.macroEnabled", "xlsx"),
    (b"presentationml.presentation.main", "pptx"),
    (b"presentationml.slideshow.main", "pptx"),
    (b"presentationml.template.main", "pptx"),
    (b"vnd.ms-powerpoint.presentation.macroEnabled", "pptx"),
)
_OPEN = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_MARKUP = re.compile(r"(?i)\.(xml|rels|vml|xhtml)$|^mimetype$")
_OUTSIDE = re.compile(r"^[/\\]|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]|^[A-Za-z]:")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
_CHUNK = 1 << 20
_OVERLAP = max(len(signature) for signature, _code in ANYWHERE) - 1
_HEAD = 512


def look_into_package(content: bytes) -> Found:
    """The kind of package and what was found in it; NotTaken for one that cannot be read to its end."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            _measure(members)
            found = Found(_kind(package))
            left = MAX_UNPACKED_BYTES
            for member in members:
                found.codes |= {code for name, code in MEMBERS if name.search(member.filename)}
                left -= _look_into_member(package, member, found, left)
    except _DAMAGED as error:
        raise NotTaken("broken") from error
    return found


def _measure(members: list[zipfile.ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise NotTaken("locked")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    absurd = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(1, packed)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or absurd:
        raise NotTaken("bomb")
    names = [member.filename for member in members]
    # Readers differ in which of two members of one name they take; one that was looked at must be the one.
    if len(set(names)) < len(names) or any(_OUTSIDE.search(name) for name in names):
        raise NotTaken("odd_package")


def _kind(package: zipfile.ZipFile) -> str:
    names = set(package.namelist())
    if CONTENT_TYPES in names:
        types = _start(package, CONTENT_TYPES, _CHUNK)
        if b"sheet.binary.macroEnabled" in types:
            raise NotTaken("binary_sheet")
        kinds = {kind for content_type, kind in _OFFICE if content_type in types}
        if len(kinds) == 1:
            return kinds.pop()
    if "mimetype" in names and (kind := _OPEN.get(_start(package, "mimetype", 200).strip())):
        return kind
    if "OFD.xml" in names:
        return "ofd"
    raise NotTaken("archive")


def _start(package: zipfile.ZipFile, name: str, most: int) -> bytes:
    with package.open(name) as stream:
        return stream.read(most)


def _look_into_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, found: Found, left: int) -> int:
    """Reads a member to its end, which proves its checksum; returns how many bytes it really has."""
    kept = bytearray()
    is_markup = bool(_MARKUP.search(member.filename))
    size, tail = 0, b""
    for chunk in _chunks(package, member):
        if not size and begins_like_program(chunk):
            found.codes.add("program_inside")
        size += len(chunk)
        if size > left:
            raise NotTaken("bomb")
        found.codes |= {code for signature, code in ANYWHERE if signature in tail + chunk}
        tail = chunk[-_OVERLAP:]
        if is_markup:
            kept += chunk
    for name, text, code in MEMBER_TEXTS if kept else ():
        if name.search(member.filename) and text.search(kept):
            found.codes.add(code)
    return size


def _chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


def begins_like_program(content: bytes) -> bool:
    """Whether something that is carried inside a document begins as programs do."""
    head = content[:_HEAD]
    return any(code == "program" and head.startswith(sign, at) for at, sign, code in FOREIGN)
