"""Which targets add up to which? Sums are found as a + b (+ c …) = whole, exactly.

A chance hit is worse than a missed sum, since every later actual is checked against it. So parts must
stand near their whole, in its section and dimension; and unless the plan marks them as parts (其中), figures
with few significant digits (20 + 10 = 30) do not count, nor a rate, nor one subject over several terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from guatu.plan.lint.snapshot import TargetTerms
from guatu.plan.lint.units import base_amount, dimension, is_relative

NEAR_CHARACTERS = 300
CANDIDATES = 20
SIGNIFICANT_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, as target ids; `marked` when the plan itself calls them parts."""

    whole: int
    parts: tuple[int, ...]
    marked: bool


def find_identities(targets: Iterable[TargetTerms]) -> tuple[Sum, ...]:
    """All sums among the targets, at most one a whole: the marked one, else the closest."""
    amounts = [t for t in targets if t.value is not None and t.value > 0 and not is_relative(t.kind, t.unit)]
    found = (_marked_sum(whole, amounts) or _unmarked_sum(whole, amounts) for whole in amounts)
    return tuple(each for each in found if each)


def significant_digits(value: Decimal) -> int:
    """How many digits of `value` say something: 3908 has four, 2550 three, 600 one."""
    return len(value.normalize().as_tuple().digits)


def adds_up(whole: TargetTerms, parts: Sequence[TargetTerms]) -> bool:
    """True when the parts' values sum exactly to the whole's, whatever the units of one dimension."""
    return _amount(whole) == sum(map(_amount, parts))


def _marked_sum(whole: TargetTerms, amounts: Sequence[TargetTerms]) -> Sum | None:
    parts = [t for t in amounts if t.parent == whole.id and _same_sort(t, whole)]
    if len(parts) >= 2 and adds_up(whole, parts):
        return Sum(whole.id, tuple(t.id for t in parts), marked=True)
    return None


def _unmarked_sum(whole: TargetTerms, amounts: Sequence[TargetTerms]) -> Sum | None:
    if _digits(whole) < SIGNIFICANT_DIGITS:
        return None
    near = sorted((t for t in amounts if _may_be_part(t, whole)), key=lambda t: _distance(t, whole))
    sums = (parts for parts in _groups(near[:CANDIDATES]) if adds_up(whole, parts) and _telling(whole, parts))
    closest = min(sums, key=lambda parts: sum(_distance(t, whole) for t in parts), default=None)
    return Sum(whole.id, tuple(t.id for t in closest), marked=False) if closest else None


def _groups(candidates: Sequence[TargetTerms]) -> Iterator[tuple[TargetTerms, ...]]:
    yield from combinations(candidates, 2)
    yield from combinations(candidates, 3)


def _may_be_part(part: TargetTerms, whole: TargetTerms) -> bool:
    return (
        part.id != whole.id
        and part.section == whole.section
        and _same_sort(part, whole)
        and part.parent in (None, whole.id)
        and whole.parent != part.id
        and part.subject != whole.subject
        and _amount(part) < _amount(whole)
        and _distance(part, whole) <= NEAR_CHARACTERS
    )


def _telling(whole: TargetTerms, parts: Sequence[TargetTerms]) -> bool:
    """Two parts must both have three digits, or two where the other has three; three parts all three."""
    digits = sorted(_digits(t) for t in parts)
    if len(parts) > 2:
        return digits[0] >= SIGNIFICANT_DIGITS and _digits(whole) > SIGNIFICANT_DIGITS
    return digits[0] >= SIGNIFICANT_DIGITS - 1 and digits[-1] >= SIGNIFICANT_DIGITS


def _same_sort(one: TargetTerms, other: TargetTerms) -> bool:
    return (one.kind == other.kind) and dimension(one.unit) == dimension(other.unit)


def _distance(one: TargetTerms, other: TargetTerms) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _digits(target: TargetTerms) -> int:
    value = target.written if target.written is not None else target.value
    return significant_digits(value) if value is not None else 0


def _amount(target: TargetTerms) -> Decimal:
    return base_amount(target.value, target.unit) if target.value is not None else Decimal(0)
