"""How is a return laid out as a sheet: lines, columns, cells with what is in them and what was found?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.zone.statistics.returns.forms import Column, Form, Item, Line
from guatu.zone.statistics.returns.models import Return
from guatu.zone.statistics.returns.rules.terms import NOT_APPLICABLE
from guatu.zone.statistics.returns.words import ShownFinding, grouped, shown_findings

COLUMNS: tuple[Column, ...] = ("month", "cumulative", "last_year", "end")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is in it as kept, as read, from where, and what was found about it."""

    item: Item
    column: str
    value: str
    origin: str
    findings: tuple[ShownFinding, ...]

    @property
    def text(self) -> str:
        """The value for reading: grouped, "not applicable" in words, "" where nothing was reported."""
        return grouped(self.value) if self.value else ""

    @property
    def typed(self) -> str:
        """The value for typing: as kept, with "not applicable" in the reader's words."""
        return _("not applicable") if self.value == NOT_APPLICABLE else self.value

    @property
    def stops(self) -> bool:
        """Whether something about it keeps the return from being filed."""
        return any(finding.stops for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form with a cell, or None, for each column of the sheet."""

    line: Line
    name: str
    note: str
    unit: str
    depth: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Sheet:
    """A return as people see it."""

    return_: Return
    form: Form
    language: str
    findings: tuple[ShownFinding, ...]

    @property
    def title(self) -> str:
        """What the form is called."""
        return self.form.name(self.language)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns that the form has, in the order in which they are read."""
        used = {self._place(line, column) for line in self.form.lines for column in line.columns}
        return tuple(column for column in COLUMNS if column in used)

    @property
    def heads(self) -> tuple[str, ...]:
        """What the columns are called."""
        names: Mapping[str, str] = {
            "month": _("1–2月") if self.return_.reported_period.last_month == 2 else _("this month"),
            "cumulative": _("from January on, or at the end") if self._stands_in else _("from January on"),
            "last_year": _("same period last year"),
            "end": _("at the end"),
        }
        return tuple(names[column] for column in self.columns)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The lines in the order of the form."""
        by_item: dict[str, list[ShownFinding]] = defaultdict(list)
        for finding in self.findings:
            by_item[finding.item].append(finding)
        items = {(item.line, item.column): item for item in self.form.items}
        return tuple(self._row(line, items, by_item) for line in self.form.lines)

    @property
    def stopping(self) -> int:
        """How many findings keep it from being filed."""
        return sum(finding.stops for finding in self.findings)

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(value is not None for value in self.return_.values.values())

    def _row(
        self,
        line: Line,
        items: Mapping[tuple[str, Column], Item],
        by_item: Mapping[str, list[ShownFinding]],
    ) -> Row:
        at = {self._place(line, column): column for column in line.columns}
        cells = tuple(
            self._cell(items[line.code, at[column]], head, by_item) if column in at else None
            for column, head in zip(self.columns, self.heads, strict=True)
        )
        english = self.language.startswith("en")
        return Row(
            line,
            line.name_en if english else line.name_zh,
            line.note_en if english else line.note_zh,
            line.unit,
            self._depth(line),
            cells,
        )

    def _cell(self, item: Item, head: str, by_item: Mapping[str, list[ShownFinding]]) -> Cell:
        value = self.return_.values.get(item.code)
        origin = self.return_.origins.get(item.code, "")
        return Cell(item, head, value or "", origin_in_words(origin), tuple(by_item.get(item.code, ())))

    @cached_property
    def _stands_in(self) -> bool:
        """Whether states at the end of the period stand in the column of the sums, which leaves them room."""
        used = [set(line.columns) for line in self.form.lines]
        return any("end" in columns for columns in used) and any("cumulative" in columns for columns in used)

    def _place(self, line: Line, column: Column) -> Column:
        return (
            "cumulative"
            if column == "end" and self._stands_in and "cumulative" not in line.columns
            else column
        )

    def _depth(self, line: Line) -> int:
        depth = 0
        while line.parent:
            line, depth = self.form.line(line.parent), depth + 1
        return depth


def sheet_of(return_: Return) -> Sheet:
    """The sheet of a return in the reader's language."""
    return Sheet(return_, return_.form.form, get_language() or "", shown_findings(return_))


def origin_in_words(origin: str) -> str:
    """From where a value came that nobody typed; "" for a typed one."""
    words = {
        "": "",
        "last_year": _("from last year's return"),
        "last": _("from the return before"),
        "difference": _("computed"),
        "import": _("imported"),
        "corrected": _("from the revision before"),
    }
    return words.get(origin, _("from another return"))
