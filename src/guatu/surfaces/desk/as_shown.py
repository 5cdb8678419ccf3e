"""Which numbers of a measure were shown, from which day to which day?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from guatu.base.clock import day_of
from guatu.base.periods import Period
from guatu.base.quantities import Value
from guatu.kernel.measures import registry
from guatu.kernel.measures.registry import Observation

MOST = 24
"""How many periods are told: two years of months."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A number that was shown up to a day and no longer is."""

    value: Value
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class AsShown:
    """The number of a period as it is shown, since when, and what was shown before, the last first."""

    period: Period
    value: Value
    growth: Decimal | None
    since: date
    earlier: tuple[Earlier, ...]


def numbers_shown(code: str, known_at: datetime) -> tuple[AsShown, ...]:
    """The numbers of a measure as known at a moment, the newest period first."""
    newest = sorted(registry.observations(code, known_at=known_at), key=lambda o: o.period, reverse=True)
    return tuple(_shown(observation) for observation in newest[:MOST])


def _shown(observation: Observation) -> AsShown:
    return AsShown(
        period=observation.period,
        value=observation.value,
        growth=observation.growth,
        since=_since(observation),
        earlier=tuple(_earlier(observation)),
    )


def _earlier(observation: Observation) -> Iterable[Earlier]:
    until, before = _since(observation), observation.restates
    while before is not None:
        if _since(before) < until:
            yield Earlier(before.value, _since(before), until - timedelta(days=1))
        until, before = min(until, _since(before)), before.restates


def _since(observation: Observation) -> date:
    """A word counts from when it is recorded, not before it is published."""
    return max(day_of(observation.recorded_at), observation.published_on)
