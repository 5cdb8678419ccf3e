"""Does an enterprise come to be above scale this year, or fall out of it? Pure.

The bureau approves 入规 once a year, on last year's audited revenue; firms that have just begun may enter by
the month. What is said here is what the figures foresee, never that somebody is on the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from guatu.base.quantities import Quantity
from guatu.zone.enterprises.rules.ladder.conditions import Threshold, leaving_on, threshold_for
from guatu.zone.enterprises.rules.ladder.firms import Firm
from guatu.zone.enterprises.rules.ladder.forecasting import Forecast, forecast

Prospect = Literal["on_list", "watch", "falls", "gone", "crossed", "within_reach", "pool", "far", "unknown"]

POOL_SHARE = Decimal("0.8")
"""From which part of the threshold a firm is fostered: 16 of 20 million yuan (小升规 pool)."""


@dataclass(frozen=True, slots=True)
class ScaleView:
    """How an enterprise stands to the statistics bureau's list.

    Not on it: crossed (this year's or last year's revenue is enough), within_reach (it will be this year),
    pool (close to it), far, unknown (no figures). On it: on_list, watch (this year falls short), falls (and
    so did the years before: it leaves), gone (closed or moved away and still on it).
    """

    prospect: Prospect
    threshold: Threshold | None
    last_year: Quantity | None = None
    this_year: Forecast | None = None
    years_below: int = 0

    @property
    def expected(self) -> Quantity | None:
        """What the year will come to, else what the last one was."""
        return self.this_year.total if self.this_year is not None else self.last_year

    @property
    def gap(self) -> Quantity | None:
        """How far the year falls short of the threshold; None where it does not, or nothing is known."""
        expected = self.expected
        if self.threshold is None or expected is None or expected >= self.threshold.amount:
            return None
        return self.threshold.amount - expected


def view_scale(firm: Firm, on: date) -> ScaleView:
    """How the enterprise stands on that day."""
    threshold = threshold_for(firm.industry, on)
    if firm.is_above_scale and not firm.in_business:
        return ScaleView("gone", threshold)
    if threshold is None:
        return ScaleView("on_list" if firm.is_above_scale else "unknown", None)
    last = firm.amount(threshold.element, on.year - 1)
    foreseen = forecast(
        firm.monthly.get((threshold.element, on.year), {}),
        firm.course(threshold.element, on.year - 1),
        threshold.amount,
    )
    view = ScaleView("unknown", threshold, last, foreseen, _years_below(firm, threshold, on.year - 1))
    prospect = _outlook_on_list(view, on) if firm.is_above_scale else _outlook_below(view)
    return ScaleView(prospect, threshold, last, foreseen, view.years_below)


def _outlook_on_list(view: ScaleView, on: date) -> Prospect:
    short = view.this_year is not None and view.gap is not None
    rule = leaving_on(on)
    years = view.years_below + int(short)
    if rule is not None and years >= rule.years:
        return "falls"
    return "watch" if short or view.years_below else "on_list"


def _outlook_below(view: ScaleView) -> Prospect:
    assert view.threshold is not None
    needed = view.threshold.amount
    if view.last_year is not None and view.last_year >= needed:
        return "crossed"
    if view.this_year is not None and view.this_year.crosses_in is not None:
        return "crossed" if view.this_year.has_crossed else "within_reach"
    expected = view.expected
    if expected is None:
        return "unknown"
    return "pool" if expected.base >= needed.base * POOL_SHARE else "far"


def _years_below(firm: Firm, threshold: Threshold, last: int) -> int:
    """For how many whole years in a row, up to `last`, the amount is known to be below the threshold."""
    years = 0
    while (amount := firm.amount(threshold.element, last - years)) is not None and amount < threshold.amount:
        years += 1
    return years
