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
#: Kinds of target that speak of a change; a measure of another kind answers with its reported growth.
CHANGES = ("growth", "reduction")
PaceBasis = Literal["last_year", "calendar", "schedule", "none"]
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
class RunRate:
    """What must come in each of the `months` that are left, against what came in each month until now.

    `last_year` is what came in a month of the same rest of last year, where its course is known.
    """

    needed: Quantity
    so_far: Quantity
    last_year: Quantity | None
    months: int


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part of a whole adds to it, at the last period for which the whole is known.

    `gap` is the part's actual less its pace, None where it has none; `gap_share` its share of the whole's
    gap. `growth_share` = Δpart ÷ Δwhole (贡献率), `pull` = Δpart ÷ the whole's comparable base, in percentage
    points (拉动点数); both on comparable bases, None where one is not known. `key` is the target's, None for
    the rest of the whole or for a part that is no target.
    """

    name: str
    amount: Quantity
    key: int | None = None
    share: Decimal | None = None
    gap: Quantity | None = None
    gap_share: Decimal | None = None
    growth_share: Decimal | None = None
    pull: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TurnIf:
    """What would turn a light: a `figure` for `period`, at a `distance` from the last actual, or by a `day`.

    `better` says in which direction it turns: up with that figure or more, down with less (of an upper limit
    the other way round). `day` is until when a milestone has to be reached for that.
    """

    light: Light
    better: bool
    figure: Quantity
    distance: Quantity
    period: Period | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a target stands on a day.

    `observation` is the last one that carries a value. `expected` is what the pace asks for at the end
    of that observation's period; `pace_share` is the share of the year's target that it stands for;
    `progress` is actual ÷ target and `attainment` is actual ÷ expected, both exact.

    `forecast` is the value expected at the end of the year, `forecast_low` and `forecast_high` enclose it
    with 80 %, `probability` is that of reaching the target; `method` names how they were found, or why there
    are none (`words.METHODS`). `adds_up` is true for amounts that add up over the year: only of these a
    share of the target says how much is done. `held` is true where the light would be better but for its
    hysteresis. `estimate` is a newer estimate of the actual, not yet published; no light is judged by it.
    """

    light: Light
    reason: Reason
    observation: Observation | None = None
    actual: Quantity | None = None
    target: Quantity | None = None
    expected: Quantity | None = None
    pace_share: Decimal | None = None
    pace_basis: PaceBasis = "none"
    progress: Decimal | None = None
    attainment: Decimal | None = None
    forecast: Quantity | None = None
    trend: Trend | None = None
    stale_since: date | None = None
    adds_up: bool = False
    held: bool = False
    forecast_low: Quantity | None = None
    forecast_high: Quantity | None = None
    probability: Decimal | None = None
    method: str = ""
    run_rate: RunRate | None = None
    estimate: Observation | None = None
    contributions: tuple[Contribution, ...] = ()
    turns: tuple[TurnIf, ...] = ()
