"""Which returns does a sheet hold, a firm a row, and which sheets do people get to fill in or correct?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.directory import Entity
from guatu.kernel.sheets.grids import MAX_ROWS, Grid, read_grids, too_many_rows
from guatu.kernel.sheets.writing import workbook
from guatu.zone.statistics.returns.forms import Form, Item
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE, Values

USCC, NAME, REMARK = "uscc", "name", "remark"
_HEADS: Mapping[str, str] = {
    USCC: "统一社会信用代码 社会信用代码 信用代码 uscc",
    NAME: "企业名称 单位名称 单位详细名称 名称 name",
    REMARK: "说明 备注 情况说明 remark",
}
TEMPLATE_HEADS: Mapping[str, str] = {USCC: "统一社会信用代码", NAME: "企业名称", REMARK: "说明"}
_HEADER_WITHIN_ROWS = 10
_UNIT_MARK = "，"


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A row as written: its number in the sheet (from 1), who it is about, the texts by item, the remark."""

    number: int
    uscc: str
    name: str
    remark: str
    cells: Mapping[str, str] = field(default_factory=dict)


def read_firm_rows(content: bytes, form: Form) -> tuple[FirmRow, ...]:
    """The rows of the first sheet that has a header; Refused with a sentence when the file cannot be used."""
    for grid in read_grids(content):
        found = _find_header(grid, form)
        if found is not None:
            rows = tuple(_rows(grid, *found))
            if not rows:
                raise Refused("no_rows", _("The file has a header but no rows. Fill in at least one firm."))
            if len(rows) > MAX_ROWS:
                raise too_many_rows()
            return rows
    raise Refused(
        "no_header",
        _("No header was found: a column 统一社会信用代码 and columns of the form. Use the template."),
    )


def template_file(form: Form, firms: Iterable[tuple[Entity, Values]]) -> bytes:
    """An xlsx to fill in: a row a firm, with what is known of it already."""
    lines = [[firm.uscc, firm.name, *_cells(form, known), ""] for firm, known in firms]
    return workbook(form.name_zh, _heads(form), lines)


def reject_file(form: Form, rows: Iterable[FirmRow], sentences: Mapping[int, Sequence[str]]) -> bytes:
    """An xlsx of the rows to correct as they were written, with what is wrong about each.

    Corrected, it can be handed in as it is: the further columns are not read.
    """
    lines = [
        [
            row.uscc,
            row.name,
            *(row.cells.get(item.code, "") for item in form.items),
            row.remark,
            " ".join(sentences[row.number]),
            str(row.number),
        ]
        for row in rows
        if row.number in sentences
    ]
    return workbook(_("Rows to correct"), [*_heads(form), _("What is wrong"), _("Row in the file")], lines)


def _heads(form: Form) -> list[str]:
    items = [f"{item.name_zh}{_UNIT_MARK}{item.unit}" for item in form.items]
    return [TEMPLATE_HEADS[USCC], TEMPLATE_HEADS[NAME], *items, TEMPLATE_HEADS[REMARK]]


def _cells(form: Form, known: Values) -> Iterator[str]:
    for item in form.items:
        value = known.get(item.code) or ""
        yield "不适用" if value == NOT_APPLICABLE else value


def _find_header(grid: Grid, form: Form) -> tuple[int, Mapping[int, str]] | None:
    """Index of the header and the field or item of each column; None where the sheet has none."""
    names = _names(form)
    for index, row in enumerate(grid.rows[:_HEADER_WITHIN_ROWS]):
        columns: dict[int, str] = {}
        for column, text in enumerate(row):
            name, _mark, unit = text.partition(_UNIT_MARK)
            found = names.get(_plain(name))
            if found is None or found in columns.values():
                continue
            _refuse_unit(form.item_of.get(found), unit)
            columns[column] = found
        if USCC in columns.values() and set(columns.values()) & set(form.item_of):
            return index, columns
    return None


def _refuse_unit(item: Item | None, unit: str) -> None:
    if item is not None and unit and _plain(unit) != _plain(item.unit):
        words = {"item": item.name_zh, "wanted": item.unit, "unit": unit}
        raise Refused("wrong_unit", _("%(item)s is reported in %(wanted)s, not in %(unit)s.") % words)


def _names(form: Form) -> dict[str, str]:
    heads = {_plain(head): field for field, heads in _HEADS.items() for head in heads.split()}
    items = {_plain(name): item.code for item in form.items for name in (item.name_zh, item.code)}
    return {**items, **heads}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _rows(grid: Grid, header: int, columns: Mapping[int, str]) -> Iterator[FirmRow]:
    for index in range(header + 1, len(grid.rows)):
        texts = {name: grid.rows[index][column].strip() for column, name in columns.items()}
        if any(texts.values()):
            own = {name: texts.pop(name, "") for name in (USCC, NAME, REMARK)}
            cells = {item: text for item, text in texts.items() if text}
            yield FirmRow(index + 1, own[USCC].upper(), own[NAME], own[REMARK], cells)
