"""What does a report know, as it was known at a moment? Plain data; no row is asked for from here on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.reports.kinds import Span
from guatu.plan.tracking.identities import IdentityCheck
from guatu.plan.tracking.terms import Status


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target, where it stands, and where it stood a week before.

    `line` is the key of its line of work, None for a headline target, which the plan sets before all lines.
    `course` are the observations of its measure that count, this year's and last year's.
    """

    pk: int
    name: str
    kind: str
    comparator: str
    value: Decimal | None
    value_hi: Decimal | None
    unit: str
    lead: str
    line: int | None
    measure: Measure | None
    status: Status
    before: Status
    course: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of work: its key, number and name."""

    pk: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task that is due by a day, with the line that it stands in."""

    pk: int
    text: str
    lead: str
    due: date | None
    line: int | None


@dataclass(frozen=True, slots=True)
class SumFacts:
    """A sum of the plan on the last period in which whole and parts are known; None where none is."""

    pk: int
    whole: str
    parts: tuple[str, ...]
    check: IdentityCheck | None


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A published figure and the sum of what firms reported for the same period."""

    published: Measure
    reported: Measure
    figure: Observation | None
    collected: Observation | None


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A measure that the zone counts itself, with its last value."""

    measure: Measure
    observation: Observation | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All of a report's facts as they were known at `known_at`; lights are judged by `day`."""

    plan: int
    plan_title: str
    zone: str
    year: int
    demonstration: bool
    span: Span
    day: date
    known_at: datetime
    targets: tuple[TargetFacts, ...]
    lines: tuple[LineFacts, ...]
    tasks: tuple[TaskFacts, ...]
    sums: tuple[SumFacts, ...] = ()
    pairs: tuple[PairFacts, ...] = ()
    counts: tuple[CountFacts, ...] = ()
    _by_pk: Mapping[int, TargetFacts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_pk", {target.pk: target for target in self.targets})

    def target(self, pk: int) -> TargetFacts | None:
        """The target of that key."""
        return self._by_pk.get(pk)

    @property
    def headlines(self) -> tuple[TargetFacts, ...]:
        """The targets that the plan sets before its lines of work; all of them where it has no lines."""
        before = tuple(target for target in self.targets if target.line is None)
        return before or self.targets
