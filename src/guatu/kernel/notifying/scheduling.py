"""From which moment on may a letter tell of a notice? Pure.

Quiet hours may reach over midnight. Nothing is dropped for them: what falls into them waits for their end.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guatu.base.errors import GuatuError
from guatu.kernel.notifying.kinds import Pace

MORNING = time(8)
MONDAY, SATURDAY = 0, 5
# Longer than any holiday with its weekends; a calendar without a working day is a mistake.
LONGEST_REST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked on: Monday to Friday, but for these days of rest and days made up for (调休)."""

    rest: Collection[date] = ()
    made_up: Collection[date] = ()

    def is_worked(self, day: date) -> bool:
        """Whether people work on the day."""
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.rest)


@dataclass(frozen=True, slots=True)
class Hours:
    """When a person takes letters: not from `quiet_from` until `quiet_until`, in the zone's time of day."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    working_days: bool = False

    def quiet_at(self, moment: time) -> bool:
        """Whether the time of day falls into the quiet hours; equal ends are no quiet hours."""
        begin, end = self.quiet_from, self.quiet_until
        if begin is None or end is None or begin == end:
            return False
        return begin <= moment < end if begin < end else moment >= begin or moment < end


def mail_moment(pace: Pace, at: datetime, hours: Hours, calendar: Calendar) -> datetime | None:
    """The first moment from `at` on at which a letter may go out; None where none is wanted.

    At once; daily at eight on working days; weekly at eight on Monday, or the first working day after it.
    """
    if pace is Pace.OFF:
        return None
    if pace is Pace.NOW:
        return allowed_from(at, hours, calendar)
    morning = _next_morning(at, monday=pace is Pace.WEEKLY)
    return allowed_from(morning, Hours(hours.quiet_from, hours.quiet_until, working_days=True), calendar)


def allowed_from(moment: datetime, hours: Hours, calendar: Calendar) -> datetime:
    """The moment itself, or the first one after it at which letters may come."""
    for _step in range(2 * LONGEST_REST_DAYS):
        if hours.working_days and not calendar.is_worked(moment.date()):
            # A digest of a holiday keeps its hour on the next working day.
            hour = moment.timetz() if moment.time() == MORNING else time(tzinfo=moment.tzinfo)
            moment = datetime.combine(moment.date() + timedelta(days=1), hour)
        elif hours.quiet_at(moment.time()):
            moment = _end_of_quiet(moment, hours)
        else:
            return moment
    raise GuatuError("no_working_day", "the calendar has no working day within two months")


def _end_of_quiet(moment: datetime, hours: Hours) -> datetime:
    assert hours.quiet_until is not None
    end = datetime.combine(moment.date(), hours.quiet_until, moment.tzinfo)
    return end if end > moment else end + timedelta(days=1)


def _next_morning(at: datetime, *, monday: bool) -> datetime:
    morning = datetime.combine(at.date(), MORNING, at.tzinfo)
    if morning < at:
        morning += timedelta(days=1)
    if monday:
        morning += timedelta(days=(MONDAY - morning.weekday()) % 7)
    return morning
