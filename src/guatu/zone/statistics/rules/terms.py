"""Which words do the rules of an import speak in: rows, figures, problems?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, Unit, Value
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.names import MeasureNames
from guatu.zone.statistics.series import series_period

Field = Literal[
    "measure",
    "period",
    "year",
    "amount",
    "unit",
    "growth",
    "base",
    "level",
    "publisher",
    "published_on",
    "page",
    "note",
]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as written: where it stands (counted from 1) and its cells by field, without empty ones."""

    sheet: str
    number: int
    cells: Mapping[Field, str] = field(default_factory=dict)

    def get(self, name: Field) -> str:
        """The text of a cell, "" when it is empty."""
        return self.cells.get(name, "")


Severity = Literal["error", "note"]
Key = tuple[str, str, str]
"""Measure code, code of the point in its series, level: what a figure speaks of."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one cell: where, what was written, which rule (`code`), and what its sentence needs."""

    sheet: str
    row: int
    column: Field
    value: str
    code: str
    severity: Severity
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a row says, or what is known already: one measure in one period at one level."""

    measure: Measure
    period: Period
    level: str
    value: Value
    unit: Unit
    growth: Decimal | None
    base: Decimal | None
    publisher: str
    published_on: date
    page: str = ""
    note: str = ""
    sheet: str = ""
    row: int = 0

    @property
    def key(self) -> Key:
        """What it speaks of, the same for 2019年上半年 and 2019年1—6月."""
        return self.measure.code, series_period(self.measure, self.period).code, self.level

    @property
    def amount(self) -> Decimal | None:
        """The amount in `unit`, None when there is none."""
        return self.value.amount if isinstance(self.value, Quantity) else None

    @property
    def missing_reason(self) -> str:
        """Why there is no amount, "" when there is one."""
        return self.value.reason.value if isinstance(self.value, Missing) else ""

    def adds_nothing_to(self, other: Figure) -> bool:
        """True when `other` says all that this one says: the same value in whatever unit, growth and base."""
        growth_is_known = self.growth is None or self.growth == other.growth
        return self.value == other.value and growth_is_known and self._base() in (None, other._base())

    def _base(self) -> Quantity | None:
        return None if self.base is None else Quantity(self.base, self.unit)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rows are checked against: names, today, what the file says of itself, what is known."""

    names: MeasureNames
    codes: Mapping[str, Measure]
    today: date
    publisher: str
    published_on: date
    known: Mapping[Key, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows without an error, in the order of the file, and all problems."""

    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]

    @property
    def wrong_rows(self) -> frozenset[tuple[str, int]]:
        """Sheet and number of the rows that have an error."""
        return frozenset((p.sheet, p.row) for p in self.problems if p.severity == "error")
