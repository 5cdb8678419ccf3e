"""Who is asked what waits for somebody, and what comes? One line for each kind, and nothing else to register.

waiting(user, rights, day)           what waits for the user, the most urgent first
coming(user, rights, day)            what is due within `AHEAD` days, the first day first

A further kind is a `Kind` in one of the two tables: a code, a name, the rights of which one is needed, and a
function of (user, rights, day) that gives its rows, from what the user may see.
"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.rights import rights_of
from guatu.surfaces.desk.morning.rows import Kind, Row, found_by

WAITING: tuple[Kind, ...] = ()
COMING: tuple[Kind, ...] = ()


def waiting(user: User, rights: frozenset[str] | None = None, day: date | None = None) -> list[Row]:
    """What waits for the user on a day (today, if none is given), the most urgent first."""
    return _found(WAITING, user, rights, day)


def coming(user: User, rights: frozenset[str] | None = None, day: date | None = None) -> list[Row]:
    """What is due in the days after, the first day first."""
    return sorted(_found(COMING, user, rights, day), key=lambda row: row.due or date.max)


def _found(kinds: tuple[Kind, ...], user: User, rights: frozenset[str] | None, day: date | None) -> list[Row]:
    held = frozenset(rights_of(user)) if rights is None else rights
    return found_by(kinds, user, held, day or clock.today())
