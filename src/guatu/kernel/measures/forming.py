"""What is added to the store when measures are asked of their sources as of some moments?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db.models import Q

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.measures.closing import is_closed
from guatu.kernel.measures.models import ClosedPeriod, FillState, StoredObservation
from guatu.kernel.measures.registry import Observation, Onward, Registered, Source
from guatu.kernel.measures.store import (
    Kept,
    formed_after,
    gone_since,
    latest,
    observation_of,
    row_of,
    says_the_same,
)

Moments: TypeAlias = Mapping[str, set[datetime]]
"""As of which moments each measure is asked for, by its code."""

Place: TypeAlias = tuple[str, str, str, bool]
"""A measure, a period, a part, and whether it stands beside a closed value."""


@dataclass(frozen=True, slots=True)
class Formed:
    """What one forming added: how many numbers, of which measures, at how many moments."""

    measures: tuple[str, ...]
    added: int
    moments: int

    def __add__(self, other: Formed) -> Formed:
        """Both together."""
        measures = tuple(sorted({*self.measures, *other.measures}))
        return Formed(measures, self.added + other.added, self.moments + other.moments)


NOTHING = Formed((), 0, 0)


def form(
    entries: Sequence[Registered],
    moments: Moments,
    *,
    known_from: Mapping[str, datetime],
    since: Mapping[str, date] | None = None,
) -> Formed:
    """Asks the sources as of each moment and adds what differs from what stands; gives what was added.

    `known_from` says of a measure that was never formed from when on the store knows it; of others it knows
    all of the past. `since` is by topic the day before which nothing was touched. The caller holds the
    lock, in a transaction and an action.
    """
    wanted = [entry for entry in entries if moments.get(entry.measure.code)]
    if not wanted:
        return NOTHING
    every = _with_later([entry.measure.code for entry in wanted], moments)
    stand = _Standing(every)
    onward = _onward(wanted, every, since or {})
    for moment in sorted(set().union(*every.values())):
        stand.move_to(moment)
        due = [entry for entry in wanted if moment in every[entry.measure.code]]
        for source, its_entries in by_source(due).items():
            codes = [entry.measure.code for entry in its_entries]
            first = onward.get(its_entries[0].topic)
            answer = _ask(source, codes, moment, first, stand)
            for code in codes:
                stand.take(code, answer.get(code, ()), moment, first)
    StoredObservation.objects.bulk_create(stand.added, batch_size=2000)
    _note(wanted, every, stand.periods, known_from)
    changed = tuple(sorted({row.measure for row in stand.added}))
    return Formed(changed, len(stand.added), len(set().union(*every.values())))


def _ask(
    source: Source, codes: Sequence[str], moment: datetime, since: date | None, standing: _Standing
) -> Mapping[str, Sequence[Observation]]:
    if since is not None and isinstance(source, Onward):
        return source.onward(codes, moment, since, standing.whole)
    return source(codes, moment)


def _onward(entries: Sequence[Registered], moments: Moments, since: Mapping[str, date]) -> dict[str, date]:
    """The topics that can go on from what stands: formed before, and now as of one moment of that month."""
    formed = dict(FillState.objects.filter(period="").values_list("measure", "valid_until"))
    whole = {
        entry.topic
        for entry in entries
        if not isinstance(entry.source, Onward)
        or len(moments[entry.measure.code]) != 1
        or entry.measure.code not in formed
        or _is_over(formed[entry.measure.code], max(moments[entry.measure.code]))
    }
    return {topic: day for topic, day in since.items() if topic not in whole}


def _is_over(until: datetime | None, moment: datetime) -> bool:
    return until is not None and moment >= until


def by_source(entries: Iterable[Registered]) -> dict[Source, list[Registered]]:
    """The measures by who observes them."""
    found: dict[Source, list[Registered]] = {}
    for entry in entries:
        found.setdefault(entry.source, []).append(entry)
    return found


def next_month(moment: datetime) -> datetime:
    """The beginning of the month after the moment's, in the zone."""
    day = clock.day_of(moment).replace(day=1) + timedelta(days=32)
    return datetime(day.year, day.month, 1, tzinfo=clock.ZONE_TIME)


def _with_later(codes: Sequence[str], moments: Moments) -> dict[str, set[datetime]]:
    """With the moments after them at which numbers were formed already.

    Only a clock that was set back, or a long transaction, writes before what is formed.
    """
    later = Q(pk__in=[])
    for code in codes:
        later |= Q(measure=code, formed_at__gt=min(moments[code]))
    found = {code: set(moments[code]) for code in codes}
    formed = StoredObservation.objects.filter(later).values_list("measure", "formed_at").distinct()
    for code, formed_at in formed:
        found[code].add(formed_at)
    return found


def _note(
    entries: Sequence[Registered],
    moments: Moments,
    periods: Mapping[str, set[str]],
    known_from: Mapping[str, datetime],
) -> None:
    """Writes down how far the measures are formed."""
    codes = [entry.measure.code for entry in entries]
    before = {state.measure: state for state in FillState.objects.filter(measure__in=codes, period="")}
    states: list[FillState] = []
    for entry in entries:
        code, formed_at = entry.measure.code, max(moments[entry.measure.code])
        told = {"measure": code, "formed_at": formed_at, "rule_version": entry.measure.rule_version}
        since = before[code].known_from if code in before else known_from.get(code) if periods[code] else None
        until = next_month(formed_at) if entry.moved_by_time else None
        states.append(FillState(**told, period="", known_from=since, valid_until=until))
        states += [FillState(**told, period=period) for period in sorted(periods[code])]
    FillState.objects.bulk_create(
        states,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["measure", "period"],
        update_fields=["formed_at", "computed_at", "known_from", "valid_until", "rule_version"],
    )


class _Standing:
    """What is stored as of a moment that moves on, and what is added to it."""

    def __init__(self, moments: Moments) -> None:
        codes = list(moments)
        begin = min(min(each) for each in moments.values())
        self.added: list[StoredObservation] = []
        self.periods: dict[str, set[str]] = {code: set() for code in codes}
        self._closed = list(ClosedPeriod.objects.all())
        self._places: dict[str, dict[Place, Observation | None]] = {code: {} for code in codes}
        self._later = formed_after(codes, begin)
        for row in latest(codes, begin):
            self._set(row)

    def move_to(self, moment: datetime) -> None:
        """Takes in what was formed up to the moment."""
        taken = 0
        while taken < len(self._later) and self._later[taken].formed_at <= moment:
            self._set(self._later[taken])
            taken += 1
        del self._later[:taken]

    def take(
        self, code: str, told: Iterable[Observation], moment: datetime, since: date | None = None
    ) -> None:
        """Adds what differs from what stands, and says gone what is no longer told, from that day on."""
        places = {self._place(each, moment): each for each in told}
        self.periods[code] |= {place[1] for place in places}
        for place, each in places.items():
            self._put(place, each, moment)
        for place, stands in list(self._places[code].items()):
            asked = since is None or (stands is not None and stands.period.end >= since)
            if asked and stands is not None and place not in places and not self._is_held(place, moment):
                self.added.append(gone_since(place, moment))
                self._places[code][place] = None

    def whole(self, code: str, period: Period) -> Observation | None:
        """What stands of a measure for a period: the later word where the period is closed."""
        its = self._places[code]
        return its.get((code, period.code, "", True)) or its.get((code, period.code, "", False))

    def _put(self, place: Place, told: Observation, moment: datetime) -> None:
        its = self._places[place[0]]
        # Where nothing stands beside a closed value, that value itself is what was said last.
        stands = its.get(place) or (its.get((*place[:3], False)) if place[3] else None)
        if stands is None or not says_the_same(stands, told):
            self.added.append(row_of(told, moment, beside=place[3]))
            its[place] = told

    def _place(self, told: Observation, moment: datetime) -> Place:
        """Where it stands: beside the value of a closed period, once there is one."""
        place = told.measure_code, told.period.code, told.part, False
        return (*place[:3], True) if self._is_held(place, moment) else place

    def _is_held(self, place: Place, moment: datetime) -> bool:
        stands = self._places[place[0]].get((*place[:3], False))
        if place[3] or stands is None:
            return False
        return is_closed(self._closed, place[0], Period.parse(place[1]), moment)

    def _set(self, row: Kept) -> None:
        place = row.measure, row.period, row.part, row.beside
        self._places[row.measure][place] = None if row.gone else observation_of(row)
