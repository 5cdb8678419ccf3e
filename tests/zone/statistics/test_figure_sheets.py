import contextlib
import io
import random
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from figure_files import HEADERS, csv_file, xlsx_file

from guatu.base.errors import Refused
from guatu.kernel.sheets import workbook_reader
from guatu.kernel.sheets.grids import MAX_BYTES, MAX_ROWS
from guatu.kernel.sheets.writing import plain_cell
from guatu.zone.statistics.sheets import read_rows

ROW = ["规模工业总产值", "2019年1-6月", "1,200.5", "亿元"]


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The workbook with parts replaced or added: `name__of__part=bytes`, `__` for a slash."""
    parts = {name.replace("__", "/").replace("_dot_", "."): data for name, data in changed.items()}
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return buffer.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_rows(content)
    assert refused.value.sentence
    return refused.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_offices(encoding):
    (row,) = read_rows(csv_file([ROW], encoding=encoding))
    assert (row.number, row.get("measure"), row.get("amount")) == (2, "规模工业总产值", "1,200.5")


def test_semicolons_and_tabs_separate_too():
    for mark in (";", "\t"):
        text = f"指标{mark}时期{mark}数值\n规模工业总产值{mark}2019年{mark}1,5\n"
        (row,) = read_rows(text.encode())
        assert row.get("amount") == "1,5"


def test_english_headers_and_a_unit_in_the_header():
    headers = ["Indicator", "Period", "Value (亿元)", "Growth (%)", "Published on"]
    (row,) = read_rows(csv_file([["GDP", "2019", 5, 8.1, "2020-01-20"]], headers))
    assert (row.get("unit"), row.get("growth"), row.get("published_on")) == ("亿元", "8.1", "2020-01-20")


def test_a_title_above_headings_between_and_empty_rows():
    rows = [["全区主要经济指标"], [], HEADERS, [], ["一、工业"], ROW, ["注：速度按可比价"]]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    assert [(r.number, r.get("measure")) for r in read_rows(text.encode())] == [
        (5, "一、工业"),
        (6, "规模工业总产值"),
        (7, "注：速度按可比价"),
    ]


def test_merged_cells_stand_for_their_rows_but_numbers_do_not():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 3, "2019年主要指标")
        sheet.write_row(1, 0, ["指标", "时期", "数值", "单位"])
        sheet.merge_range(2, 0, 4, 0, "规模工业总产值")
        sheet.merge_range(2, 3, 4, 3, "亿元")
        sheet.write_column(2, 1, ["2019年1-2月", "2019年1-3月", "2019年1-4月"])
        sheet.write(2, 2, 300.1)
        sheet.merge_range(3, 2, 4, 2, 500)
    rows = read_rows(buffer.getvalue())
    assert [(r.get("measure"), r.get("amount"), r.get("unit")) for r in rows] == [
        ("规模工业总产值", "300.1", "亿元"),
        ("规模工业总产值", "500", "亿元"),
        ("规模工业总产值", "", "亿元"),
    ]


def test_several_sheets_with_headers_are_read_and_a_cover_is_not():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("说明").write(0, 0, "本表由统计局编制")
        for name in ("工业", "财政"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["指标", "时期", "数值", "单位"])
            sheet.write_row(1, 0, ["x", "2019年", 0.1 + 0.2, "亿元"])
    rows = read_rows(buffer.getvalue())
    assert [(r.sheet, r.number) for r in rows] == [("工业", 2), ("财政", 2)]
    assert rows[0].get("amount") == "0.3", "the residue of the binary form is not a digit of the figure"


def test_a_formula_counts_with_its_result_and_is_never_run():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["指标", "时期", "数值", "单位"])
        sheet.write_row(1, 0, ["规模工业总产值", "2019年", "", "亿元"])
        sheet.write_formula(1, 2, "=1000+200", None, 1200)
    (row,) = read_rows(buffer.getvalue())
    assert row.get("amount") == "1200"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_or_locked"),
        (b"<html><table><tr><td>\xe6\x8c\x87\xe6\xa0\x87</td></tr></table></html>", "web_page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "web_page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff", "encoding"),
        ("牛奶,鸡蛋,面包\n".encode(), "no_header"),
        ("指标,时期,数值\n".encode("big5", "replace"), "no_header"),
        ("指标,时期,数值\n\n".encode(), "no_rows"),
        (csv_file([["x" * 5000, "2019", 1]]), "cell_too_long"),
        (csv_file([["x" * 200_000, "2019", 1]]), "broken"),
        (csv_file([ROW]) + b"\n" * (2 * MAX_ROWS + 10), "too_many_rows"),
        (csv_file([ROW] * (MAX_ROWS + 1)), "too_many_rows"),
        (b"x" * (MAX_BYTES + 1), "too_big"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, code):
    assert refusal(content) == code


def test_workbooks_that_mean_harm():
    book = xlsx_file([ROW])
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    assert refusal(repacked(book, xl__vbaProject_dot_bin=b"x")) == "macros"
    assert refusal(repacked(book, xl__theme__more_dot_xml=b" " * (160 * 1024 * 1024))) == "bomb"
    far = sheet.replace(b'r="A1"', b'r="XFD1048576"')
    assert refusal(repacked(book, xl__worksheets__sheet1_dot_xml=far)) == "too_wide"
    many = sheet.replace(b"</sheetData>", b'<c t="s"><v>0</v></c>' * 100_000 + b"</sheetData>")
    long = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    repeated = repacked(book, xl__worksheets__sheet1_dot_xml=many, xl__sharedStrings_dot_xml=long)
    assert refusal(repeated) == "cell_too_long"
    assert refusal(repacked(book, xl__worksheets__sheet1_dot_xml=b"<worksheet><sheetData><row")) in (
        "broken",
        "no_header",
    )
    assert refusal(book[: len(book) // 2]) == "broken"
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert refusal(document.getvalue()) == "not_a_sheet"


def test_a_damaged_workbook_never_ends_in_a_traceback():
    book = bytearray(xlsx_file([ROW] * 5))
    chance = random.Random(7)
    for _attempt in range(150):
        damaged = bytearray(book)
        for _hit in range(8):
            damaged[chance.randrange(2, len(damaged))] = chance.randrange(256)
        with contextlib.suppress(Refused):
            read_rows(bytes(damaged))


def test_a_cell_that_would_take_all_memory_ends_only_the_reader():
    book = xlsx_file([ROW])
    sheet = zipfile.ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
    hidden = sheet.replace(b"</sheetData>", b'<row><c r="XFD1048576"\t><v>1</v></c></row></sheetData>')
    assert refusal(repacked(book, xl__worksheets__sheet1_dot_xml=hidden)) == "too_wide"
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run(
            [sys.executable, "-I", workbook_reader.__file__],
            input=repacked(book, xl__worksheets__sheet1_dot_xml=hidden),
            capture_output=True,
            check=True,
        )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-3.2", "-3.2"),
        ("+1,234.5", "+1,234.5"),
        ("规模工业总产值", "规模工业总产值"),
    ],
)
def test_a_cell_that_looks_like_a_formula_is_made_plain(text, cell):
    assert plain_cell(text) == cell
