"""What stands on somebody's morning: three columns by time, each cut to what a screen holds?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guatu.kernel.access.queries import departments_of
from guatu.kernel.access.rights import Role, rights_of, roles_of
from guatu.surfaces.desk.morning.providers import coming, turned, waiting
from guatu.surfaces.desk.morning.rows import Reach, Row, reached
from guatu.surfaces.desk.morning.since import Since
from guatu.surfaces.desk.morning.wording import by_in_words, day_in_words, since_in_words

#: So many lines stand in a column at once; the rest is one click away.
MOST = 12
OWN_FIRST = frozenset({Role.STAFF})
WHOLE_ZONE = frozenset({Role.SUPERVISION, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown: with since when or until when in words."""

    row: Row
    when: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a head of their own, "" for none."""

    head: str
    lines: tuple[Line, ...]

    @property
    def key(self) -> str:
        """The same from refresh to refresh, as long as it speaks of the same day."""
        due = self.lines[0].row.due
        return due.isoformat() if due and self.head else "all"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its lines, those that do not fit, and what would stand there if there were any."""

    code: str
    title: str
    first: tuple[Group, ...]
    rest: tuple[Group, ...]
    rest_count: int
    count: int
    elsewhere: int
    empty: str


@dataclass(frozen=True, slots=True)
class Morning:
    """The whole page of a person on a day."""

    day: date
    since: Since
    since_in_words: str
    reach: Reach
    reaches: Sequence[tuple[Reach, str]]
    columns: tuple[Column, ...]
    to_accept: tuple[str, ...]


def compose(user: User, asked_reach: str, since: Since, day: date, whole: str = "") -> Morning:
    """The morning of a user; the column whose code is `whole` is shown to its end."""
    rights, own = frozenset(rights_of(user)), departments_of(user)
    reach = reach_of(user, asked_reach, own)
    found = (
        ("turned", pgettext("column of the morning", "Turned"), turned(user, rights, since.moment)),
        ("waiting", pgettext("column of the morning", "Waits for me"), waiting(user, rights, day)),
        ("coming", pgettext("column of the morning", "Coming"), coming(user, rights, day)),
    )
    would = what_would_stand(rights)
    columns = tuple(
        _column(code, title, rows, reached(rows, reach, user, own), own, day, would[code], code == whole)
        for code, title, rows in found
    )
    mine = reached(found[1][2], reach, user, own)
    return Morning(
        day=day,
        since=since,
        since_in_words=since_in_words(since.day, day),
        reach=reach,
        reaches=_reaches() if own else (),
        columns=columns,
        to_accept=tuple(row.answers for row in mine if row.answers),
    )


def reach_of(user: User, asked: str, own: frozenset[int]) -> Reach:
    """Whose lines are shown: those asked for, else a department's own to its staff, the zone to others."""
    if not own:
        return Reach.ZONE
    if asked in list(Reach):
        return Reach(asked)
    roles = roles_of(user)
    return Reach.DEPARTMENT if roles & OWN_FIRST and not roles & WHOLE_ZONE else Reach.ZONE


def _reaches() -> Sequence[tuple[Reach, str]]:
    return (
        (Reach.MINE, pgettext("whose rows", "Mine")),
        (Reach.DEPARTMENT, pgettext("whose rows", "Department")),
        (Reach.ZONE, pgettext("whose rows", "Zone")),
    )


def _column(
    code: str, title: str, all_rows: Sequence[Row], rows: Sequence[Row], own: frozenset[int], day: date,
    would: str,
    whole: bool,
) -> Column:  # fmt: skip
    if code == "turned":
        rows = sorted(rows, key=lambda row: (row.urgency, not row.departments & own))
    by_day = code == "coming"
    return Column(
        code=code,
        title=title,
        first=_groups(rows[:MOST], by_day, day),
        rest=_groups(rows[MOST:], by_day, day) if whole else (),
        rest_count=max(len(rows) - MOST, 0),
        count=len(rows),
        elsewhere=len(all_rows) - len(rows),
        empty=would,
    )


def _groups(rows: Iterable[Row], by_day: bool, day: date) -> tuple[Group, ...]:
    if by_day:
        dated = groupby(rows, key=lambda row: row.due or day)
        return tuple(Group(day_in_words(due, day), _lines(each, day, "")) for due, each in dated)
    lines = _lines(rows, day, None)
    return (Group("", lines),) if lines else ()


def _lines(rows: Iterable[Row], day: date, said: str | None) -> tuple[Line, ...]:
    return tuple(Line(row, _when(row, day) if said is None else said, _is_late(row, day)) for row in rows)


def _when(row: Row, day: date) -> str:
    if row.due is not None:
        return by_in_words(row.due, day)
    return since_in_words(row.since, day) if row.since is not None else ""


def _is_late(row: Row, day: date) -> bool:
    return row.due is not None and row.due < day


def what_would_stand(rights: frozenset[str]) -> Mapping[str, str]:
    """What would stand in each column for somebody with these rights, for when nothing does."""
    turned_to = {
        "wall.view": _("lights of targets that turned"),
        "figures.view": _("published figures that were restated"),
        "returns.view": _("returns that came late"),
        "readings.view": _("who saw the pages as somebody else"),
    }
    waits = {
        "plan.answer": _("assignments to sign for"),
        "plan.assign": _("assignments that were returned"),
        "plan.review": _("plans to review"),
        "returns.verify": _("returns to verify"),
        "figures.import": _("files that were looked through and not applied"),
        "visits.edit": _("questions of enterprises and visits without a result"),
        "jobs.manage": _("jobs that failed"),
        "accounts.manage": _("accounts without a role"),
    }
    comes = {
        "plan.view": _("tasks and milestones with a day"),
        "figures.view": _("figures that are expected"),
        "returns.view": _("days by which returns are filed and verified"),
        "records.view": _("visits, inspections and questions with a day"),
        "people.view": _("absences of colleagues"),
        "api.use": _("keys that expire"),
    }
    listed = {"turned": turned_to, "waiting": waits, "coming": comes}
    return {code: _(", ").join(said for right, said in each.items() if right in rights)
            for code, each in listed.items()}  # fmt: skip
