"""On which days did something happen in the demonstration zone, and how is chance kept the same?"""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from guatu.base import clock

SEED = 20190305


def chance(what: str, seed: int = SEED) -> Random:
    """The same chances for the same matter every time."""
    return Random(f"{seed} {what}")  # noqa: S311 - invented data, no secret


def moment(day: date, hour: int = 9) -> datetime:
    """That hour of that day in the zone."""
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=clock.ZONE_TIME)
