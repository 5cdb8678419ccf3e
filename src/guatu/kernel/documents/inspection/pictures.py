"""How large is a picture, and is it there to its end?"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping

from guatu.kernel.documents.acceptance import MAX_PIXELS
from guatu.kernel.documents.inspection.found import Found, NotTaken

# What makes a picture a page for a reader that guesses.
_PAGE_IN_PICTURE = re.compile(rb"<script|<html|<!doctype|<\?php|<svg", re.I)
Size = tuple[int, int]


def look_into_picture(kind: str, content: bytes) -> Found:
    """The size of the picture; NotTaken where it is cut off, absurdly large, or something else as well."""
    try:
        width, height = _SIZES[kind](content)
    except (struct.error, IndexError) as error:
        raise NotTaken("broken") from error
    if width * height > MAX_PIXELS:
        raise NotTaken("huge_picture")
    if not width or not height:
        raise NotTaken("broken")
    if _PAGE_IN_PICTURE.search(content):
        raise NotTaken("two_in_one")
    return Found(kind, pages=1, sizes=((width, height),))


def _png(content: bytes) -> Size:
    if content[12:16] != b"IHDR" or b"IEND\xaeB`\x82" not in content:
        raise NotTaken("broken")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _gif(content: bytes) -> Size:
    if not content.rstrip(b"\x00").endswith(b";"):
        raise NotTaken("broken")
    width, height = struct.unpack_from("<HH", content, 6)
    return width, height


def _jpeg(content: bytes) -> Size:
    """Segment by segment to the scan, so that the end of a thumbnail is not taken for that of the picture."""
    size: Size | None = None
    at = 2
    while content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", content, at + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            size = width, height
        if marker == 0xDA:
            break
        at += 2 + length
    if size is None or content.find(b"\xff\xd9", at) < 0:
        raise NotTaken("broken")
    return size


def _webp(content: bytes) -> Size:
    if struct.unpack_from("<I", content, 4)[0] + 8 > len(content) + 1:
        raise NotTaken("broken")
    form, body = content[12:16], content[20:]
    if form == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if form == b"VP8L":
        bits = struct.unpack_from("<I", body, 1)[0]
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", body, 6)
    return width & 0x3FFF, height & 0x3FFF


def _tiff(content: bytes) -> Size:
    order = "<" if content.startswith(b"II") else ">"
    at = struct.unpack_from(f"{order}I", content, 4)[0]
    if not 8 <= at < len(content) - 2:
        raise NotTaken("broken")
    sides: dict[int, int] = {}
    for entry in range(struct.unpack_from(f"{order}H", content, at)[0]):
        tag, form = struct.unpack_from(f"{order}HH", content, at + 2 + 12 * entry)
        if tag in (256, 257):
            value = "H" if form == 3 else "I"
            sides[tag] = struct.unpack_from(f"{order}{value}", content, at + 10 + 12 * entry)[0]
    return sides.get(256, 0), sides.get(257, 0)


_SIZES: Mapping[str, Callable[[bytes], Size]] = {
    "png": _png,
    "gif": _gif,
    "jpeg": _jpeg,
    "webp": _webp,
    "tiff": _tiff,
}
