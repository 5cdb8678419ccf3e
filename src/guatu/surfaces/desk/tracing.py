"""How does a page tell what a number is made of: where each record leads, who recorded it, what adds up?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.access.naming import person_name
from guatu.kernel.access.rights import may
from guatu.kernel.access.scopes import Reader, scope
from guatu.kernel.measures.traces import RecordList, RecordRef
from guatu.kernel.measures.tracing import Comparison, Move, Trace
from guatu.surfaces.wall.shown import places_of
from guatu.zone.enterprises.rules.industries import industry_in_words

ENTERPRISES = "enterprises"
PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A record as a line of a table; `amount` is in the unit of its table."""

    label: str
    address: str
    on: date | None
    recorded_at: datetime | None
    who: str
    source: str
    source_pk: int | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A record that came, went or was corrected: before, now, and what that changed."""

    row: Row
    what: str
    before: Decimal | None
    after: Decimal | None
    change: Decimal


@dataclass(frozen=True, slots=True)
class MoveTable:
    """The moves of one list, and what they add up to."""

    title: str
    unit: str
    places: int
    rows: tuple[MoveRow, ...]
    page: Page[Any]
    total: Decimal


class Telling:
    """Tells records to one reader: with the names of people, and the pages that this reader may open."""

    def __init__(self, user: Reader, records: Iterable[RecordRef]) -> None:
        self._user = user
        keys = {record.by for record in records if record.by is not None}
        people = scope(user, User).filter(pk__in=keys) if keys and may(user, "people.view") else ()
        self._names: Mapping[int, str] = {person.pk: person_name(person) for person in people}
        self._opens = {need: may(user, need) for need in ("records.view", "returns.view", "figures.view")}

    def who(self, record: RecordRef) -> str:
        """Who recorded it, "" where that was the system or is not told."""
        return "" if record.by is None else self._names.get(record.by, "")

    def row(self, record: RecordRef) -> Row:
        """The record as a line."""
        return Row(
            label=label_of(record),
            address=self.address(record),
            on=record.on,
            recorded_at=record.recorded_at,
            who=self.who(record),
            source=record.source,
            source_pk=record.source_pk,
            amount=record.amount,
        )

    def address(self, record: RecordRef) -> str:
        """The page of the record, or of the enterprise that it hangs on; "" where the reader has none."""
        if record.model == "statistics.publishedfigure" and self._opens["figures.view"]:
            return reverse("desk:figure", args=[record.pk])
        if record.model == "statistics.return" and self._opens["returns.view"]:
            return reverse("desk:return", args=[record.pk])
        if record.model.startswith("enterprises.") and self._opens["records.view"] and record.of:
            return reverse("desk:record", args=[ENTERPRISES, record.of])
        return ""

    def moves(self, found: Comparison, page: str) -> tuple[MoveTable, ...]:
        """What moved between two days, list by list, one page of each."""
        roles = dict.fromkeys(move.role for move in found.moves)
        return tuple(self._table(found, [m for m in found.moves if m.role == role], page) for role in roles)

    def _table(self, found: Comparison, moves: list[Move], page: str) -> MoveTable:
        shown, first = Paginator(moves, PAGE).get_page(page), moves[0]
        rows = tuple(self._move(move) for move in shown.object_list)
        places = most_places(amount for move in moves for amount in _amounts(move))
        total = found.total_of(first.role)
        return MoveTable(role_name(first.role), first.unit.code, places, rows, shown, total)

    def _move(self, move: Move) -> MoveRow:
        return MoveRow(self.row(move.record), what_moved(move), *_amounts(move), move.change)


def most_places(amounts: Iterable[Decimal | None]) -> int:
    """How many decimals a column needs, so that no digit is lost and the points stand under each other."""
    return max((places_of(amount) for amount in amounts if amount is not None), default=0)


def _amounts(move: Move) -> tuple[Decimal | None, Decimal | None]:
    return (
        None if move.before is None else move.before.amount,
        None if move.after is None else move.after.amount,
    )


def label_of(record: RecordRef) -> str:
    """What a record is called: a figure by its period, a division by its name, others by their own."""
    if record.model == "statistics.publishedfigure":
        period = Period.parse(record.label)
        return period.name_en if _is_english() else period.name_zh
    if record.model == "statistics.releasedsums":
        return industry_in_words(record.label) if record.label else _("all firms of the release")
    return record.label or _("the rest, told together so that no firm is recognised")


def list_title(found: RecordList) -> str:
    """What the records of a list are."""
    return {
        "figure": _("Published figures"),
        "return": _("Returns behind the sum"),
        "division": _("Divisions of industry"),
        "enterprise": _("Enterprises"),
        "title": _("Titles of enterprises"),
        "scale_spell": _("Entries on the bureau's list"),
        "visit": _("Visits"),
        "firms": _("Firms"),
    }[found.kind]


def role_name(role: str) -> str:
    """Which side of a division a list is; "" for what is summed."""
    return {"numerator": _("above the line"), "denominator": _("below the line")}.get(role, "")


def what_moved(move: Move) -> str:
    """Whether the record came, went, was corrected, or the next one stands in its place."""
    if move.before is None:
        return _("came")
    if move.after is None:
        return _("went")
    return _("corrected") if move.before.on == move.after.on else _("a later period")


def formula_lines(trace: Trace) -> list[str]:
    """How the number is computed, in the reader's language: the sum first, the rule under it."""
    told = trace.formula_en if _is_english() else trace.formula_zh
    return [line for line in told.split("\n") if line]


def quotient(trace: Trace) -> tuple[Quantity, Quantity] | None:
    """The two sums of a ratio, above and below the line; None for what is not divided."""
    sums = {each.role: Quantity(each.total, each.unit) for each in trace.lists if each.total is not None}
    return (sums["numerator"], sums["denominator"]) if {"numerator", "denominator"} <= sums.keys() else None


def _is_english() -> bool:
    return (get_language() or "").startswith("en")
