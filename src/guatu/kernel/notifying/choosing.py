"""How does each person want to be told?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection

from guatu.base.clock import ZONE_TIME
from guatu.kernel.notifying.kinds import Kind, Pace
from guatu.kernel.notifying.models import Choice, Preference
from guatu.kernel.notifying.scheduling import Calendar, Hours


@dataclass(frozen=True, slots=True)
class Way:
    """How a person is told of a kind."""

    browser: bool
    mail: Pace


def ways(kind: Kind, people: Collection[int]) -> dict[int, Way]:
    """How each of these people wants to be told of the kind."""
    chosen = {each.person_id: each for each in Choice.objects.filter(kind=kind.code, person__in=people)}
    return {
        person: Way(chosen[person].browser, Pace(chosen[person].mail))
        if person in chosen
        else Way(kind.browser, kind.mail)
        for person in people
    }


def preference_of(person: int) -> Preference:
    """What the person said of letters; the usual where nothing was said."""
    return Preference.objects.filter(person=person).first() or Preference(person_id=person)


def hours_of(preference: Preference) -> Hours:
    """When that person takes letters."""
    return Hours(preference.quiet_from, preference.quiet_until, preference.working_days)


def site_calendar() -> Calendar:
    """The working days of the zone, as the settings tell of holidays."""
    rest, made_up = (
        frozenset(date.fromisoformat(each) for each in days)
        for days in (settings.REST_DAYS, settings.MADE_UP_DAYS)
    )
    return Calendar(rest, made_up)


def real_moment() -> datetime:
    """Now by the database, in the zone's time: mail goes out in real time, whatever day the zone lives in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(ZONE_TIME)
