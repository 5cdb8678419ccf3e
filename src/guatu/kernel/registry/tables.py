"""Which rows does a handed-in table hold for a registry? From grids of text to cells by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.registry.declaration import Registry, plain_head
from guatu.kernel.sheets.grids import MAX_ROWS, Grid, read_grids, too_many_rows

HEADER_WITHIN_ROWS = 20


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row as written: where it stands (counted from 1) and its cells by field, without empty ones."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, and the heads of columns that no field is called by."""

    rows: tuple[TableRow, ...]
    unknown_heads: tuple[str, ...]


def read_table(registry: Registry, content: bytes) -> Table:
    """The rows of every sheet that has a header; Refused with a sentence when the file cannot be used."""
    grids = [(grid, header) for grid in read_grids(content) if (header := _find_header(registry, grid))]
    if not grids:
        keys = ", ".join(registry.fields[name].label for name in registry.import_keys)
        sentence = _(
            "No header was found in the first %(rows)s rows: one column must be called %(keys)s. "
            "The empty sheet has all columns."
        )
        raise Refused("no_header", sentence % {"rows": HEADER_WITHIN_ROWS, "keys": keys})
    rows = tuple(row for grid, (index, columns) in grids for row in _rows_of(grid, index, columns))
    if not rows:
        raise Refused("no_rows", _("The file has a header but no rows."))
    if len(rows) > MAX_ROWS:
        raise too_many_rows()
    unknown = [
        head
        for grid, (index, columns) in grids
        for column, head in enumerate(grid.rows[index])
        if head and column not in columns
    ]
    return Table(rows, tuple(dict.fromkeys(unknown)))


def _find_header(registry: Registry, grid: Grid) -> tuple[int, dict[int, str]] | None:
    for index, row in enumerate(grid.rows[:HEADER_WITHIN_ROWS]):
        columns: dict[int, str] = {}
        for column, text in enumerate(row):
            name = registry.field_of_head.get(plain_head(text))
            if name and name not in columns.values():
                columns[column] = name
        if set(registry.import_keys) & set(columns.values()):
            return index, columns
    return None


def _rows_of(grid: Grid, header: int, columns: Mapping[int, str]) -> Iterator[TableRow]:
    for index in range(header + 1, len(grid.rows)):
        texts = grid.rows[index]
        cells = {name: texts[column] for column, name in columns.items() if texts[column].strip()}
        if cells:
            yield TableRow(grid.name, index + 1, cells)
