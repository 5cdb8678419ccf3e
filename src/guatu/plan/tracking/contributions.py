"""What does each part of a whole add to it, to its gap to the pace and to its growth? Pure.

贡献率 = Δpart ÷ Δwhole; 拉动点数 = Δpart ÷ the whole's comparable base, in percentage points, which is 贡献率
times the whole's growth. Δ is against the comparable base, never against last year's published level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from guatu.base.quantities import Quantity
from guatu.plan.tracking.terms import Contribution


@dataclass(frozen=True, slots=True)
class Part:
    """A whole or one of its parts at the same period: its amount, its pace, its comparable base."""

    name: str
    amount: Quantity
    expected: Quantity | None = None
    before: Quantity | None = None
    key: int | None = None


def contributions(whole: Part, parts: Sequence[Part]) -> tuple[Contribution, ...]:
    """What each part adds, in the order given; shares are exact, None where what they divide is zero."""
    return tuple(_contribution(whole, part) for part in parts)


def rest_of(whole: Part, parts: Sequence[Part], name: str) -> Part | None:
    """What the parts leave of the whole, None where they leave nothing; only what all have is subtracted."""
    amount = _less(whole.amount, [part.amount for part in parts])
    if amount is None or not amount.amount:
        return None
    return Part(
        name,
        amount,
        _less(whole.expected, [part.expected for part in parts]),
        _less(whole.before, [part.before for part in parts]),
    )


def _less(whole: Quantity | None, parts: Sequence[Quantity | None]) -> Quantity | None:
    for part in parts:
        if whole is None or part is None:
            return None
        whole = whole - part
    return whole


def _contribution(whole: Part, part: Part) -> Contribution:
    gap, change = _difference(part.amount, part.expected), _difference(part.amount, part.before)
    pull = _ratio(change, whole.before)
    return Contribution(
        name=part.name,
        amount=part.amount,
        key=part.key,
        share=_ratio(part.amount, whole.amount),
        gap=gap,
        gap_share=_ratio(gap, _difference(whole.amount, whole.expected)),
        growth_share=_ratio(change, _difference(whole.amount, whole.before)),
        pull=None if pull is None else pull * 100,
    )


def _difference(amount: Quantity, other: Quantity | None) -> Quantity | None:
    return None if other is None else amount - other


def _ratio(above: Quantity | None, below: Quantity | None) -> Decimal | None:
    return None if above is None or below is None or not below.base else above.base / below.base
