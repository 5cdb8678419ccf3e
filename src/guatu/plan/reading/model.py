"""What does reading a plan give: the vocabulary of the reader's result, and its JSON form.

Offsets are Python string offsets into the decoded text, newlines untouched; `end` is exclusive.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Tense = Literal["past", "coming", "long_term"]
SectionType = Literal["part", "line", "sub_heading", "topic"]
Kind = Literal["level", "count", "increment", "growth", "reduction", "ratio"]
Comparator = Literal["=", ">=", "<=", ">", "<", "~", "range"]
Polarity = Literal["target", "achievement", "non_target"]
Stage = Literal[
    "preparation", "attract", "landing", "start", "construction", "completed", "in_operation", "operate"
]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: `start` inclusive, `end` exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what it governs: [start, end) is heading and body together.

    `tense` tells whether the stretch reports what was done, plans the year, or looks beyond it.
    """

    id: str
    type: SectionType
    label: str
    title: str
    start: int
    end: int
    parent: str | None = None
    title_start: int | None = None
    title_end: int | None = None
    tense: Tense = "coming"


@dataclass(frozen=True, slots=True)
class MeasureBinding:
    """The measure that a target was bound to by name and unit; confidence in [0, 1]."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written, and all that the sentence says about it.

    `value_norm` is value × scale in `unit_norm` (亿元 → CNY × 1e8). `parent` is the span of the whole
    that this is 其中 of. `reason` says why it is no target, where it is none.
    """

    start: int
    end: int
    text: str
    subject: str
    kind: Kind
    comparator: Comparator
    value: Decimal | None
    value_hi: Decimal | None
    unit: str
    unit_norm: str
    scale: Decimal
    value_norm: Decimal | None
    polarity: Polarity
    reason: str | None = None
    parent: Span | None = None
    scope: str | None = None
    modality: str | None = None
    deadline: str | None = None
    implicit: bool = False
    measure: MeasureBinding | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A work item: a clause with an action of its own; `targets` are indices into `Plan.targets`."""

    id: str
    section: str | None
    start: int
    end: int
    text: str
    checkable: bool
    deadline: str | None = None
    targets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project and the stage that the plan asks for this year."""

    name: str
    start: int
    end: int
    stage: Stage | None
    section: str | None = None
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution that the plan wants to attract or to see founded here."""

    name: str
    start: int
    end: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person should look at: code, place and a sentence."""

    code: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A stretch that was left out of the reading, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that was read from one document."""

    text: str = field(repr=False)
    text_sha256: str = ""
    title: str = ""
    year: int | None = None
    sections: tuple[Section, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    tasks: tuple[Task, ...] = ()
    projects: tuple[Project, ...] = ()
    institutions: tuple[Institution, ...] = ()
    warnings: tuple[Warning, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def targets(self) -> tuple[Quantity, ...]:
        """The quantities that the plan commits to, in the order of the text."""
        return tuple(q for q in self.quantities if q.polarity == "target")

    def to_dict(self) -> dict[str, object]:
        """The plan as `guatu read --json` prints it: plain types, decimals as numbers, spans as pairs."""
        names = [f.name for f in dataclasses.fields(self) if f.name != "text"]
        result = {name: _plain(getattr(self, name)) for name in names}
        result["targets"] = _plain(self.targets)
        return result


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
