"""Which template do reports have before the zone makes its own? In the form of GB/T 9704-2012, made here.

Styles name the faces that the standard does (方正小标宋, 仿宋_GB2312, 楷体_GB2312, 黑体), which offices own;
the table of fonts says which free or usual one stands in where they are missing. Nothing is embedded.
"""

from __future__ import annotations

import io
from functools import cache
from typing import cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree

from guatu.plan.reports.word import without_time
from guatu.plan.reports.word.setting import WIDTH

XIAOBIAOSONG, FANGSONG, KAITI, HEITI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
#: What stands in for a face that a machine does not have.
STAND_INS = {
    XIAOBIAOSONG: "方正小标宋_GBK,STZhongsong,Noto Serif SC",
    FANGSONG: "仿宋,FangSong,STFangsong,Noto Serif SC",
    KAITI: "楷体,KaiTi,STKaiti,Noto Serif SC",
    HEITI: "SimHei,STHeiti,Noto Sans SC",
}
RED = RGBColor(0xC8, 0x10, 0x2E)
_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
#: 三号 is 16 pt; 22 lines of 28 characters on 156 × 225 mm (5.2.3).
GRID = f'<w:docGrid {_NS} w:type="linesAndChars" w:linePitch="580" w:charSpace="-849"/>'
LINE = Pt(28.95)


@cache
def built_in_template() -> bytes:
    """The template as a docx."""
    document = Document()
    _set_page(document)
    _set_styles(document)
    _write(document)
    _set_footers(document)
    _name_stand_ins(document)
    saved = io.BytesIO()
    document.save(saved)
    return without_time(saved.getvalue())


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(parse_xml(GRID))
    document.settings.odd_and_even_pages_header_footer = True


def _set_styles(document: WordDocument) -> None:
    normal = cast(ParagraphStyle, document.styles["Normal"])
    _set_face(normal, FANGSONG, 16)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    centre, justified = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    body = _add_style(document, "GuatuBody", FANGSONG, 16, align=justified)
    body.paragraph_format.first_line_indent = Pt(32)
    title = _add_style(document, "GuatuTitle", XIAOBIAOSONG, 22, align=centre)
    title.paragraph_format.line_spacing = Pt(34)
    title.paragraph_format.space_after = Pt(14)
    for level, face in ((1, HEITI), (2, KAITI), (3, FANGSONG)):
        _set_heading(cast(ParagraphStyle, document.styles[f"Heading {level}"]), face)
    caption = _add_style(document, "GuatuCaption", HEITI, 11, align=centre)
    caption.paragraph_format.space_before = Pt(6)
    cells = (("GuatuCell", FANGSONG, 9.5), ("GuatuCellHead", HEITI, 9), ("GuatuList", FANGSONG, 8))
    for name, face, size in cells:
        small = _add_style(document, name, face, size)
        small.paragraph_format.line_spacing = Pt(size + 4)
    _add_style(document, "GuatuAttachment", HEITI, 16)


def _add_style(
    document: WordDocument, name: str, face: str, size: float, align: WD_ALIGN_PARAGRAPH | None = None
) -> ParagraphStyle:
    style = cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = document.styles["Normal"]
    _set_face(style, face, size)
    style.paragraph_format.alignment = align
    return style


def _set_heading(style: ParagraphStyle, face: str) -> None:
    _set_face(style, face, 16)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.paragraph_format.first_line_indent = Pt(32)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.keep_with_next = True


def _set_face(style: ParagraphStyle, face: str, size: float) -> None:
    style.font.name, style.font.size = "Times New Roman", Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), face)


def _write(document: WordDocument) -> None:
    """The document, from the red head to the 版记."""
    centre, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    _said(document, "{%p if mark %}")
    marked = _said(document, "{{ mark }}")
    _colour(marked, HEITI, 14)
    _said(document, "{%p endif %}")
    head = _said(document, "{{ head }}", align=centre)
    _colour(head, XIAOBIAOSONG, 30)
    head.paragraph_format.line_spacing, head.paragraph_format.space_before = Pt(44), Pt(50)
    head.paragraph_format.space_after = Pt(34)
    number = _said(document, "{{ number }}", align=centre)
    number.paragraph_format.space_after = Pt(26)
    _rule_under(number)
    _said(document, "{{ title }}", "GuatuTitle")
    _said(document, "{{ addressee }}")
    _said(document, "{{ body }}")
    _said(document, "")
    attached = _said(document, "附件：{{ attachments }}")
    attached.paragraph_format.left_indent, attached.paragraph_format.first_line_indent = Pt(80), Pt(-48)
    for text, before in (("{{ issuer }}", 58), ("{{ signed_on }}", 0)):
        signed = _said(document, text, align=right)
        signed.paragraph_format.right_indent, signed.paragraph_format.space_before = Pt(64), Pt(before)
        signed.paragraph_format.keep_together = signed.paragraph_format.keep_with_next = True
    _said(document, "{%p if contact %}")
    _said(document, "（联系方式：{{ contact }}）").paragraph_format.first_line_indent = Pt(32)
    _said(document, "{%p endif %}")
    _said(document, "{{ attached }}")
    document.element.body.insert(len(document.element.body) - 1, parse_xml(_imprint()))
    _said(document, "")


def _said(
    document: WordDocument, text: str, style: str = "Normal", align: WD_ALIGN_PARAGRAPH | None = None
) -> Paragraph:
    paragraph = document.add_paragraph(text, style)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _colour(paragraph: Paragraph, face: str, size: float) -> None:
    run = paragraph.runs[0]
    run.font.size, run.font.color.rgb, run.font.name = Pt(size), RED, "Times New Roman"
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _rule_under(paragraph: Paragraph) -> None:
    rule = f'<w:pBdr {_NS}><w:bottom w:val="single" w:sz="12" w:space="6" w:color="C8102E"/></w:pBdr>'
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        parse_xml(rule), "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _imprint() -> str:
    """The 版记 at the foot of the last page: whom it is copied to, who printed it and when (7.4)."""
    edge = 'w:val="single" w:space="0" w:color="000000"'
    return (
        f'<w:tbl {_NS}><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpXSpec="center"'
        f' w:tblpYSpec="bottom"/><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders><w:top {edge} w:sz="8"/>'
        f'<w:bottom {edge} w:sz="8"/><w:insideH {edge} w:sz="6"/></w:tblBorders></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{WIDTH // 2}"/><w:gridCol w:w="{WIDTH // 2}"/></w:tblGrid>'
        f"{_imprint_row('{%tr if copied_to %}')}{_imprint_row('抄送：{{ copied_to }}。')}"
        f"{_imprint_row('{%tr endif %}')}{_imprint_row('{{ printed_by }}', '{{ printed_on }}')}</w:tbl>"
    )


def _imprint_row(*texts: str) -> str:
    cells = ""
    for place, text in enumerate(texts):
        span = "" if len(texts) == 2 else '<w:gridSpan w:val="2"/>'
        side = '<w:jc w:val="right"/>' if place else ""
        run = f'<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
        cells += (
            f'<w:tc><w:tcPr><w:tcW w:w="{WIDTH // len(texts)}" w:type="dxa"/>{span}</w:tcPr>'
            f'<w:p><w:pPr><w:ind w:left="280" w:right="280"/>{side}</w:pPr>{run}</w:p></w:tc>'
        )
    return f"<w:tr>{cells}</w:tr>"


def _set_footers(document: WordDocument) -> None:
    """— 1 —, 四号: on the right of odd pages, on the left of even ones, one character in (7.5)."""
    section = document.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        for run in _page_number():
            paragraph._p.append(run)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.right_indent = paragraph.paragraph_format.left_indent = Pt(14)
    header = section.header.paragraphs[0]
    header.text, header.alignment = "溯源码前缀 {{ code }}", WD_ALIGN_PARAGRAPH.RIGHT
    section.even_page_header.paragraphs[0].text = "溯源码前缀 {{ code }}"
    for paragraph in (header, section.even_page_header.paragraphs[0]):
        paragraph.runs[0].font.size = Pt(8)


def _page_number() -> list[etree._Element]:
    size = '<w:rPr><w:sz w:val="28"/></w:rPr>'
    inner = (
        f"<w:r>{size}<w:t>— </w:t></w:r>",
        f'<w:r>{size}<w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r>{size}<w:instrText> PAGE </w:instrText></w:r>",
        f'<w:r>{size}<w:fldChar w:fldCharType="end"/></w:r>',
        f"<w:r>{size}<w:t> —</w:t></w:r>",
    )
    spaced = [each.replace("<w:t>", '<w:t xml:space="preserve">') for each in inner]
    return [cast(etree._Element, parse_xml(each.replace("<w:r>", f"<w:r {_NS}>", 1))) for each in spaced]


def _name_stand_ins(document: WordDocument) -> None:
    part = next(
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/fontTable")
    )
    table = etree.fromstring(part.blob)
    for face, others in STAND_INS.items():
        font = etree.SubElement(table, qn("w:font"), {qn("w:name"): face})
        etree.SubElement(font, qn("w:altName"), {qn("w:val"): others})
        etree.SubElement(font, qn("w:charset"), {qn("w:val"): "86"})
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)
