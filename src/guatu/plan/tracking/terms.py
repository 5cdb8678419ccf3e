"""What does tracking need to know of a target, and what does it answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light

Trend = Literal["up", "flat", "down"]
ReasonValue = Decimal | Quantity | Period | date | str | None


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """What a target promises, without the row it is stored in.

    `value` and `value_hi` are in the measure's normal unit (CNY, percent, count:家 …); `year` is the
    year of the plan; `kind` is the reader's kind, `measure_kind` and `better` are the bound measure's.
    """

    year: int
    kind: str
    comparator: str
    value: Decimal
    unit: str
    value_hi: Decimal | None = None
    measure_kind: str = "flow"
    better: str = "more"
    stale_after_days: int = 45
    display_unit: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a light is what it is: a code of `words.SENTENCES` and what to put into the sentence."""

    code: str
    params: dict[str, ReasonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Status:
    """Where a target stands on a day.

    `observation` is the last one that carries a value. `expected` is what the pace asks for at the end
    of that observation's period; `pace_share` is the share of the year's target that it stands for;
    `progress` is actual ÷ target and `attainment` is actual ÷ expected, both exact.
    """

    light: Light
    reason: Reason
    observation: Observation | None = None
    actual: Quantity | None = None
    target: Quantity | None = None
    expected: Quantity | None = None
    pace_share: Decimal | None = None
    pace_basis: Literal["last_year", "calendar", "none"] = "none"
    progress: Decimal | None = None
    attainment: Decimal | None = None
    forecast: Quantity | None = None
    trend: Trend | None = None
    stale_since: date | None = None
