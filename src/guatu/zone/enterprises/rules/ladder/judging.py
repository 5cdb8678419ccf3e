"""Which conditions of a step does an enterprise meet, which not, and of which is nothing known? Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from guatu.base.quantities import Quantity, unit
from guatu.zone.enterprises.rules.ladder.conditions import Criterion, Step
from guatu.zone.enterprises.rules.ladder.firms import Firm, HeldTitle, is_positive, total

State = Literal["met", "missing", "unknown"]
Reach = Literal["reached", "ready", "near", "far", "unknown"]

SOON = timedelta(days=183)
"""How long before its end a title is said to run out: the papers of a renewal take half a year."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition, whether it is met, what is and what would be needed; `gap` is what is missing."""

    criterion: Criterion
    state: State
    value: Quantity | None = None
    needed: Quantity | None = None

    @property
    def gap(self) -> Quantity | None:
        """How much more is needed; None where nothing is missing, or nothing is known."""
        if self.state != "missing" or self.value is None or self.needed is None:
            return None
        return self.needed - self.value


@dataclass(frozen=True, slots=True)
class Judged:
    """A step with the verdict on each of its conditions, and the title where it is held already."""

    step: Step
    verdicts: tuple[Verdict, ...]
    held: HeldTitle | None = None
    ends_soon: bool = False

    def count(self, state: State) -> int:
        """How many conditions are met, missing or unknown."""
        return sum(verdict.state == state for verdict in self.verdicts)

    @property
    def reach(self) -> Reach:
        """reached: the title is held. ready: all is met. unknown: more is unknown than met.

        near: one is missing at most, and no more than two are in doubt; far: everything else.
        """
        if self.held is not None:
            return "reached"
        missing, unknown = self.count("missing"), self.count("unknown")
        if not missing and not unknown:
            return "ready"
        if unknown > self.count("met"):
            return "unknown"
        return "near" if missing + unknown <= 2 and missing <= 1 else "far"

    @property
    def falls(self) -> bool:
        """Whether a title that ends soon could not be had again as things are known."""
        return self.ends_soon and self.count("missing") > 0


def judge_step(step: Step, firm: Firm, on: date) -> Judged:
    """How far the enterprise is from that step on that day, by the last whole year that is over then."""
    held = firm.title(step.title, on) if step.title else None
    ends = held.valid_to if held is not None else None
    verdicts = tuple(judge(criterion, firm, on) for criterion in step.criteria)
    return Judged(step, verdicts, held, ends is not None and ends - on <= SOON)


def judge(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    """The verdict on one condition."""
    return _JUDGES[criterion.kind](criterion, firm, on)


def _age(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    needed = Quantity(Decimal(criterion.days), unit("day"))
    if firm.established_on is None:
        return Verdict(criterion, "unknown", None, needed)
    return _compared(criterion, Quantity(Decimal((on - firm.established_on).days), unit("day")), needed)


def _amount(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    return _compared(criterion, firm.amount(criterion.element, on.year - 1), criterion.least)


def _sum(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    amounts = firm.amounts(criterion.element, on.year - 1, criterion.years)
    return _compared(criterion, total(amounts) if amounts else None, criterion.least)


def _each_year(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    years = range(on.year - criterion.years, on.year)
    known = [a for a in (firm.amount(criterion.element, year) for year in years) if a is not None]
    if any(not is_positive(amount) for amount in known):
        return Verdict(criterion, "missing", min(known), criterion.least)
    return _sum(criterion, firm, on)


def _none(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    cases = firm.amount(criterion.element, on.year - 1)
    if cases is None:
        return Verdict(criterion, "unknown")
    return Verdict(criterion, "missing" if is_positive(cases) else "met", cases)


def _share(criterion: Criterion, firm: Firm, on: date) -> Verdict:
    last = on.year - 1
    parts = firm.amounts(criterion.element, last, criterion.years)
    wholes = firm.amounts(criterion.whole, last, criterion.years)
    needed = _needed_share(criterion, firm.amount(criterion.whole, last))
    if parts is None or wholes is None or needed is None or not is_positive(total(wholes)):
        return Verdict(criterion, "unknown", None, needed)
    share = total(parts).base * 100 / total(wholes).base
    return _compared(criterion, Quantity(share, unit("percent")), needed)


def _needed_share(criterion: Criterion, whole: Quantity | None) -> Quantity | None:
    if not criterion.bands:
        return criterion.least
    if whole is None:
        return None
    share = next(share for limit, share in criterion.bands if limit is None or whole <= limit)
    return Quantity(share, unit("percent"))


def _compared(criterion: Criterion, value: Quantity | None, needed: Quantity | None) -> Verdict:
    if value is None or needed is None:
        return Verdict(criterion, "unknown", value, needed)
    is_met = value > needed if criterion.strict else value >= needed
    return Verdict(criterion, "met" if is_met else "missing", value, needed)


_JUDGES: dict[str, Callable[[Criterion, Firm, date], Verdict]] = {
    "age": _age,
    "amount": _amount,
    "share": _share,
    "sum": _sum,
    "each_year": _each_year,
    "none": _none,
}
