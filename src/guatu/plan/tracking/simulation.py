"""Which lights of a plan would change, if a figure, a day or the rest of the year were another? Pure.

Nothing is written. A part that moves by some amount moves the wholes that the plan itself names (its sums,
and what it is 其中 of) by the same amount; other parts are taken to stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, UnitMismatch
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.forecasting import forecast_of
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.series import Series, quantity, reading
from guatu.plan.tracking.terms import CHANGES, Status, TargetTerms
from guatu.plan.tracking.turns import with_figure

_ADDING = ("flow", "count")


@dataclass(frozen=True, slots=True)
class Case:
    """A target as it stands; `wholes` are the keys of the targets that it is a part of."""

    terms: TargetTerms
    observations: tuple[Observation, ...]
    wholes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of one target: a figure, another day, or growth of the rest of the year.

    `figure` is the last one, or with `month` the one to come for that month. `growth` is in per cent against
    the same rest of last year. For a month to come lights are those of its end, where every other target
    stands at its forecast; `month` is 12 with `growth`.
    """

    key: int
    figure: Quantity | None = None
    due: date | None = None
    growth: Decimal | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a target stands without and with the assumption."""

    key: int
    before: Status
    after: Status

    @property
    def turns(self) -> bool:
        """Whether its light is another."""
        return self.before.light is not self.after.light


def simulate(cases: Mapping[int, Case], assumed: Assumption, today: date) -> tuple[Outcome, ...]:
    """The target of the assumption and all that it moves, in the order in which they are moved."""
    if assumed.key not in cases or not cases[assumed.key].observations:
        return ()
    case = cases[assumed.key]
    if assumed.due is not None:
        case = replace(case, terms=replace(case.terms, due=assumed.due))
    if assumed.growth is not None:
        return _ahead(cases, case, assumed.key, 12, _grown_end(case, assumed.growth))
    if assumed.figure is not None and assumed.month is not None and assumed.month > _last_month(case):
        return _ahead(cases, case, assumed.key, assumed.month, assumed.figure)
    step = None if assumed.figure is None else _step(case, assumed.figure, today)
    if assumed.figure is not None and step is None:
        return ()
    moved = _moved(cases, assumed.key) if step is not None else [assumed.key]
    return tuple(
        Outcome(
            key,
            track(cases[key].terms, cases[key].observations, today),
            _with_step(case if key == assumed.key else cases[key], step, today),
        )
        for key in moved
    )


def _step(case: Case, figure: Quantity, today: date) -> tuple[Period, Quantity] | None:
    """By how much the last figure moves, and its period."""
    series = Series(case.terms, case.observations, today)
    if not series.points:
        return None
    return series.last.period, figure - quantity(case.terms, series.last.amount)


def _with_step(case: Case, step: tuple[Period, Quantity] | None, today: date) -> Status:
    return track(case.terms, case.observations if step is None else _stepped(case, step), today)


def _stepped(case: Case, step: tuple[Period, Quantity]) -> list[Observation]:
    period, change = step
    return [_changed(case.terms, o, change) if o.period == period else o for o in case.observations]


def _changed(terms: TargetTerms, o: Observation, change: Quantity) -> Observation:
    amount = reading(terms, o)
    if amount is None:
        return o
    try:
        return with_figure(terms, o, quantity(terms, amount) + change)
    except UnitMismatch:
        return o


def _moved(cases: Mapping[int, Case], key: int) -> list[int]:
    """The target and every whole above it, each once, nearest first."""
    found = [key]
    for each in found:
        found += [whole for whole in cases[each].wholes if whole in cases and whole not in found]
    return found


def _ahead(
    cases: Mapping[int, Case], case: Case, key: int, month: int, reached: Quantity | None
) -> tuple[Outcome, ...]:
    """The outcomes at the end of a month to come, where all stand at their forecasts but for `reached`."""
    expected = _expected(case, month)
    if expected is None or reached is None:
        return ()
    outcomes = []
    for moved in _moved(cases, key):
        each = case if moved == key else cases[moved]
        stands = _expected(each, month)
        if stands is not None:
            before, after = (_standing(each, q, month) for q in (stands, stands + (reached - expected)))
            outcomes.append(Outcome(moved, before, after))
    return tuple(outcomes)


def _last_month(case: Case) -> int:
    months = [o.period.last_month for o in case.observations if o.period.year == case.terms.year]
    return max(months, default=12)


def _expected(case: Case, month: int) -> Quantity | None:
    """The forecast for the end of a month, None for what does not add up over the year."""
    if not case.observations:
        return None
    series = Series(case.terms, case.observations, max(o.period.end for o in case.observations))
    if not series.points or case.terms.measure_kind not in _ADDING or case.terms.kind in CHANGES:
        return None
    point = forecast_of(series, month=month).point
    return None if point is None else quantity(case.terms, point)


def _grown_end(case: Case, growth: Decimal) -> Quantity | None:
    """What the year comes to when the rest grows by so many per cent over last year's."""
    last_day = max(o.period.end for o in case.observations)
    series = Series(case.terms, case.observations, last_day)
    if not series.points or series.last.month == 12:
        return None
    before = series.year_before.by_month
    if 12 not in before or series.last.month not in before:
        return None
    rest = (before[12] - before[series.last.month]) * (1 + growth / 100)
    return quantity(case.terms, series.last.amount + rest / quantity(case.terms, Decimal(1)).base)


def _standing(case: Case, amount: Quantity, month: int) -> Status:
    period = Period.to_month(case.terms.year, month)
    last = Series(case.terms, case.observations, period.end).last.observation
    kept = [o for o in case.observations if o.period.end < period.end]
    figures = [*kept, with_figure(case.terms, last, amount, period)]
    return track(case.terms, figures, period.end, forecast=False)
