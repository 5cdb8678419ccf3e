"""Files as people and attackers hand them in, made from nothing."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import xlsxwriter

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!" + b"$H+H*"


def pdf(lines=("Guatu paper",), *, pages=1, catalog=b"", more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF by hand, each page with the same lines in Helvetica; `more` are further objects from 20 on."""
    text = b"BT /F1 14 Tf 60 760 Td 18 TL " + b" ".join(b"(%s) '" % line.encode() for line in lines) + b" ET"
    kids = b" ".join(b"%d 0 R" % (10 + n) for n in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        4: b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    }
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    objects |= {10 + n: page for n in range(pages)} | dict(more or {})
    return assembled(objects)


def assembled(objects: Mapping[int, bytes]) -> bytes:
    """The objects as a file with its table of places."""
    out = bytearray(b"%PDF-1.7\n%\xe5\xe4\xf6\xfc\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, last = len(out), max(objects) + 1
    out += b"xref\n0 %d\n" % last
    for number in range(last):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (last, start))


def pdf_with_hidden_script() -> bytes:
    """A PDF whose script stands in a packed stream of objects, its names in disguise."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        4: b"<</S/Java#53cript/J#53(app.alert\\(1\\))>>",
    }
    head, body = b"", b""
    for number, text in objects.items():
        head += b"%d %d " % (number, len(body))
        body += text + b" "
    packed = zlib.compress(head + body)
    out = b"%PDF-1.7\n"
    place = len(out)
    out += b"5 0 obj\n<</Type/ObjStm/N 4/First %d/Filter/FlateDecode/Length %d>>\nstream\n" % (
        len(head),
        len(packed),
    )
    out += packed + b"\nendstream\nendobj\n"
    start = len(out)
    rows = b"\x00\x00\x00\xff" + b"".join(struct.pack(">BHB", 2, 5, n) for n in range(4))
    rows += struct.pack(">BHB", 1, place, 0) + struct.pack(">BHB", 1, start, 0)
    table = zlib.compress(rows)
    out += b"6 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n" % len(
        table
    )
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def pdf_carrying(name: bytes, carried: bytes) -> bytes:
    """A PDF that carries another file."""
    packed = zlib.compress(carried)
    return pdf(
        catalog=b"/Names<</EmbeddedFiles<</Names[(%s) 20 0 R]>>>>" % name,
        more={
            20: b"<</Type/Filespec/F(%s)/EF<</F 21 0 R>>>>" % name,
            21: b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (len(packed), packed),
        },
    )


def word(*paragraphs: str) -> bytes:
    """A Word document."""
    made = docx.Document()
    for paragraph in paragraphs or ("星野经开区 2019 年场地租赁合同",):
        made.add_paragraph(paragraph)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def sheet(*rows: tuple[object, ...]) -> bytes:
    """An Excel sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("台账")
        for number, row in enumerate(rows or (("企业", "产值"), ("星野澄远", 12))):
            page.write_row(number, 0, row)
    return buffer.getvalue()


def with_members(package: bytes, **members: bytes) -> bytes:
    """The package with members added or replaced; `/` and `.` of a name are written as __ and _dot_."""
    buffer = io.BytesIO()
    named = {name.replace("__", "/").replace("_dot_", "."): body for name, body in members.items()}
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename not in named:
                new.writestr(member, old.read(member))
        for name, body in named.items():
            new.writestr(name, body)
    return buffer.getvalue()


def archive(members: Mapping[str, bytes]) -> bytes:
    """A zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, body in members.items():
            new.writestr(name, body)
    return buffer.getvalue()


def open_text(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": xml.encode()})


def fixed_layout(*texts: str) -> bytes:
    """An OFD with one page."""
    codes = "".join(f"<ofd:TextCode>{text}</ofd:TextCode>" for text in texts)
    page = f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016">{codes}</ofd:Page>'
    root = b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'
    return archive({"OFD.xml": root, "Doc_0/Pages/Page_0/Content.xml": page.encode()})


def compound(*names: str, more: bytes = b"") -> bytes:
    """An old Office file with entries of these names: a header, a table of sectors, a directory."""
    entries = b"".join(_entry(name, 5 if n == 0 else 2) for n, name in enumerate(("Root Entry", *names)))
    directory = entries.ljust(-(-len(entries) // 512) * 512, b"\x00")
    body = more.ljust(max(512, -(-len(more) // 512) * 512), b"\x00")
    count = (len(directory) + len(body)) // 512
    table = struct.pack("<I", 0xFFFFFFFD) + struct.pack("<I", 0xFFFFFFFE) * count
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0)
    header += struct.pack("<IIIII", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (512 - len(header) - 4)
    return header + table.ljust(512, b"\xff") + directory + body


def _entry(name: str, kind: int) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    return written.ljust(64, b"\x00") + struct.pack("<HBB", len(written), kind, 1) + bytes(60)


def png(width=4, height=3, *, ending=True) -> bytes:
    """A white PNG."""
    rows = b"".join(b"\x00" + b"\xff" * (3 * width) for _row in range(height)) if width < 5000 else b""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
    ]
    chunks += [(b"IEND", b"")] if ending else []
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )


def jpeg(width=8, height=8, *, ending=True, thumbnail=False) -> bytes:
    """The bones of a JPEG: its segments, some scan, its end."""
    exif = b"Exif\x00\x00\xff\xd8\xff\xd9" if thumbnail else b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    out = b"\xff\xd8" + b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif
    out += b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    out += b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\x01\x00\x00\x3f\x00" + b"\x12\x34" * 20
    return out + (b"\xff\xd9" if ending else b"")


def gif() -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", 1, 1, 0, 0, 0)
        + b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"
    )


def webp() -> bytes:
    body = (
        b"WEBPVP8X"
        + struct.pack("<I", 10)
        + bytes(4)
        + (99).to_bytes(3, "little")
        + (49).to_bytes(3, "little")
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def tiff() -> bytes:
    entries = struct.pack("<HHIHxx", 256, 3, 1, 30) + struct.pack("<HHII", 257, 4, 1, 20)
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + bytes(4)
