"""What is a line of somebody's morning, and whose is it? Read by the morning page and the digest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

from django.contrib.auth.models import User


class Urgency(IntEnum):
    """What wants attention first."""

    LATE = 0
    TURNED_BAD = 1
    SOON = 2
    USUAL = 3
    GOOD_NEWS = 4


class Reach(StrEnum):
    """Whose lines somebody looks at: the own ones, the own departments', or all that the person may see."""

    MINE = "mine"
    DEPARTMENT = "department"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is, why it stands here in one sentence, and where it leads.

    `key` names the same thing from day to day. `since` is the day from which it waits or on which it
    happened, `due` the day by which it is to be done. `departments` and `person` say whose it is; a line with
    neither belongs to everybody whom it is shown to. `answers` names the assignment ("target-3") that can be
    accepted or returned from the line itself.
    """

    kind: str
    key: str
    name: str
    reason: str
    address: str
    since: date | None = None
    due: date | None = None
    who: str = ""
    light: str = ""
    was: str = ""
    chip: str = ""
    urgency: Urgency = Urgency.USUAL
    departments: frozenset[int] = field(default=frozenset())
    person: int | None = None
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of line for holders of a right, found by `find(user, rights, day)`."""

    code: str
    right: str
    find: Callable[[User, frozenset[str], date], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Turned:
    """A sort of line that tells what changed since a moment, found by `find(user, rights, since)`."""

    code: str
    right: str
    find: Callable[[User, frozenset[str], datetime], Iterable[Row]]


def urgency_of(row: Row) -> tuple[int, date, date]:
    """By what lines are sorted: how urgent, then what is due first, then what waits longest."""
    return row.urgency, row.due or date.max, row.since or date.max


def reached(rows: Iterable[Row], reach: Reach, user: User, own: frozenset[int]) -> list[Row]:
    """The lines within a reach, in their order; `own` are the departments that the person works in."""
    return [row for row in rows if _is_within(row, reach, user, own)]


def _is_within(row: Row, reach: Reach, user: User, own: frozenset[int]) -> bool:
    if reach is Reach.ZONE or row.person == user.pk:
        return True
    of_nobody = row.person is None and not row.departments
    if reach is Reach.MINE:
        return of_nobody or (row.person is None and bool(row.departments & own))
    return of_nobody or bool(row.departments & own)


def counts_of(rows: Iterable[Row]) -> Mapping[str, int]:
    """How many lines there are of each kind."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return counts
