"""What do the rules need to know of a plan?"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A target without its row.

    `value` and `value_hi` count in the normal unit `unit`, `written` is the number as in the text.
    `measure_fits`: the bound measure can compute it; None when no trade offers such a measure.
    """

    id: int
    start: int
    end: int
    subject: str
    kind: str
    value: Decimal | None
    unit: str
    written: Decimal | None = None
    comparator: str = "="
    value_hi: Decimal | None = None
    text: str = ""
    parent: int | None = None
    section: int | None = None
    scope: str = ""
    deadline: str = ""
    due: date | None = None
    implicit: bool = False
    confirmed: bool = True
    measure: str = ""
    measure_fits: bool | None = None
    measure_confidence: Decimal | None = None
    measure_confirmed: bool = False
    parked: bool = False
    has_lead: bool = False

    @property
    def ref(self) -> str:
        """The id by which pages and findings know the target."""
        return f"target-{self.id}"


@dataclass(frozen=True, slots=True)
class TaskTerms:
    """A task without its row."""

    id: int
    start: int
    end: int
    section: int | None = None
    checkable: bool = False
    deadline: str = ""
    due: date | None = None
    has_lead: bool = False

    @property
    def ref(self) -> str:
        """The id by which pages and findings know the task."""
        return f"task-{self.id}"


@dataclass(frozen=True, slots=True)
class SectionTerms:
    """A heading: `start` and `end` of the heading itself, for findings that speak of a whole section."""

    id: int
    start: int
    end: int
    title: str
    type: str = "line"
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class IdentityTerms:
    """A sum that was found before: target ids; a dismissed one is not found again."""

    id: int
    whole: int
    parts: tuple[int, ...]
    dismissed: bool = False


@dataclass(frozen=True, slots=True)
class ReaderWarning:
    """What the reader warned of."""

    code: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class OtherTarget:
    """A target of another plan, for comparing two plans that hold in the same year."""

    plan_title: str
    year: int
    measure: str
    kind: str
    comparator: str
    value: Decimal
    unit: str
    text: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PlanSnapshot:
    """A plan at one moment; discarded items are left out.

    `last_year` gives the figure of the year before by measure code, in the measure's normal unit.
    """

    year: int | None
    text: str
    targets: tuple[TargetTerms, ...]
    tasks: tuple[TaskTerms, ...] = ()
    sections: tuple[SectionTerms, ...] = ()
    identities: tuple[IdentityTerms, ...] = ()
    warnings: tuple[ReaderWarning, ...] = ()
    others: tuple[OtherTarget, ...] = ()
    last_year: dict[str, Decimal] = field(default_factory=dict)
