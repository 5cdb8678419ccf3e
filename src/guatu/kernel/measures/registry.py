"""Which measures exist, and what was observed of each? Here the plan and the trades meet.

A trade registers its measures with a source in its AppConfig.ready(); the plan asks for observations and does
not know who answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

from guatu.base.clock import require_aware
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, Value
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.traces import Tracer
from guatu.kernel.measures.watching import Watch


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that a number came from: what kind of record, its key, and what to call it."""

    kind: Literal["figure"]
    pk: int
    label: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What was known of a measure for a period: the latest revision, with what it restates.

    `growth` is the published growth in percent on the comparable base, never computed from two levels. A
    cumulative value that was summed up from months has all of them in `evidence`. Of a ratio `numerator` and
    `denominator` are kept, so that it is divided anew at every level. `part` names the part that it speaks of
    ("division=C39"), "" the whole. `confirmed_on` is the day on which somebody last said that nothing
    happened. `formed_at` is from when on it was shown; `restated` is a later word on a period that is closed,
    beside the value that stands.
    """

    measure_code: str
    period: Period
    value: Value
    growth: Decimal | None
    comparable_base: Quantity | None
    published_on: date
    recorded_at: datetime
    revision: int
    evidence: tuple[Evidence, ...]
    restates: Observation | None = None
    part: str = ""
    numerator: Quantity | None = None
    denominator: Quantity | None = None
    confirmed_on: date | None = None
    rule_version: str = "1"
    formed_at: datetime | None = None
    restated: Observation | None = None


Source = Callable[[Collection[str], datetime], Mapping[str, Sequence[Observation]]]
"""Asked for several codes at once, so that a wall of targets is one query a trade. With the whole it may give
parts; `observations` gives the whole alone."""


Stands = Callable[[str, Period], Observation | None]
"""What stands of a measure for a period, while others are formed anew."""


@runtime_checkable
class Onward(Protocol):
    """A source that can go on from what stands, where nothing before a day was touched."""

    def onward(
        self, codes: Collection[str], known_at: datetime, since: date, stands: Stands
    ) -> Mapping[str, Sequence[Observation]]:
        """What it gives for the periods that end on that day or later."""
        ...


Reader = Callable[[Sequence["Registered"], datetime, bool], Mapping[str, Sequence[Observation]]]
"""Gives what the store has of the measures as known at a moment, with their parts if asked, without those
that it cannot answer for."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A measure with who observes it, and which writes touch it.

    `topic` is what the watched tables touch; without one the measure is not stored and its source answers.
    The numbers of a measure that is `moved_by_time` change with the month, without a write.
    """

    measure: Measure
    source: Source
    topic: str = ""
    watches: tuple[Watch, ...] = ()
    moved_by_time: bool = False


_registered: dict[str, Registered] = {}
_tracers: dict[str, Tracer] = {}
_reader: list[Reader] = []


def register(
    measure: Measure,
    source: Source,
    *,
    topic: str = "",
    watches: tuple[Watch, ...] = (),
    moved_by_time: bool = False,
    tracer: Tracer | None = None,
) -> None:
    """Make `measure` known, with who observes it and who tells its records; a second source is refused."""
    entry = Registered(measure, source, topic, watches, moved_by_time)
    known = _registered.get(measure.code)
    if known is not None and known != entry:
        raise GuatuError("measure_registered_twice", f"measure {measure.code} is registered already")
    _registered[measure.code] = entry
    if tracer is not None:
        _tracers[measure.code] = tracer


def read_from(reader: Reader) -> None:
    """From now on stored measures are read by `reader`; called once, when Django is ready."""
    _reader[:] = [reader]


def watches() -> tuple[Watch, ...]:
    """Every watched table, once."""
    return tuple(dict.fromkeys(watch for entry in _registered.values() for watch in entry.watches))


def entries(codes: Iterable[str] | None = None) -> tuple[Registered, ...]:
    """How those measures are registered, all when none are named."""
    return tuple(_registered.values()) if codes is None else tuple(_entry(code) for code in codes)


def get(code: str) -> Measure:
    """The measure with that code; GuatuError `unknown_measure` when there is none."""
    return _entry(code).measure


def tracer_of(code: str) -> Tracer | None:
    """Who tells what the numbers of a measure are made of; None where nobody does."""
    return _tracers.get(code)


def all_tracers() -> tuple[Tracer, ...]:
    """Everybody who tells it, each once."""
    return tuple({id(tracer): tracer for tracer in _tracers.values()}.values())


def all_measures() -> tuple[Measure, ...]:
    """All measures, in the order in which they were registered."""
    return tuple(entry.measure for entry in _registered.values())


def observations(code: str, *, known_at: datetime) -> tuple[Observation, ...]:
    """What was known of a measure at that moment, in the order of the periods.

    One observation a period: the latest revision recorded and published by then.
    """
    return observations_of((code,), known_at=known_at)[code]


def observations_of(codes: Iterable[str], *, known_at: datetime) -> dict[str, tuple[Observation, ...]]:
    """The same for several measures: one query to the store for all that are stored and up to date.

    What was written and not yet formed anew is asked of its source, so the answer is never older than the
    last commit.
    """
    asked = entries(dict.fromkeys(codes))
    moment = require_aware(known_at)
    stored = _from_store([entry for entry in asked if entry.topic], moment)
    others = from_sources([e.measure.code for e in asked if e.measure.code not in stored], known_at=moment)
    return {e.measure.code: (stored | others)[e.measure.code] for e in asked}


def parts_of(code: str, by: str, *, known_at: datetime) -> dict[str, tuple[Observation, ...]]:
    """What was known of a measure by the parts of one of its breakdowns, each in the order of the periods.

    GuatuError `unknown_breakdown` where the measure is not told by it.
    """
    entry = _entry(code)
    if by not in entry.measure.by:
        raise GuatuError("unknown_breakdown", f"measure {code} is not told by {by}")
    moment = require_aware(known_at)
    stored = _reader[0]((entry,), moment, True) if entry.topic and _reader else {}
    told = stored[code] if code in stored else entry.source((code,), moment).get(code, ())
    found: dict[str, list[Observation]] = {}
    for each in sorted(told, key=lambda o: (o.part, o.period)):
        name, _, part = each.part.partition("=")
        if name == by:
            found.setdefault(part, []).append(each)
    return {part: tuple(its) for part, its in found.items()}


def from_sources(codes: Iterable[str], *, known_at: datetime) -> dict[str, tuple[Observation, ...]]:
    """The same computed from the records themselves, past the store; each source is asked once."""
    by_source: dict[Source, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_source.setdefault(_entry(code).source, []).append(code)
    found: dict[str, tuple[Observation, ...]] = {}
    for source, its_codes in by_source.items():
        answer = source(its_codes, require_aware(known_at))
        found |= {c: _whole(answer.get(c, ())) for c in its_codes}
    return found


def _from_store(asked: Sequence[Registered], moment: datetime) -> dict[str, tuple[Observation, ...]]:
    if not asked or not _reader:
        return {}
    return {code: _whole(found) for code, found in _reader[0](asked, moment, False).items()}


def _whole(found: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted((o for o in found if not o.part), key=lambda o: o.period))


def _entry(code: str) -> Registered:
    try:
        return _registered[code]
    except KeyError:
        raise GuatuError("unknown_measure", f"no measure has the code {code}") from None
