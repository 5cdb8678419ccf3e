"""Which words does a trade have to tell what a number is made of? Pure, no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol

from guatu.base.periods import Period
from guatu.base.quantities import Unit, Value
from guatu.kernel.measures.catalogue import Measure

Role = Literal["sum", "numerator", "denominator"]
Kind = Literal["figure", "return", "division", "enterprise", "title", "scale_spell", "visit", "firms"]


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record behind a number and what it adds to it, in the unit of its list.

    `model` and `pk` say which row it is, `of` which one it hangs on where that is another (a title's
    enterprise). `place` says what it stands for: a corrected record has the place of the one that it
    corrects. `amount` None tells that the record itself says that there is none (缺报). `on` is the day of
    which it speaks or on which it happened, `recorded_at` when it came to be known here, `by` through whom.
    """

    model: str
    pk: int
    label: str
    amount: Decimal | None
    place: str
    on: date | None = None
    recorded_at: datetime | None = None
    by: int | None = None
    source: str = ""
    source_pk: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class RecordList:
    """Records of one kind that add up to a number, or to one side of a division.

    `others` is what further records add that are told together alone, because each of them, or how many
    they are, would tell of a firm.
    """

    role: Role
    kind: Kind
    unit: Unit
    records: tuple[RecordRef, ...]
    others: Decimal | None = None

    @property
    def told(self) -> tuple[RecordRef, ...]:
        """The records, and behind them what the others add together."""
        rest = () if self.others is None else (RecordRef("", 0, "", self.others, "others"),)
        return self.records + rest

    @property
    def total(self) -> Decimal | None:
        """What all of them add up to; None where one says that there is none, or where there are none."""
        amounts = [record.amount for record in self.told]
        known = [amount for amount in amounts if amount is not None]
        # No entity is a count of zero; no figure is nothing known.
        is_told = bool(amounts) or self.kind not in ("figure", "return", "division")
        return sum(known, Decimal(0)) if is_told and len(known) == len(amounts) else None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a period at one time: the word that stands, and those before it."""

    value: Value
    growth: Decimal | None
    said_on: date
    recorded_at: datetime
    record: RecordRef


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of SQL with its parameters in place: run, it gives the number in the list's unit."""

    role: Role
    sql: str


@dataclass(frozen=True, slots=True)
class Collected:
    """Of how many that had to report how many are in a sum."""

    counted: int
    asked: int


@dataclass(frozen=True, slots=True)
class Traced:
    """What a trade tells of a number: formula in words, records, what was said before, SQL.

    Of a ratio there are two lists, in the units in which it is divided. `is_hidden`: the reader may not see
    the single records, so that sums stand in their place.
    """

    formula_zh: str
    formula_en: str
    lists: tuple[RecordList, ...] = ()
    said: tuple[Said, ...] = ()
    statements: tuple[Statement, ...] = ()
    collected: Collected | None = None
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Touch:
    """That a record counted in a number from a moment on, or no longer; `share` is what it adds."""

    code: str
    period: Period
    at: datetime
    share: Decimal | None = None


class Tracer(Protocol):
    """Who can tell what the numbers of some measures are made of.

    `by` is the person who asks, None the system itself; what a person may not see is told in sums.
    """

    def trace(self, measure: Measure, period: Period, known_at: datetime, by: object) -> Traced | None:
        """What the number of that period was made of at that moment; None where there was none."""

    def touched_by(self, model: str, pk: int, by: object) -> Sequence[Touch]:
        """Which numbers a record touched, and when; () where it is none of its records."""
