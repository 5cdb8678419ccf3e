"""What would turn a light: how much is missing to the next better one, at the same period?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from guatu.base.quantities import Quantity
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import CHANGES, Status, TargetTerms

# Lights from bad to good; the others are not turned by another amount at the same period.
_LADDER = (Light.BEHIND, Light.AT_RISK, Light.ON_TRACK, Light.DONE)
_STEPS = 48


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The light that would show, the figure that would turn it there, and how far that is from today's."""

    light: Light
    figure: Quantity
    distance: Quantity


def turning_points(
    terms: TargetTerms, observations: Sequence[Observation], status: Status, today: date, places: int
) -> tuple[TurningPoint, ...]:
    """For each better light the nearest figure that turns it, rounded away from today's to `places` decimals.

    The rule itself is asked (with the last figure replaced), so that this never tells another story.
    """
    last = status.observation
    if status.light not in _LADDER or last is None or status.actual is None:
        return ()
    better = _LADDER[_LADDER.index(status.light) + 1 :]
    shown = _reader(terms, observations, last, today)
    points = (_turning_point(status.actual, light, shown, _reach(status), places) for light in better)
    return _without_repeats(point for point in points if point is not None)


def _turning_point(
    actual: Quantity, light: Light, shown: Callable[[Quantity], Light], reach: Decimal, places: int
) -> TurningPoint | None:
    for direction in (1, -1):
        far = Quantity(actual.amount + direction * reach, actual.unit)
        if _reaches(shown(far), light):
            return _nearest(actual, far, light, shown, places)
    return None


def _nearest(
    actual: Quantity, far: Quantity, light: Light, shown: Callable[[Quantity], Light], places: int
) -> TurningPoint:
    """Halves the way between a figure that does not turn the light and one that does."""
    no, yes = actual.amount, far.amount
    for _ in range(_STEPS):
        middle = (no + yes) / 2
        if _reaches(shown(Quantity(middle, actual.unit)), light):
            yes = middle
        else:
            no = middle
    away = ROUND_CEILING if far.amount > actual.amount else ROUND_FLOOR
    # What bisection leaves over is far below any digit that is shown.
    settled = yes.quantize(Decimal(1).scaleb(-places - 6))
    amount = settled.quantize(Decimal(1).scaleb(-places), away)
    figure = Quantity(amount, actual.unit)
    return TurningPoint(shown(figure), figure, figure - actual)


def _reader(
    terms: TargetTerms, observations: Sequence[Observation], last: Observation, today: date
) -> Callable[[Quantity], Light]:
    def shown(figure: Quantity) -> Light:
        changed = _with_figure(terms, last, figure)
        return track(terms, [changed if o.period == last.period else o for o in observations], today).light

    return shown


def _with_figure(terms: TargetTerms, last: Observation, figure: Quantity) -> Observation:
    if terms.kind in CHANGES and last.growth is not None:
        return replace(last, growth=figure.amount if terms.kind == "growth" else -figure.amount)
    if isinstance(last.value, Quantity) and last.value.unit.dimension == figure.unit.dimension:
        return replace(last, value=figure.to(last.value.unit))
    return last


def _reach(status: Status) -> Decimal:
    """Further than any figure that could matter: twice the larger of target and actual."""
    amounts = [abs(q.amount) for q in (status.target, status.actual, status.expected) if q is not None]
    return 2 * max([*amounts, Decimal(1)])


def _reaches(found: Light, wanted: Light) -> bool:
    return found in _LADDER and _LADDER.index(found) >= _LADDER.index(wanted)


def _without_repeats(points: Iterable[TurningPoint]) -> tuple[TurningPoint, ...]:
    kept: dict[Light, TurningPoint] = {}
    for point in points:
        kept.setdefault(point.light, point)
    return tuple(kept.values())
