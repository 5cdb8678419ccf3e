"""Which days of the demonstration's year were played, and how are the next ones?

A day is one transaction with its mark: an interrupted play goes on with the first day that has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from django.contrib.auth.models import User
from django.db import transaction

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.base.happenings import Happening, live_through
from guatu.kernel.ledger.context import action
from guatu.plan.models import Plan
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.models import PlayedDay
from guatu.site.demo.year.nights import end_day, judge
from guatu.site.demo.year.schedule import FIRST, LAST, SEED, schedule

Told = Callable[[date, Sequence[Happening]], None]
"""Is told of each day that was played, after it was committed."""


def played_to() -> date | None:
    """The last day that was played; None where none was."""
    last = PlayedDay.objects.order_by("-day").first()
    return None if last is None else last.day


def play(until: date, *, seed: int | None = None, told: Told = lambda _day, _happened: None) -> int:
    """Plays every day up to `until` that was not played; how many days. A second time it does nothing.

    What is left to chance after the first half of the year follows the seed, which stays what it was once a
    day of the second half was played. Refused for a database with a zone of its own, and for other years.
    """
    if not FIRST <= until <= LAST:
        raise GuatuError("no_such_day", f"The year of the demonstration goes from {FIRST} to {LAST}.")
    begun = _begun_with()
    chosen = _chosen_seed(begun, seed)
    after = begun.day if begun else FIRST - timedelta(1)
    days = 0
    for day, happenings in _days(schedule(chosen), after + timedelta(1), until):
        # What follows a commit happens on that day too.
        with clock.use(clock.end_of(day)), transaction.atomic():
            if _is_judging(day):
                judge(day - timedelta(1))
            live_through(happenings)
            end_day(day)
            _mark(day, chosen, len(happenings))
        days += 1
        told(day, happenings)
    return days


def _days(
    all_happenings: Sequence[Happening], first: date, last: date
) -> Iterator[tuple[date, list[Happening]]]:
    """Each day from the first to the last with what happens on it, be it nothing."""
    by_day = {
        day: list(together) for day, together in groupby(all_happenings, lambda each: clock.day_of(each.at))
    }
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        yield day, by_day.get(day, [])


def _is_judging(day: date) -> bool:
    """Whether turned lights are written down on that day, for every day since the last time.

    To judge a day takes long and a start should be quick: by the month at first, by the week later.
    """
    return day.day == 1 or day == DEMO_TODAY or (day > DEMO_TODAY and day.weekday() == 0)


def _mark(day: date, seed: int, count: int) -> None:
    with action("demo.play_day", by=None, happened_at=clock.end_of(day)):
        PlayedDay.objects.create(day=day, seed=seed, happenings=count)


def _begun_with() -> PlayedDay | None:
    last = PlayedDay.objects.order_by("-day").first()
    if last is not None:
        return last
    if Plan.objects.filter(demonstration=True).exists():
        # Filled by a version that did not play: it stands where that one stopped.
        _mark(DEMO_TODAY, SEED, 0)
        return PlayedDay.objects.get()
    if User.objects.exists() or Plan.objects.exists():
        raise GuatuError(
            "not_a_demonstration",
            "This database holds a zone of its own; the demonstration is not played in it.",
        )
    return None


def _chosen_seed(begun: PlayedDay | None, wanted: int | None) -> int:
    if begun is None or begun.day <= DEMO_TODAY:
        return SEED if wanted is None else wanted
    if wanted not in (None, begun.seed):
        raise GuatuError(
            "another_seed", f"This year is played with the seed {begun.seed}; another needs a fresh database."
        )
    return begun.seed
