"""Small documents of every kind, made for the tests."""

import io
import zlib
from collections.abc import Sequence

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

PLAN = """示例经济技术开发区2031年工作计划

2031年主要预期目标：实现财政总收入120亿元，其中工商税收90亿元。

（一）狠抓产业培育，增强竞争力

1.大力发展智能制造。新增规模以上工业企业12家以上，完善产业链条。推动甲集团、乙云等企业研发总部落地，打造创新高地。

2.加快项目建设。推进甲方生产基地、乙方研发中心等重大项目建设，建成滨河公园，6月底前启动丙路小学建设。

（二）狠抓环境优化，增强吸引力

3.优化营商环境。推行“政务 服务”模式，确保全年不发生较大安全生产事故。
"""


def make_docx(paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word file with these paragraphs and, after them, a table."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                table.cell(i, j).text = cell
    return _saved(document)


def make_numbered_docx(titles: Sequence[str]) -> bytes:
    """A Word file whose paragraphs Word numbers itself: （一） titles."""
    document = Document()
    lists = document.part.numbering_part.element
    abstract = _element("abstractNum", abstractNumId="77")
    level = _element("lvl", ilvl="0")
    for name, value in (("start", "1"), ("numFmt", "chineseCounting"), ("lvlText", "（%1）")):
        level.append(_element(name, val=value))
    abstract.append(level)
    lists.insert(0, abstract)
    number = _element("num", numId="77")
    number.append(_element("abstractNumId", val="77"))
    lists.append(number)
    for title in titles:
        properties = document.add_paragraph(title)._p.get_or_add_pPr()
        numbered = _element("numPr")
        numbered.append(_element("ilvl", val="0"))
        numbered.append(_element("numId", val="77"))
        properties.append(numbered)
    return _saved(document)


def _element(name, **attributes):
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_pdf(pages: Sequence[Sequence[str]], *, locked: bool = False) -> bytes:
    """A PDF with these lines on its pages, in a font that every PDF reader knows by name."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        font,
    ]
    for i, lines in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
            b"/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>" % (5 + 2 * i)
        )
        shown = zlib.compress("\n".join(_shown(line, j) for j, line in enumerate(lines)).encode())
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(shown), shown))
    return _assembled(objects, locked=locked)


def _shown(line: str, row: int) -> str:
    return f"BT /F1 12 Tf 60 {780 - 20 * row} Td <{line.encode('utf-16-be').hex()}> Tj ET"


def _assembled(objects: Sequence[bytes], *, locked: bool) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    key = b"<" + b"11" * 32 + b">"
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>/ID[<00><00>]" % (key, key) if locked else b""
    trailer = b"trailer<</Size %d/Root 1 0 R%s>>" % (len(objects) + 1, lock)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, trailer, len(data),
    )  # fmt: skip
