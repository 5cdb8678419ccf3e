"""Do the stored numbers say what the records give when they are computed from nothing?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from guatu.base.periods import Period
from guatu.kernel.measures import registry
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.store import read, says_the_same


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is stored otherwise than its records give it; None where one of them has none."""

    measure: str
    period: Period
    stored: Observation | None
    computed: Observation | None

    def __str__(self) -> str:
        return (
            f"{self.measure} {self.period.code}: stored {_said(self.stored)}, computed {_said(self.computed)}"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check looked at, and what it found."""

    measures: int
    numbers: int
    differences: tuple[Difference, ...]


def check(codes: Collection[str] | None, *, known_at: datetime) -> Checked:
    """Compares the stored numbers as known at a moment with what the sources give for it.

    What is touched and not formed yet is passed over: it is read from its source anyway. Of a closed period
    the later word is compared, since the value that holds is not to follow its records.
    """
    entries = [entry for entry in registry.entries(codes) if entry.topic]
    stored = read(entries, known_at)
    computed = registry.from_sources(stored, known_at=known_at)
    found = [d for code, kept in stored.items() for d in _differences(code, kept, computed[code])]
    return Checked(len(stored), sum(len(told) for told in computed.values()), tuple(found))


def _differences(
    code: str, stored: Iterable[Observation], computed: Sequence[Observation]
) -> Iterable[Difference]:
    kept: Mapping[Period, Observation] = {o.period: o for o in stored}
    told: Mapping[Period, Observation] = {o.period: o for o in computed}
    for period in sorted(kept.keys() | told.keys()):
        one, other = kept.get(period), told.get(period)
        if one is None or other is None or not says_the_same(one.restated or one, other):
            yield Difference(code, period, one, other)


def _said(told: Observation | None) -> str:
    return "nothing" if told is None else told.value.display("en")
