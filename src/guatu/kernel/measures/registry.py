"""Which measures exist, and what was observed of each? Here the plan and the trades meet.

A trade registers its measures with a source in its AppConfig.ready(); the plan asks for observations and does
not know who answers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from guatu.base.clock import require_aware
from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, Value
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.traces import Tracer


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
    cumulative value that was summed up from months has all of them in `evidence`.
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


Source = Callable[[Collection[str], datetime], Mapping[str, Sequence[Observation]]]
"""Asked for several codes at once, so that a wall of targets is one query a trade."""

_registered: dict[str, tuple[Measure, Source]] = {}
_tracers: dict[str, Tracer] = {}


def register(measure: Measure, source: Source, *, tracer: Tracer | None = None) -> None:
    """Make `measure` known, with who observes it and who tells its records; a second source is refused."""
    known = _registered.get(measure.code)
    if known is not None and known != (measure, source):
        raise GuatuError("measure_registered_twice", f"measure {measure.code} is registered already")
    _registered[measure.code] = (measure, source)
    if tracer is not None:
        _tracers[measure.code] = tracer


def get(code: str) -> Measure:
    """The measure with that code; GuatuError `unknown_measure` when there is none."""
    return _entry(code)[0]


def tracer_of(code: str) -> Tracer | None:
    """Who tells what the numbers of a measure are made of; None where nobody does."""
    return _tracers.get(code)


def all_tracers() -> tuple[Tracer, ...]:
    """Everybody who tells it, each once."""
    return tuple({id(tracer): tracer for tracer in _tracers.values()}.values())


def all_measures() -> tuple[Measure, ...]:
    """All measures, in the order in which they were registered."""
    return tuple(measure for measure, _ in _registered.values())


def observations(code: str, *, known_at: datetime) -> tuple[Observation, ...]:
    """What was known of a measure at that moment, in the order of the periods.

    One observation a period: the latest revision recorded and published by then.
    """
    return observations_of((code,), known_at=known_at)[code]


def observations_of(codes: Iterable[str], *, known_at: datetime) -> dict[str, tuple[Observation, ...]]:
    """The same for several measures, asking each source once."""
    asked: dict[Source, list[str]] = {}
    for code in dict.fromkeys(codes):
        asked.setdefault(_entry(code)[1], []).append(code)
    found: dict[str, tuple[Observation, ...]] = {}
    for source, its_codes in asked.items():
        answer = source(its_codes, require_aware(known_at))
        found |= {c: tuple(sorted(answer.get(c, ()), key=lambda o: o.period)) for c in its_codes}
    return found


def _entry(code: str) -> tuple[Measure, Source]:
    try:
        return _registered[code]
    except KeyError:
        raise GuatuError("unknown_measure", f"no measure has the code {code}") from None
