"""Is what files say read and found, and are their pages drawn as they are, at a bearable price?"""

import os
import struct
import time
import zlib

import papers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.documents import pdf_program, pdf_reading, previews, store, texts
from guatu.kernel.documents.actions import attach
from guatu.kernel.documents.grams import grams_of, hits_in, is_told_by_grams, narrowed, terms_of
from guatu.kernel.documents.models import FileReading, ReadState
from guatu.kernel.documents.queries import Search
from guatu.kernel.documents.texts import can_be_read, read_text

WORDS = st.text(alphabet="租赁合同书ab１2０Ｇ 。，-\n", max_size=40)


@given(WORDS, WORDS)
def test_a_text_has_all_grams_of_every_word_in_it(before, after):
    text = before + "租赁合同 No. 2019" + after
    for term in terms_of("租赁合同 租 同书 2019 no"):
        if term.casefold() in narrowed(text).casefold():
            assert grams_of(term) <= grams_of(text)


@given(st.text(alphabet="租赁合ab2", min_size=1, max_size=2), st.text(alphabet="租赁合ab2 。", max_size=30))
def test_of_a_short_word_the_grams_tell_all(term, text):
    if is_told_by_grams(term):
        assert (grams_of(term) <= grams_of(text)) == (term in text)


def test_width_and_case_do_not_matter_and_marks_are_kept():
    assert narrowed("ＧＢ／Ｔ ４７５４，甲。\x00") == "GB／T 4754，甲。"
    assert grams_of("GB") == grams_of("ｇｂ") == {"gb"}
    assert terms_of("  。 租金，\u3000２０元 ") == ["租金，", "20元"]


def test_hits_are_quoted_with_their_page_and_not_all_of_them():
    text = "first page\f" + "甲" * 100 + "租金" + "乙" * 100 + "租金\f租金 the last"
    first, near = hits_in(text, ["租金"])
    assert [hit.page for hit in (first, near)] == [2, 2]
    assert [piece for piece, lit in first.pieces if lit] == ["租金"]
    assert [piece for piece, lit in near.pieces if lit] == ["租金", "租金"]
    assert len("".join(piece for piece, _lit in first.pieces)) < 100
    assert len(list(hits_in("租金 " * 9, ["租金"]))) == 1
    assert list(hits_in(text, [])) == []
    assert next(hits_in("no [brackets", ["[b"])).pieces[1] == ("[b", True)


def slides(*pages: str) -> bytes:
    form = '<?xml version="1.0"?><p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>'
    types = b"<Types>application/x.presentationml.presentation.main+xml</Types>"
    members = {"[Content_Types].xml": types}
    for number, text in enumerate(pages, start=1):
        members[f"ppt/slides/slide{number}.xml"] = form.format(text).encode()
    return papers.archive(members)


SAID = [
    ("a.pdf", papers.pdf(("Business licence",), pages=2), "Business licence\fBusiness licence"),
    ("a.docx", papers.word("场地租赁合同", "租期三年"), "场地租赁合同\n租期三年"),
    ("a.xlsx", papers.sheet(("企业", "产值"), ("星野", 12.5)), "企业\t产值\n星野\t12.5"),
    ("a.csv", "企业,产值\n星野,12\n".encode("gb18030"), "企业\t产值\n星野\t12"),
    ("a.txt", "第一行\n第二行".encode("utf-16"), "第一行\n第二行"),
    ("a.odt", papers.open_text("同意入驻", "二〇一九年"), "同意入驻二〇一九年"),
    ("a.ofd", papers.fixed_layout("电子", "发票", "No. 1"), "电子发票\nNo. 1"),
    ("a.pptx", slides(*(f"page {n}" for n in range(1, 12))), "\f".join(f"page {n}" for n in range(1, 12))),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "said"), SAID, ids=[name for name, _content, _said in SAID])
def test_what_a_file_says_is_read(firm, clerk, handed_in, name, content, said):
    (version,) = attach(firm, handed_in(name, content), by=clerk).versions.all()
    assert read_text(version.sha256) is ReadState.READ
    assert FileReading.objects.get().text.strip() == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"), [("a.png", papers.png()), ("a.doc", papers.compound("WordDocument"))]
)
def test_what_has_no_text_is_known_to_have_none(firm, clerk, handed_in, name, content):
    (version,) = attach(firm, handed_in(name, content), by=clerk).versions.all()
    assert not can_be_read(version.file_kind)
    assert read_text(version.sha256) is ReadState.NO_TEXT


@pytest.mark.django_db
def test_a_reader_that_fails_leaves_the_paper(firm, clerk, handed_in, monkeypatch):
    def fail(content):
        raise GuatuError("broken", "no")

    monkeypatch.setitem(texts._READERS, "docx", fail)
    (version,) = attach(firm, handed_in("a.docx", papers.word()), by=clerk).versions.all()
    assert read_text(version.sha256) is ReadState.FAILED
    assert read_text("0" * 64) is ReadState.FAILED
    assert store.read(version.sha256)


@pytest.mark.django_db
def test_a_search_counts_to_its_limit_and_says_that_there_is_more(firm, supervisor, handed_in, monkeypatch):
    for number in range(4):
        made = attach(firm, handed_in(f"租金{number}.txt", f"{number}".encode()), by=supervisor)
        assert made.search_text.startswith("租金")
    monkeypatch.setattr("guatu.kernel.documents.queries.MOST", 3)
    search = Search(supervisor, "租金")
    assert (search.count, search.is_more, len(search.found)) == (3, True, 3)
    assert Search(supervisor, "租金3").is_more is False


def pixels(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, channels and rows of a PNG without filters, each checksum tried."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, chunks = 8, {}
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        body = png[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack_from(">I", png, at + 8 + length)[0]
        chunks[kind], at = body, at + 12 + length
    width, height, depth, colour, *rest = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert (depth, rest) == (8, [0, 0, 0])
    channels = {0: 1, 2: 3}[colour]
    raw = zlib.decompress(chunks[b"IDAT"])
    step = 1 + width * channels
    assert len(raw) == step * height
    assert set(raw[::step]) == {0}
    return width, height, channels, [raw[y * step + 1 : (y + 1) * step] for y in range(height)]


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 5), st.randoms(use_true_random=False))
def test_a_png_has_the_pixels_that_went_in(width, height, padding, chance):
    stride = 3 * width + padding
    raw = chance.randbytes(stride * height)
    made = pixels(pdf_program.png(width, height, stride, raw))
    rows = [raw[y * stride : y * stride + 3 * width] for y in range(height)]
    if made[2] == 1:
        rows = [row[::3] for row in rows]
    assert made == (width, height, made[2], rows)


def test_a_grey_picture_is_a_third_as_large():
    assert pixels(pdf_program.png(2, 2, 6, bytes([7, 7, 7, 9, 9, 9] * 2)))[2:] == (1, [b"\x07\x09"] * 2)


def test_a_page_is_drawn_with_what_stands_on_it():
    red = b"1 0 0 rg 0 0 300 842 re f"
    drawn = pdf_reading.draw_pdf_page(
        papers.pdf(more={4: b"<</Length %d>>stream\n%s\nendstream" % (len(red), red)}), 1, 240
    )
    width, height, channels, rows = pixels(drawn)
    assert (width, height, channels) == (240, 340, 3)
    assert rows[100][:3] == b"\xff\x00\x00"
    assert rows[100][-3:] == b"\xff\xff\xff"


def test_a_giant_page_is_drawn_small_and_a_missing_one_is_said():
    giant = papers.pdf().replace(b"0 0 595 842", b"0 0 1 14000")
    width, height, *_rest = pixels(pdf_reading.draw_pdf_page(giant, 1, 1920))
    assert width * height <= 1.1 * pdf_program.MAX_PIXELS
    for content, page, code in ((papers.pdf(), 2, "no_page"), (b"%PDF-1.7 nothing", 1, "broken")):
        with pytest.raises(pdf_reading.PdfTroubleError) as trouble:
            pdf_reading.draw_pdf_page(content, page, 240)
        assert trouble.value.code == code


def test_a_program_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_reading, "_SECONDS", 0.001)
    with pytest.raises(pdf_reading.PdfTroubleError, match="too long"):
        pdf_reading.read_pdf_texts(papers.pdf())


def test_pages_are_drawn_once_and_the_oldest_forgotten(monkeypatch):
    sha256 = store.keep(papers.pdf(pages=3))
    drawn = [previews.page_picture(sha256, page, 240) for page in (1, 2, 3)]
    monkeypatch.setattr(previews, "draw_pdf_page", None)
    assert previews.page_picture(sha256, 2, 240) == drawn[1]
    files = sorted(previews.previews_folder().glob("*/*.png"))
    assert len(files) == 3
    for age, file in enumerate(files):
        os.utime(file, (time.time() - 60 * (age + 1),) * 2)
    assert previews.forget_oldest(most=len(drawn[0]) + 10) == 2
    assert [file.name for file in previews.previews_folder().glob("*/*.png")] == [f"{sha256}-1-240.png"]
    for page, width in ((0, 240), (1, 241), (-1, 240)):
        with pytest.raises(Refused):
            previews.page_picture(sha256, page, width)
