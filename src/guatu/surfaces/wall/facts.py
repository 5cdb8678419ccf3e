"""What does the wall have to know of a plan, without the rows it is stored in?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from guatu.plan.tracking.identities import IdentityCheck
from guatu.plan.tracking.terms import Status


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as it stands; `before` is how it stood a week earlier, None where nobody knew it then."""

    pk: int
    name: str
    unit: str
    unit_norm: str
    comparator: str
    status: Status
    before: Status | None = None
    section: int | None = None
    parent: int | None = None
    lead: str = ""
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task and the section that it stands under."""

    pk: int
    text: str
    section: int | None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """A heading of the plan; `type` is part, line, sub_heading or topic."""

    pk: int
    type: str
    label: str
    title: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class SumFacts:
    """A sum that the plan itself keeps (3908 = 2550 + 1358), with its checks on the actuals, oldest first."""

    whole: str
    parts: tuple[str, ...]
    unit: str
    checks: tuple[IdentityCheck, ...]


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A published plan on a day."""

    pk: int
    title: str
    year: int
    day: date
    zone: str
    demonstration: bool
    sections: tuple[SectionFacts, ...]
    targets: tuple[TargetFacts, ...]
    tasks: tuple[TaskFacts, ...]
    sums: tuple[SumFacts, ...] = ()
