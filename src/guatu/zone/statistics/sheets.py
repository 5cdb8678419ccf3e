"""Which rows does a table of figures hold? From grids of text to rows whose columns are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError, Refused
from guatu.base.quantities import unit
from guatu.kernel.sheets.grids import MAX_ROWS, Grid, read_grids, too_many_rows
from guatu.zone.statistics.rules.terms import Field, SheetRow

HEADER_WITHIN_ROWS = 20

HEADERS: Mapping[Field, str] = {
    "measure": "指标 指标名称 统计指标 指标编码 项目 indicator measure",
    "period": "时期 期间 报告期 统计期 统计期间 数据期 时间 月份 期别 period",
    "year": "年份 年度 year",
    "amount": "数值 数据 累计值 累计 本期累计 本年累计 绝对量 绝对值 总量 完成值 实际值 本期 value amount",
    "unit": "单位 计量单位 unit",
    "growth": "同比增长 同比 增速 增长 同比增幅 增幅 增长率 同比增速 growth yoy",
    "base": "可比基数 可比口径基数 可比同期 同期可比 上年可比 可比基期 comparablebase base",
    "level": "口径/层级 口径 层级 范围 区域 level scope",
    "publisher": "发布单位 发布机构 来源 数据来源 publisher source",
    "published_on": "发布日期 公布日期 发布时间 公布时间 publishedon",
    "page": "页码 页 page",
    "note": "备注 说明 note remark",
}
REQUIRED: tuple[Field, ...] = ("measure", "period", "amount")
TEMPLATE_HEADERS: Mapping[Field, str] = {
    "measure": "指标",
    "period": "时期",
    "amount": "数值",
    "unit": "单位",
    "growth": "同比增长(%)",
    "base": "可比基数",
    "level": "口径/层级",
    "publisher": "发布单位",
    "published_on": "发布日期",
    "page": "页码",
    "note": "备注",
}
# A merged cell stands for all its rows, except where that would make one number many.
_NOT_SPREAD = frozenset({"amount", "growth", "base"})


def read_rows(content: bytes) -> tuple[SheetRow, ...]:
    """The rows of every sheet that has a header; Refused with a sentence when the file cannot be used."""
    tables = [(grid, header) for grid in read_grids(content) if (header := _find_header(grid))]
    if not tables:
        raise Refused("no_header", _no_header_sentence())
    rows = [row for grid, header in tables for row in _rows_of(grid, header)]
    if not rows:
        raise Refused("no_rows", _("The file has a header but no rows. Fill in at least one figure."))
    if len(rows) > MAX_ROWS:
        raise too_many_rows()
    return tuple(rows)


def _no_header_sentence() -> str:
    return _(
        "No header was found in the first %(rows)s rows: there must be columns 指标 (indicator), "
        "时期 (period) and 数值 (value). Is it the right file, and is its text readable?"
    ) % {"rows": HEADER_WITHIN_ROWS}


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the columns are named: row index, field by column, and a unit that the header of 数值 gives."""

    row: int
    columns: Mapping[int, Field]
    amount_unit: str


def _rows_of(grid: Grid, header: _Header) -> Iterator[SheetRow]:
    _spread_merged(grid, header)
    for index in range(header.row + 1, len(grid.rows)):
        texts = grid.rows[index]
        cells: dict[Field, str] = {name: texts[c] for c, name in header.columns.items() if texts[c]}
        if cells.keys() - {"unit", "note"}:
            if header.amount_unit:
                cells.setdefault("unit", header.amount_unit)
            yield SheetRow(grid.name, index + 1, cells)


_FIELD_OF = {name: key for key, names in HEADERS.items() for name in names.split()}
_BRACKETS = re.compile(r"[(\[【（](?P<inside>[^)\]】）]*)[)\]】）]")


def _header_field(text: str) -> Field | None:
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"[\s_*:]|%$", "", _BRACKETS.sub("", plain))
    return _FIELD_OF.get(plain)


def _find_header(grid: Grid) -> _Header | None:
    for index, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS]):
        columns: dict[int, Field] = {}
        for column, text in enumerate(row):
            name = _header_field(text)
            if name and name not in columns.values():
                columns[column] = name
        if all(name in columns.values() for name in REQUIRED):
            amount = next(text for column, text in enumerate(row) if columns.get(column) == "amount")
            return _Header(index, columns, _unit_in_header(amount))
    return None


def _unit_in_header(text: str) -> str:
    match = _BRACKETS.search(text)
    inside = re.sub(r"^单位[::：]?", "", match["inside"].strip()) if match else ""
    try:
        return inside if inside and unit(inside) else ""
    except GuatuError:
        return ""


def _spread_merged(grid: Grid, header: _Header) -> None:
    for (top, left), (bottom, right) in grid.merged:
        if top <= header.row or bottom >= len(grid.rows):
            continue
        spread = [
            c for c in range(left, right + 1) if c in header.columns and header.columns[c] not in _NOT_SPREAD
        ]
        for row in grid.rows[top : bottom + 1]:
            for column in spread:
                row[column] = grid.rows[top][left]
