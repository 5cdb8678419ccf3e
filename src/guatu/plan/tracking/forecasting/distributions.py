"""How likely is it that a value comes out above a limit, and which value is exceeded with a given chance?

Student's t for amounts whose dispersion is itself estimated from few months (closed form for whole degrees of
freedom: Abramowitz and Stegun, 26.7.3–4), and the negative binomial for things counted one by one. Chances
are computed with floating point and given with four decimals; amounts stay decimals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from math import atan, cos, pi, sin, sqrt
from typing import Protocol

_PLACES = Decimal("0.0001")
_HALVINGS = 60


class Distribution(Protocol):
    """What may come out, and how likely each is."""

    def at_least(self, amount: Decimal) -> Decimal:
        """The chance that it comes out at `amount` or above."""
        ...

    def quantile(self, chance: Decimal) -> Decimal:
        """The amount that is not exceeded with this chance."""
        ...


@dataclass(frozen=True, slots=True)
class Certain:
    """One value alone, at the end of the year."""

    amount: Decimal

    def at_least(self, amount: Decimal) -> Decimal:
        """1 or 0."""
        return Decimal(self.amount >= amount)

    def quantile(self, chance: Decimal) -> Decimal:
        """The value itself."""
        return self.amount


@dataclass(frozen=True, slots=True)
class Spread:
    """A Student's t around `center`; nothing can come out below `floor`, where there is one."""

    center: Decimal
    scale: Decimal
    freedom: int
    floor: Decimal | None = None

    def at_least(self, amount: Decimal) -> Decimal:
        """The chance of `amount` or more."""
        if self.floor is not None and amount <= self.floor:
            return Decimal(1)
        if not self.scale:
            return Decimal(self.center >= amount)
        return rounded(1 - chance_below(float((amount - self.center) / self.scale), self.freedom))

    def quantile(self, chance: Decimal) -> Decimal:
        """The amount that is not exceeded with this chance, not below the floor."""
        amount = self.center + self.scale * t_quantile(chance, self.freedom)
        return amount if self.floor is None else max(amount, self.floor)


@dataclass(frozen=True, slots=True)
class Counted:
    """`so_far` things and those of the rest of the year: a Poisson stream whose rate is known from so far.

    With a gamma prior of shape ½ (Jeffreys) the rest is negative binomial with r = so_far + ½ and p = the
    share of the year (or of last year's course) that is over.
    """

    so_far: int
    share: Decimal

    def at_least(self, amount: Decimal) -> Decimal:
        """The chance of `amount` things or more in all."""
        missing = int(amount.to_integral_value(rounding="ROUND_CEILING")) - self.so_far
        if missing <= 0:
            return Decimal(1)
        return rounded(1 - sum(self._chances(missing)))

    def quantile(self, chance: Decimal) -> Decimal:
        """The smallest number that is not exceeded with at least this chance."""
        return Decimal(self.so_far + number_at(self._chances(10_000), float(chance)))

    def _chances(self, limit: int) -> list[float]:
        """The chances of 0, 1 … limit − 1 more, until no more is likely."""
        r, p = self.so_far + 0.5, float(self.share)
        chance, total, found = p**r, 0.0, []
        for number in range(limit):
            found.append(chance)
            total += chance
            if total > 1 - 1e-12:
                break
            chance *= (r + number) / (number + 1) * (1 - p)
        return found


def number_at(chances: Iterable[float], chance: float) -> int:
    """The smallest of 0, 1, 2 … that is not exceeded with at least this chance."""
    number, below = 0, 0.0
    for number, below in enumerate(accumulate(chances)):  # noqa: B007 - the last one counts where all are used up
        if below >= chance:
            break
    return number


def rounded(chance: float) -> Decimal:
    """A chance with four decimals, within 0 and 1."""
    return min(max(Decimal(chance).quantize(_PLACES), Decimal(0)), Decimal(1))


def chance_below(t: float, freedom: int) -> float:
    """The chance that a Student's t with so many degrees of freedom is below `t`."""
    angle = atan(t / sqrt(freedom))
    term, total = (cos(angle), cos(angle)) if freedom % 2 else (1.0, 1.0)
    for step in range(3 if freedom % 2 else 2, freedom - 1, 2):
        term *= cos(angle) ** 2 * (step - 1) / step
        total += term
    if freedom == 1:
        within = 2 * angle / pi
    elif freedom % 2:
        within = 2 / pi * (angle + sin(angle) * total)
    else:
        within = sin(angle) * total
    return 0.5 + within / 2


@lru_cache(maxsize=500)
def t_quantile(chance: Decimal, freedom: int) -> Decimal:
    """The t that is not exceeded with this chance, with six decimals."""
    low, high = -1000.0, 1000.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if chance_below(middle, freedom) < float(chance):
            low = middle
        else:
            high = middle
    return Decimal(high).quantize(Decimal("0.000001"))
