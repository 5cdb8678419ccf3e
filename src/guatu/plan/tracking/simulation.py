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
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.series import Series, quantity, reading
from guatu.plan.tracking.terms import Status, TargetTerms
from guatu.plan.tracking.turns import with_figure


@dataclass(frozen=True, slots=True)
class Case:
    """A target as it stands; `wholes` are the keys of the targets that it is a part of."""

    terms: TargetTerms
    observations: tuple[Observation, ...]
    wholes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assumption:
    """What is assumed of one target: another last figure, another day, or growth of the rest of the year.

    `growth` is in per cent against the same rest of last year. With it lights are those of the year's end,
    where every other target ends at its forecast.
    """

    key: int
    figure: Quantity | None = None
    due: date | None = None
    growth: Decimal | None = None


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
    if assumed.key not in cases:
        return ()
    case = cases[assumed.key]
    if assumed.due is not None:
        case = replace(case, terms=replace(case.terms, due=assumed.due))
    if assumed.growth is not None:
        return _at_year_end(cases, assumed, case)
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


def _at_year_end(cases: Mapping[int, Case], assumed: Assumption, case: Case) -> tuple[Outcome, ...]:
    end = date(case.terms.year, 12, 31)
    expected = _expected_end(case)
    if expected is None or assumed.growth is None:
        return ()
    reached = _grown_end(case, assumed.growth)
    if reached is None:
        return ()
    outcomes = []
    for key in _moved(cases, assumed.key):
        each = case if key == assumed.key else cases[key]
        ends = _expected_end(each)
        if ends is not None:
            before, after = (_ended(each, amount, end) for amount in (ends, ends + (reached - expected)))
            outcomes.append(Outcome(key, before, after))
    return tuple(outcomes)


def _expected_end(case: Case) -> Quantity | None:
    """The forecast for the end of the year, by the day of the last figure."""
    if not case.observations:
        return None
    status = track(case.terms, case.observations, max(o.period.end for o in case.observations))
    return status.forecast if status.adds_up else None


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


def _ended(case: Case, amount: Quantity, end: date) -> Status:
    series = Series(case.terms, case.observations, end)
    period = Period.to_month(case.terms.year, 12)
    kept = [o for o in case.observations if o.period.end < end]
    return track(case.terms, [*kept, with_figure(case.terms, series.last.observation, amount, period)], end)
