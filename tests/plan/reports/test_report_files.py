"""Are Word and pdf whole, in the form of the standard, the same each time, and every number found in them?"""

import io
import re
import zipfile
from datetime import date, datetime

import pypdfium2
import pytest
from docx import Document
from lxml import etree
from reporting import facts_of, target_of
from test_report_composing import FLOW, ISSUE, LONG, SLOW

from guatu.base.clock import ZONE_TIME
from guatu.plan.reports.blocks import as_json
from guatu.plan.reports.composing import Options, compose
from guatu.plan.reports.typesetting import set_pdf
from guatu.plan.reports.word import set_word
from guatu.plan.reports.word.template import built_in_template

MOMENT = datetime(2019, 7, 18, 9, 5, tzinfo=ZONE_TIME)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKED = re.compile(r"([+−]?\d+(?:\.\d+)?)([^\d\[\]，。；、：（）\s−+|]{0,6})\[(\d+)\]")


@pytest.fixture(scope="module")
def made():
    targets = (target_of(LONG, 1), target_of(SLOW, 2, line=7))
    composition, listed = compose(
        facts_of(*targets), Options(symbol="星经开督", copied_to="党工委办公室"), ISSUE
    )
    return as_json(composition), {each.serial: each for each in listed}


@pytest.fixture(scope="module")
def pdf(made):
    return set_pdf(made[0], int(MOMENT.timestamp()))


@pytest.fixture(scope="module")
def docx(made):
    return set_word(made[0], built_in_template(), MOMENT)


def pdf_text(content):
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def docx_texts(content):
    body = Document(io.BytesIO(content)).element.body
    return ["".join(run.text or "" for run in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


def check_numbers(text, listed):
    """Every number before a mark is the one that the list has there."""
    found = MARKED.findall(text)
    for shown, unit, serial in found:
        entry = listed[int(serial)]
        assert shown.strip("+−") == entry.read.shown.strip("−"), (shown, unit, serial, entry)
        assert unit == "" or unit == entry.read.unit, (shown, unit, serial, entry)
    assert {int(serial) for _shown, _unit, serial in found} == set(listed)


def test_every_number_of_the_pdf_is_found_by_its_mark(pdf, made):
    check_numbers(re.sub(r"[\r\n\ufffe]+", "", pdf_text(pdf)), made[1])


def test_every_number_of_word_is_found_by_its_mark(docx, made):
    # The chart is a picture there; its numbers stand in the table above it.
    check_numbers("|".join(docx_texts(docx)), made[1])


def test_the_same_report_has_the_same_bytes(made, pdf, docx):
    assert set_pdf(made[0], int(MOMENT.timestamp())) == pdf
    assert set_word(made[0], built_in_template(), MOMENT) == docx


def test_the_pdf_is_for_the_archive(pdf):
    assert b"pdfaid:part" in pdf or b"pdfaid" in pdf
    document = pypdfium2.PdfDocument(pdf)
    assert [round(size) for size in document[0].get_size()] == [595, 842]
    titles = [item.get_title() for item in document.get_toc()]
    assert titles[:2] == ["一、总体情况", "二、主要预期目标完成情况"]
    assert "数据溯源索引" in titles


def test_no_page_but_the_last_carries_the_imprint(pdf):
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert [("印发" in text) for text in texts] == [False] * (len(texts) - 1) + [True]
    assert "抄送：党工委办公室。" in texts[-1]
    for number, text in enumerate(texts, start=1):
        assert f"— {number} —" in text


def test_no_line_begins_with_a_closing_mark(pdf):
    left_edge = 28 / 25.4 * 72
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for place, letter in enumerate(text.get_text_range()):
            if letter in "，。；：、”）" and place < text.count_chars():
                assert text.get_charbox(place, loose=True)[0] > left_edge + 4, (letter, place)


def test_page_and_grid_of_the_standard(docx):
    section = Document(io.BytesIO(docx)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    grid = section._sectPr.find(f"{W}docGrid")
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("linesAndChars", "580")


@pytest.mark.parametrize(
    ("style", "face"),
    [
        ("Normal", "仿宋_GB2312"),
        ("GuatuTitle", "方正小标宋简体"),
        ("Heading 1", "黑体"),
        ("Heading 2", "楷体_GB2312"),
    ],
)
def test_styles_name_the_faces_of_offices(docx, style, face):
    found = Document(io.BytesIO(docx)).styles[style]
    assert found.element.rPr.rFonts.get(f"{W}eastAsia") == face


def test_free_faces_stand_in_and_none_is_embedded(docx, pdf):
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        fonts = etree.fromstring(package.read("word/fontTable.xml"))
        assert not [name for name in package.namelist() if "fonts/" in name]
    others = {
        f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val")
        for f in fonts
        if f.find(f"{W}altName") is not None
    }
    assert "Noto Serif SC" in others["仿宋_GB2312"]
    names = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+(\w+)", pdf)) or {b"NotoSerifSC"}
    assert all(name.startswith(b"Noto") for name in names)


def test_the_document_reads_as_one(docx):
    texts = docx_texts(docx)
    assert "关于2019年1—6月主要目标任务完成情况的通报" in texts
    assert "星经开督〔2019〕7号" in texts
    assert "各部门、各有关单位：" in texts
    assert "附件：1.2019年度量化目标完成情况一览表2.数据溯源索引" in texts
    assert "抄送：党工委办公室。" in texts
    assert texts.index("一、总体情况") < texts.index("2019年7月18日") < texts.index("附件1")
    assert not [text for text in texts if re.search(r"[{}⟦⟧]|None", text)]


def test_word_says_what_a_chart_shows(docx):
    document = Document(io.BytesIO(docx))
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == 2
    assert "规模工业总产值40.7%" in told[0]


def test_no_copies_no_line_for_them(made):
    report = {**made[0], "frame": {**made[0]["frame"], "copied_to": "", "mark": ""}}
    texts = docx_texts(set_word(report, built_in_template(), MOMENT))
    assert not [text for text in texts if "抄送" in text or text == "示例"]


def test_words_that_look_like_commands_stay_words():
    name = "#panic() {{ 7*7 }} <w:p/> & $x$"
    composition, _listed = compose(facts_of(target_of({**FLOW, "name": name})), Options(), ISSUE)
    report = as_json(composition)
    assert "{{ 7*7 }} <w:p/> & $x$" in "|".join(docx_texts(set_word(report, built_in_template(), MOMENT)))
    assert "7*7" in pdf_text(set_pdf(report, 0))
    assert date(2019, 7, 18).isoformat() == report["frame"]["day"]
