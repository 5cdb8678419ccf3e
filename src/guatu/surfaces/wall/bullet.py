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

    The bar reaches from `bar_start` over `bar_width`; `beyond` says that it is cut off at the end. The band
    is where the year's value is expected with 80 %; `estimate` is where the actual is by what is not yet
    published, with the hollow piece of the bar that it adds.
    """

    target: str
    zero: str = "0"
    bar_start: str | None = None
    bar_width: str | None = None
    pace: str | None = None
    forecast: str | None = None
    band_start: str | None = None
    band_width: str | None = None
    estimate: str | None = None
    estimate_start: str | None = None
    estimate_width: str | None = None
    beyond: bool = False
    forecast_beyond: bool = False


def draw_bullet(status: Status) -> Bullet | None:
    """The chart of a target; None where the plan gives no figure, or nothing but zero is promised."""
    if status.target is None or status.target.amount == 0:
        return None
    target = status.target.amount
    actual, forecast, pace = (_amount(q) for q in (status.actual, status.forecast, status.expected))
    low_end, high_end, estimate = (
        _amount(status.forecast_low),
        _amount(status.forecast_high),
        estimated(status),
    )
    known = [a for a in (actual, forecast, pace, low_end, high_end, estimate) if a is not None]
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
        **_band(span, low_end, high_end),
        **_hollow(span, actual, estimate),
        beyond=actual is not None and actual > high,
        forecast_beyond=forecast is not None and forecast > high,
    )


def estimated(status: Status) -> Decimal | None:
    """The newer actual by what firms returned and nobody published yet, in the unit of the target."""
    value = None if status.estimate is None else status.estimate.value
    if not isinstance(value, Quantity) or status.target is None:
        return None
    same = value.unit.dimension == status.target.unit.dimension
    return value.to(status.target.unit).amount if same else None


def _band(span: _Span, low: Decimal | None, high: Decimal | None) -> dict[str, str]:
    if low is None or high is None:
        return {}
    return {"band_start": span.place(low), "band_width": span.between(low, high)}


def _hollow(span: _Span, actual: Decimal | None, estimate: Decimal | None) -> dict[str, str]:
    if estimate is None:
        return {}
    start, end = sorted((actual or Decimal(0), estimate))
    return {
        "estimate": span.place(estimate),
        "estimate_start": span.place(start),
        "estimate_width": span.between(start, end),
    }


@dataclass(frozen=True, slots=True)
class _Span:
    low: Decimal
    high: Decimal

    def place(self, amount: Decimal) -> str:
        within = min(max(amount, self.low), self.high)
        return per_cent((within - self.low) / (self.high - self.low))

    def between(self, start: Decimal, end: Decimal) -> str:
        low, high = (min(max(amount, self.low), self.high) for amount in (start, end))
        return per_cent((high - low) / (self.high - self.low))

    def length(self, amount: Decimal) -> str:
        within = min(max(amount, self.low), self.high)
        return per_cent(abs(within) / (self.high - self.low))


def per_cent(share: Decimal) -> str:
    """A share as SVG writes a length in per cent, two decimals."""
    return f"{(share * 100).quantize(Decimal('0.01'), ROUND_HALF_UP).normalize():f}"


def _amount(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.amount
