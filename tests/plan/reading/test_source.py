import io
import os
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.plan.reading import UnreadableDocument, read
from guatu.plan.reading.source import MAX_BYTES, load
from tests.plan.reading.making import PLAN, make_docx, make_numbered_docx, make_pdf

LINES = [line[i : i + 30] for line in PLAN.splitlines() if line for i in range(0, len(line), 30)]
DOCX = make_docx(PLAN.splitlines(), [["指标", "目标"], ["外贸进出口总额", "46亿美元"]])
PDF = make_pdf(
    [["内部文件", *LINES[:6], "— 1 —"], ["内部文件", *LINES[6:], "— 2 —"], ["内部文件", "完。", "— 3 —"]]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_encodings_give_the_same_text(encoding):
    assert load(PLAN.encode(encoding)).text == PLAN


def test_line_ends_are_untouched():
    assert load("一\r\n二\r三\n".encode()).text == "一\r\n二\r三\n"


def test_a_word_file_gives_paragraphs_and_rows_in_order():
    text = load(DOCX).text
    assert text.startswith(PLAN.splitlines()[0])
    assert text.endswith("外贸进出口总额\t46亿美元\n")
    assert [s.id for s in read(DOCX).sections] == ["P1", "L1", "L2", "P2", "L3"]


def test_automatic_numbers_of_word_are_part_of_the_text():
    assert load(make_numbered_docx(["狠抓产业", "狠抓项目"])).text == "（一）狠抓产业\n（二）狠抓项目\n"


def test_a_pdf_gives_paragraphs_without_page_numbers_and_running_heads():
    text = load(PDF).text
    assert "内部文件" not in text
    assert "—" not in text
    assert "推动甲集团、乙云等企业研发总部落地，打造创新高地。\n" in text
    assert [t.subject for t in read(PDF).targets] == [t.subject for t in read(PLAN).targets]


def test_a_web_page_gives_its_text():
    page = (
        "<!DOCTYPE html><html><head><title>站</title><script>var a=1</script></head>"
        "<body><h1>某区2031年工作要点</h1>"
        "<p>一、目标&nbsp;</p><p>完成投资<b>30</b>亿元。</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    assert load(page.encode()).text == "某区2031年工作要点\n一、目标\n完成投资30亿元。\n甲\t乙\n"
    declared = page.replace("<title>", '<meta charset="gb2312"><title>').encode("gb18030")
    assert load(declared).text == load(page.encode()).text


def _zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a;&b;</w:t>
</w:r></w:p></w:body></w:document>"""


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("empty", b" \n\t\n"),
        ("empty", b"\xef\xbb\xbf"),
        ("empty", _zipped({"word/document.xml": ENTITIES})),
        ("binary", bytes(range(256)) * 40),
        ("binary", b"\x7fELF" + bytes(2000)),
        ("image", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("old_word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50)),
        ("rtf", rb"{\rtf1 plan}"),
        ("not_word", _zipped({"a.txt": b"a"})),
        ("zip_bomb", _zipped({"word/document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})),
        ("zip_bomb", _zipped({"word/document.xml": b"<a/>", **{f"{i}": b"" for i in range(5001)}})),
        ("broken", _zipped({"word/document.xml": b"<a"})),
        ("broken", DOCX[: len(DOCX) // 2]),
        ("broken", PDF[: len(PDF) // 3]),
        ("image_only_pdf", make_pdf([[]])),
        ("encrypted", make_pdf([["甲"]], locked=True)),
        ("too_large", bytes(MAX_BYTES + 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused_with_a_sentence(code, data):
    with pytest.raises(UnreadableDocument) as refusal:
        read(data)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_a_locked_archive_is_refused():
    # Bit 0 of the flags, in the local header and in the directory, says that a member is encrypted.
    data = bytearray(_zipped({"word/document.xml": b"<a/>"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableDocument) as refusal:
        read(bytes(data))
    assert refusal.value.code == "encrypted"


def test_a_path_that_is_no_file_is_refused(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    for path, code in (
        (tmp_path, "directory"),
        (tmp_path / "none.txt", "missing"),
        (tmp_path / "pipe", "not_a_file"),
        (huge, "too_large"),
        (tmp_path / ("x" * 300), "unreadable"),
        (Path("a\0b"), "unreadable"),
    ):
        with pytest.raises(UnreadableDocument) as refusal:
            read(path)
        assert refusal.value.code == code


def _reads_or_refuses(data: bytes) -> None:
    with suppress(UnreadableDocument):
        plan = read(data)
        assert all(0 <= t.start < t.end <= len(plan.text) for t in (*plan.tasks, *plan.quantities))


@given(st.binary(max_size=3000))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    _reads_or_refuses(data)


@given(st.sampled_from([DOCX, PDF, PLAN.encode(), PLAN.encode("gb18030")]), st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_files_are_read_or_refused(whole, data):
    cut = data.draw(st.integers(0, len(whole)))
    at = data.draw(st.integers(0, len(whole)))
    patch = data.draw(st.binary(max_size=8))
    _reads_or_refuses((whole[:at] + patch + whole[at + len(patch) :])[:cut])


@given(st.text(alphabet="一二三（）()1234.、。，；“”年增长亿元% \n\r等项目建设\ue5e5<p>/&;"))
@settings(max_examples=200, deadline=None)
def test_any_text_of_the_plan_s_characters_is_read(text):
    _reads_or_refuses(text.encode())


def test_a_text_without_punctuation_is_read_in_the_time_of_one_pass():
    assert read("加快" * 20_000).projects == ()
