"""Which quantities can be compared, and how much are they in one unit?"""

from __future__ import annotations

from decimal import Decimal

from guatu.base.errors import GuatuError
from guatu.base.quantities import unit

# A share of something, not an amount of it: adds to nothing and is no part of an amount.
RELATIVE_KINDS = frozenset({"growth", "ratio"})
RELATIVE_DIMENSIONS = frozenset({"share", "percentage_point", "ratio"})


def dimension(code: str) -> str:
    """The dimension of a normal unit; a unit that nobody knows compares with itself alone."""
    try:
        return unit(code).dimension
    except GuatuError:
        return f"unknown:{code}"


def base_amount(value: Decimal, code: str) -> Decimal:
    """`value` in the smallest unit of its dimension; as it is when the unit is unknown."""
    try:
        return value * unit(code).factor
    except GuatuError:
        return value


def comparable(one: str, other: str) -> bool:
    """True when amounts in the two units can be compared: 亿元 and 万元, not 亿元 and 亿美元."""
    return one == other or dimension(one) == dimension(other)


def is_relative(kind: str, code: str) -> bool:
    """True for rates and shares, which are neither summed nor parts of an amount."""
    return kind in RELATIVE_KINDS or dimension(code) in RELATIVE_DIMENSIONS
