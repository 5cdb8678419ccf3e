"""Where do the bar, the target, the pace and the forecast stand on a target's bullet chart?

After Stephen Few's bullet graph: one bar against one mark, and the pace as a notch. All positions are
per cent of the chart's width, so that the drawing needs no size of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from guatu.base.quantities import Quantity
from guatu.plan.tracking.terms import Status

#: The chart ends a little behind the target, and never further than 40 % behind it.
_HEADROOM, _FURTHEST = Decimal("1.12"), Decimal("1.40")


@dataclass(frozen=True, slots=True)
class Bullet:
    """Positions on the chart in per cent; None where there is nothing to draw.

    The bar reaches from `bar_start` over `bar_width`; `beyond` says that it is cut off at the end.
    """

    target: str
    zero: str = "0"
    bar_start: str | None = None
    bar_width: str | None = None
    pace: str | None = None
    forecast: str | None = None
    beyond: bool = False
    forecast_beyond: bool = False


def draw_bullet(status: Status) -> Bullet | None:
    """The chart of a target; None where the plan gives no figure, or nothing but zero is promised."""
    if status.target is None or status.target.amount == 0:
        return None
    target = status.target.amount
    actual, forecast, pace = (_amount(q) for q in (status.actual, status.forecast, status.expected))
    known = [amount for amount in (actual, forecast, pace) if amount is not None]
    low = min([Decimal(0), target * _HEADROOM, *(max(amount, -abs(target)) for amount in known)])
    high = max([Decimal(0), target * _HEADROOM, *(min(amount, abs(target) * _FURTHEST) for amount in known)])
    span = _Span(low, high)
    has_pace = pace is not None and pace != target
    return Bullet(
        target=span.place(target),
        zero=span.place(Decimal(0)),
        bar_start=None if actual is None else span.place(min(actual, Decimal(0))),
        bar_width=None if actual is None else span.length(actual),
        pace=span.place(pace) if has_pace and pace is not None else None,
        forecast=None if forecast is None else span.place(forecast),
        beyond=actual is not None and actual > high,
        forecast_beyond=forecast is not None and forecast > high,
    )


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal

    def place(self, amount: Decimal) -> str:
        within = min(max(amount, self.low), self.high)
        return per_cent((within - self.low) / (self.high - self.low))

    def length(self, amount: Decimal) -> str:
        within = min(max(amount, self.low), self.high)
        return per_cent(abs(within) / (self.high - self.low))


def per_cent(share: Decimal) -> str:
    """A share as SVG writes a length in per cent, two decimals."""
    return f"{(share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"


def _amount(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.amount
