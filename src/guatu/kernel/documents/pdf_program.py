"""What does a PDF hold, what does it say, how does a page look? A program of its own, run for one question.

The reader of PDF is native code that is fed by strangers: it runs apart, with little memory and little time,
so that a file that breaks it breaks nothing else. The file is on standard input; the answer, JSON or a PNG,
goes to standard output. It imports nothing of Guatu and is run by its path: look, text, or page N WIDTH.
"""

from __future__ import annotations

import ctypes
import io
import json
import re
import resource
import struct
import sys
import zlib

import pypdfium2
import pypdfium2.raw

MEMORY_BYTES = 2048 * 1024 * 1024
CPU_SECONDS = 30
MAX_PIXELS = 16_000_000
MAX_CHARACTERS = 2_000_000
MAX_TEXT_PAGES = 1_000
MAX_CARRIED = 200
HEAD = 1 << 20

_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.S)
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.S)
_NAME = re.compile(rb"/([^\s/<>\[\](){}%]+)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
# Lines of a page that break between two Chinese characters were broken by the margin alone.
_BROKEN_LINE = re.compile(r"(?<=[\u3400-\u9fff，、；：])[ \t]*\r?\n[ \t]*(?=[\u3400-\u9fff，、；：。）])")


def main(arguments: list[str]) -> int:
    """Answers one question; 3: the file is locked, 4: it is broken, 5: it has no such page."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        said = str(error).lower()
        return 3 if "password" in said or "security" in said else 4
    if arguments[0] == "look":
        answer = json.dumps(look(document, content)).encode()
    elif arguments[0] == "text":
        answer = json.dumps(texts(document)).encode()
    else:
        number, width = int(arguments[1]), int(arguments[2])
        if not 1 <= number <= len(document):
            return 5
        answer = png_of_page(document, number, width)
    sys.stdout.buffer.write(answer)
    return 0


def look(document: pypdfium2.PdfDocument, content: bytes) -> dict[str, object]:
    """The sizes of the pages in points, the names of all dictionaries, the beginnings of carried files."""
    sizes = [document.get_page_size(n) for n in range(len(document))]
    names = {*names_in(content), *names_in(written_anew(document))}
    carried = min(document.count_attachments(), MAX_CARRIED)
    heads = [bytes(document.get_attachment(n).get_data())[:HEAD].hex() for n in range(carried)]
    return {
        "sizes": [[round(width), round(height)] for width, height in sizes],
        "names": sorted(name.decode("latin-1") for name in names),
        "carried": heads,
    }


def written_anew(document: pypdfium2.PdfDocument) -> bytes:
    """The PDF with every object in the open: unpacked, without encryption, no name in disguise."""
    buffer = io.BytesIO()
    document.save(buffer, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return buffer.getvalue()


def names_in(content: bytes) -> set[bytes]:
    """All names of dictionaries outside of streams and strings, with #4a told as the letter that it is."""
    plain = _STRING.sub(b" ", _STREAM.sub(b" ", content))
    return {_ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), name) for name in set(_NAME.findall(plain))}


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    """What the pages say, one text a page."""
    found: list[str] = []
    left = MAX_CHARACTERS
    for number in range(min(len(document), MAX_TEXT_PAGES)):
        page = document[number]
        part = page.get_textpage()
        text = part.get_text_range(errors="replace").replace("\x00", "")[:left]
        part.close()
        page.close()
        found.append(_BROKEN_LINE.sub("", text.replace("\r\n", "\n")).strip())
        left -= len(text)
    return found


def png_of_page(document: pypdfium2.PdfDocument, number: int, width: int) -> bytes:
    """The page, `width` pixels wide unless it would be too many."""
    document.init_forms()
    page = document[number - 1]
    across, down = page.get_width(), page.get_height()
    scale = min(width / across, (MAX_PIXELS / (across * down)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True, optimize_mode=None)
    pixels = ctypes.string_at(bitmap.buffer, bitmap.stride * bitmap.height)
    return png(bitmap.width, bitmap.height, bitmap.stride, pixels)


def png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """A PNG (ISO/IEC 15948) of rows of `stride` bytes of red, green, blue; grey where there is no colour."""
    row = 3 * width
    rows = [pixels[y * stride : y * stride + row] for y in range(height)]
    colour = 2
    if all(line[0::3] == line[1::3] == line[2::3] for line in rows):
        rows, colour = [line[0::3] for line in rows], 0
    # Filter 0: what a page of text has is mostly runs of one colour, which zlib finds by itself.
    packed = zlib.compress(b"".join(b"\x00" + line for line in rows), 6)
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
