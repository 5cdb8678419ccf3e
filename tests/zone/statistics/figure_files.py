"""Which files do the tests of imports hand in? Made on the spot, so that each says what it holds."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

HEADERS = ["指标", "时期", "数值", "单位", "同比增长(%)", "可比基数", "口径/层级"]


def csv_file(
    rows: Sequence[Sequence[object]], headers: Sequence[str] = HEADERS, encoding: str = "utf-8"
) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(headers)
    writer.writerows(rows)
    return buffer.getvalue().encode(encoding)


def xlsx_file(rows: Sequence[Sequence[object]], headers: Sequence[str] = HEADERS) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()
