"""Which jobs are there, and what is said of each where it is written?

    @job("mail.deliver", _("Delivers a letter"), attempts=12)
    def deliver(letter: int) -> None: ...

    @job("ledger.seal", _("Seals new entries of the ledger"), every=Every(minutes=1))
    def seal_ledger() -> None: ...

They stand in the `jobs.py` of an application, which is imported when Django starts. A job may run more than
once for one request (its worker may be killed after the work and before it is ticked off), so every job is
written such that a second run changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Generic, ParamSpec

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guatu.base.errors import GuatuError

P = ParamSpec("P")

DAY_MINUTES = 24 * 60
# Periodic moments are counted in UTC; the zone has one time of day all the year.
ZONE_AHEAD_MINUTES = 8 * 60


@dataclass(frozen=True)
class Every:
    """When a job comes round, in real time, whatever day the zone lives in.

    Either every so many minutes (a divisor of 60), or daily at a time of day in the zone ("03:10"). A daily
    time that passed while no worker ran is made up for when one starts.
    """

    minutes: int = 0
    day_at: str = ""

    def __post_init__(self) -> None:
        if bool(self.minutes) == bool(self.day_at) or (self.minutes and 60 % self.minutes):
            raise GuatuError("bad_every", "say minutes that divide an hour, or a time of day, not both")

    @property
    def cron(self) -> str:
        """The same as the five fields of cron, in UTC."""
        if self.minutes:
            return f"*/{self.minutes} * * * *" if self.minutes < 60 else "0 * * * *"
        hour, minute = (int(part) for part in self.day_at.split(":"))
        moment = (hour * 60 + minute - ZONE_AHEAD_MINUTES) % DAY_MINUTES
        return f"{moment % 60} {moment // 60} * * *"

    @property
    def words(self) -> str:
        """The same in the reader's language."""
        if self.day_at:
            return _("daily at %(time)s") % {"time": self.day_at}
        count = self.minutes
        return ngettext("every minute", "every %(count)d minutes", count) % {"count": count}


@dataclass(frozen=True)
class Job(Generic[P]):
    """One kind of job; calling it runs it here and now."""

    name: str
    says: str | Promise
    run: Callable[P, None]
    every: Every | None
    key: Callable[..., str] | None
    attempts: int
    limit: timedelta
    alone: bool

    # A template that shows a job must not run it.
    do_not_call_in_templates: ClassVar[bool] = True

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Runs it here and now."""
        self.run(*args, **kwargs)

    def key_of(self, *args: P.args, **kwargs: P.kwargs) -> str:
        """What is done once only: of one key one job waits at most, and one runs at most."""
        if self.key is not None:
            return f"{self.name}:{self.key(*args, **kwargs)}"
        if args:
            raise TypeError(f"the arguments of {self.name} are given by name")
        return f"{self.name}:{json.dumps(kwargs, sort_keys=True)}" if kwargs else self.name

    def wait_before(self, attempt: int) -> timedelta:
        """How long to wait before that attempt (the second is 2): 15 s, then four times as long each."""
        return min(FIRST_WAIT * int(4 ** (attempt - 2)), LONGEST_WAIT)


FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=6)
USUAL_LIMIT = timedelta(minutes=10)

_declared: dict[str, Job[...]] = {}


def job(
    name: str,
    says: str | Promise,
    *,
    every: Every | None = None,
    key: Callable[..., str] | None = None,
    attempts: int = 6,
    limit: timedelta = USUAL_LIMIT,
    alone: bool = True,
) -> Callable[[Callable[P, None]], Job[P]]:
    """Declares the function as a job: idempotent, its arguments plain JSON given by name.

    `says` is one line for people. `key` tells of the arguments which requests are the same one; without it,
    those with the same arguments. `attempts` counts the first; `limit` is how long one run may take.
    `alone=False` lets two of a job without arguments run side by side.
    """
    if every is not None and every.minutes:
        attempts = 1  # its next round is the next attempt

    def declare(function: Callable[P, None]) -> Job[P]:
        declared = Job(name, says, function, every, key, attempts, limit, alone)
        known = _declared.get(name)
        if known is not None and known.run.__module__ != function.__module__:
            raise GuatuError("job_twice", f"two jobs are called {name}")
        _declared[name] = declared
        return declared

    return declare


def declared_jobs() -> list[Job[...]]:
    """All jobs, by name."""
    return [_declared[name] for name in sorted(_declared)]


def find_job(name: str) -> Job[...] | None:
    """The job of that name; None where this program has none, as after an upgrade that dropped it."""
    return _declared.get(name)
