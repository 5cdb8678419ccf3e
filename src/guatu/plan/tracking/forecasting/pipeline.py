"""What do records that are on their way promise for the rest of the year: projects, patents, firms?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from guatu.plan.tracking.forecasting.distributions import number_at, rounded


@dataclass(frozen=True, slots=True)
class Pipeline:
    """`so_far` things that are counted, and for each that is on its way the chance that it comes this year.

    Each comes or does not, independently of the others; how many come is found exactly by convolution.
    """

    so_far: int
    chances: tuple[Decimal, ...]

    @property
    def expected(self) -> Decimal:
        """How many there will be in the mean."""
        return self.so_far + sum(self.chances, Decimal(0))

    def at_least(self, amount: Decimal) -> Decimal:
        """The chance of `amount` things or more."""
        missing = int(amount.to_integral_value(rounding="ROUND_CEILING")) - self.so_far
        return rounded(sum(self._by_number()[max(missing, 0) :])) if missing > 0 else Decimal(1)

    def quantile(self, chance: Decimal) -> Decimal:
        """The smallest number that is not exceeded with at least this chance."""
        return Decimal(self.so_far + number_at(self._by_number(), float(chance)))

    def _by_number(self) -> list[float]:
        return _convolved(float(chance) for chance in self.chances)


def _convolved(chances: Iterable[float]) -> list[float]:
    found = [1.0]
    for chance in chances:
        stays = [each * (1 - chance) for each in (*found, 0.0)]
        comes = [each * chance for each in (0.0, *found)]
        found = [one + other for one, other in zip(stays, comes, strict=True)]
    return found
