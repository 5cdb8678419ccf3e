"""Since when is told what turned: since a day of the address, since the last mark, else since Friday?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.scopes import scope
from guatu.surfaces.desk.models import MorningMark

FRIDAY = 4
EARLIEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Since:
    """From which moment on; `mark` is the standing mark of the person, `asked` says that a day was chosen."""

    moment: datetime
    mark: MorningMark | None
    asked: bool = False

    @property
    def day(self) -> date:
        """The first day that counts."""
        return clock.day_of(self.moment + timedelta(microseconds=1))

    @property
    def is_mark(self) -> bool:
        """Whether it is told since the person marked the morning as seen."""
        return self.mark is not None and self.moment == self.mark.at


def since_when(user: User, asked: str, day: date) -> Since:
    """From which moment the user's morning tells what turned; a day that is none is passed over."""
    mark = scope(user, MorningMark, "morning.view").filter(taken_back_at=None, at__lte=clock.now()).first()
    chosen = _day_of(asked)
    if chosen is not None:
        first = max(min(chosen, day), day - EARLIEST)
        return Since(beginning_of(first), mark, asked=True)
    if mark is not None:
        return Since(mark.at, mark)
    return Since(beginning_of(friday_before(day)), None)


def friday_before(day: date) -> date:
    """The last Friday before a day."""
    return day - timedelta(days=(day.weekday() - FRIDAY - 1) % 7 + 1)


def beginning_of(day: date) -> datetime:
    """The moment at which a day begins: what is known then was known at the end of the day before."""
    return clock.end_of(day - timedelta(days=1))


def _day_of(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None
