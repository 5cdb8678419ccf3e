"""What would turn a light: which next figure brings it up, which lets it fall, and until which day?

The rule itself is asked with a figure that is not there yet, so that this never tells another story. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.bands import bands_of
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.promise import is_ceiling
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.rules.judging import LADDER
from guatu.plan.tracking.series import quantity, reading
from guatu.plan.tracking.terms import CHANGES, Status, TargetTerms, TurnIf

_STEPS = 48


def turns_if(
    terms: TargetTerms, observations: Sequence[Observation], status: Status, places: int
) -> tuple[TurnIf, ...]:
    """What would turn the light with the next figure, the nearest better light first, then the fall.

    Figures have `places` decimals, rounded to the side on which the light turns.
    """
    last = status.observation
    if last is None or status.actual is None or status.light in (Light.STALE, Light.NOT_STARTED):
        return ()
    if terms.measure_kind == "milestone":
        return tuple(_of_milestone(terms, status))
    if terms.measure_kind == "zero_tolerance":
        one = quantity(terms, terms.value + 1)
        return (TurnIf(Light.BROKEN, False, one, one),) if status.light is Light.KEPT else ()
    if last.period.last_month == 12:
        return ()
    next_figure = _Next(terms, observations, last, status, places)
    return tuple(turn for turn in (*next_figure.rises(), next_figure.fall()) if turn is not None)


def _of_milestone(terms: TargetTerms, status: Status) -> Iterator[TurnIf]:
    if status.light is Light.DONE or status.actual is None:
        return
    due = terms.due or date(terms.year, 12, 31)
    whole = quantity(terms, terms.value)
    missing = whole - status.actual
    yield TurnIf(Light.DONE, True, whole, missing, day=due)
    if status.light is Light.ON_TRACK:
        near = due - timedelta(days=bands_of(terms.year).near_days)
        yield TurnIf(Light.AT_RISK, False, whole, missing, day=near)
    elif status.light is Light.AT_RISK:
        yield TurnIf(Light.BEHIND, False, whole, missing, day=due)


class _Next:
    """The next figure that is to come, and the light that each amount of it would show."""

    def __init__(
        self,
        terms: TargetTerms,
        observations: Sequence[Observation],
        last: Observation,
        status: Status,
        places: int,
    ) -> None:
        assert status.actual is not None
        self._terms, self._status, self._places = terms, status, places
        self._last = last
        self._known = [o for o in observations if o.period.end <= last.period.end]
        self.period = next_period(last.period, self._known)
        self._actual = status.actual
        # An increment of a stock is counted from last year's end, its figures are not.
        level = reading(terms, last)
        assert level is not None
        self._offset = quantity(terms, level).amount - status.actual.amount

    def shown(self, amount: Decimal) -> Light:
        figure = Quantity(amount + self._offset, self._actual.unit)
        return track(
            self._terms,
            [*self._known, with_figure(self._terms, self._last, figure, self.period)],
            self.period.end,
            forecast=False,
        ).light

    def rises(self) -> Iterator[TurnIf]:
        """Each better light with the least that would bring it."""
        at = LADDER.index(self._status.light)
        best = len(LADDER) if self.period.last_month == 12 else LADDER.index(Light.DONE)
        seen: set[Light] = set()
        for wanted in LADDER[at + 1 : best]:
            amount = self._least(wanted)
            light = None if amount is None else self.shown(amount)
            if amount is not None and light is not None and light not in seen:
                seen.add(light)
                yield self._turn(light, True, amount)

    def fall(self) -> TurnIf | None:
        """The least that keeps the light; below it, and which light that would be."""
        now = self._status.light
        amount = self._least(now)
        if amount is None or now is Light.BEHIND:
            return None
        below = self.shown(amount - self._towards_better * self._digit)
        return None if _rank(below) >= _rank(now) else self._turn(below, False, amount)

    def _turn(self, light: Light, better: bool, amount: Decimal) -> TurnIf:
        figure = Quantity(amount, self._actual.unit)
        return TurnIf(light, better, figure, figure - self._actual, self.period)

    @property
    def _towards_better(self) -> int:
        return -1 if is_ceiling(self._terms) else 1

    @property
    def _digit(self) -> Decimal:
        return Decimal(1).scaleb(-self._places)

    def _least(self, wanted: Light) -> Decimal | None:
        """The worst amount that shows this light or a better one; None when none or all do."""
        amounts = [abs(q.amount) for q in (self._actual, self._status.target) if q is not None]
        reach = 2 * max(*amounts, Decimal(1))
        worst = self._actual.amount - self._towards_better * reach
        best = self._actual.amount + self._towards_better * reach
        if self._reaches(worst, wanted) or not self._reaches(best, wanted):
            return None
        for _ in range(_STEPS):
            middle = (worst + best) / 2
            worst, best = (worst, middle) if self._reaches(middle, wanted) else (middle, best)
        # What bisection leaves over is far below any digit that is shown.
        settled = best.quantize(self._digit.scaleb(-6))
        return settled.quantize(self._digit, ROUND_CEILING if self._towards_better > 0 else ROUND_FLOOR)

    def _reaches(self, amount: Decimal, wanted: Light) -> bool:
        return _rank(self.shown(amount)) >= _rank(wanted)


def _rank(light: Light) -> int:
    return LADDER.index(light) if light in LADDER else -1


def next_period(last: Period, known: Sequence[Observation]) -> Period:
    """The period of the figure that comes next, at the distance of the last two of the same year."""
    months = sorted({o.period.last_month for o in known if o.period.year == last.year})
    step = months[-1] - months[-2] if len(months) > 1 else 1
    return Period.to_month(last.year, min(last.last_month + step, 12))


def with_figure(
    terms: TargetTerms, like: Observation, figure: Quantity, period: Period | None = None
) -> Observation:
    """An observation as `like`, which says `figure` where the target reads, perhaps of another period."""
    moved = replace(like, period=period or like.period, restates=None)
    if terms.kind in CHANGES and terms.measure_kind not in CHANGES:
        return replace(moved, growth=figure.amount if terms.kind == "growth" else -figure.amount)
    if isinstance(like.value, Quantity):
        return replace(moved, value=figure.to(like.value.unit))
    return replace(moved, value=figure)
