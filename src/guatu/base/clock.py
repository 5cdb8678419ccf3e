"""What time is it in the zone?

All of Guatu asks here. The demonstration zone lives in its own year: with `GUATU_TODAY=2019-06-30` in the
environment the day stands still while the time of day runs on. Tests and imports of history use `use`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta, timezone

from guatu.base.errors import GuatuError

# China has kept one time without summer time since 1991, so no zone database is needed.
ZONE_TIME = timezone(timedelta(hours=8), "CST")

Clock = Callable[[], datetime]

_injected: ContextVar[Clock | None] = ContextVar("guatu_clock", default=None)


def now() -> datetime:
    """The present moment in the zone's time, always with its offset."""
    clock = _injected.get() or _wall_clock
    return require_aware(clock()).astimezone(ZONE_TIME)


def today() -> date:
    """The present day in the zone."""
    return now().date()


def lives_in_own_year() -> bool:
    """Whether the zone's clock is a day or more off the real one, by which the database records."""
    return abs(now() - datetime.now(ZONE_TIME)) >= timedelta(days=1)


def day_of(moment: datetime) -> date:
    """The day in the zone that `moment` falls on; a naive moment is refused."""
    return require_aware(moment).astimezone(ZONE_TIME).date()


def end_of(day: date) -> datetime:
    """The last moment of `day` in the zone: what was known *on* a day was known by then."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=ZONE_TIME)


def require_aware(moment: datetime) -> datetime:
    """`moment` itself; without an offset it is refused, because nobody could say when it was."""
    if moment.tzinfo is None:
        raise GuatuError("naive_datetime", f"{moment.isoformat()} has no time zone")
    return moment


@contextmanager
def use(clock: Clock | datetime | date) -> Iterator[None]:
    """Replace the clock within the block, by a callable, a fixed moment or a day whose time runs on."""
    token = _injected.set(_as_clock(clock))
    try:
        yield
    finally:
        _injected.reset(token)


def _as_clock(clock: Clock | datetime | date) -> Clock:
    if isinstance(clock, datetime):
        moment = require_aware(clock)
        return lambda: moment
    if isinstance(clock, date):
        day = clock
        return lambda: _on_day(day)
    return clock


def _wall_clock() -> datetime:
    fixed = os.environ.get("GUATU_TODAY", "").strip()
    if not fixed:
        return datetime.now(ZONE_TIME)
    try:
        return _on_day(date.fromisoformat(fixed))
    except ValueError as error:
        raise GuatuError("bad_today", f"GUATU_TODAY must be a day like 2019-06-30, not “{fixed}”") from error


def _on_day(day: date) -> datetime:
    return datetime.combine(day, datetime.now(ZONE_TIME).timetz())
