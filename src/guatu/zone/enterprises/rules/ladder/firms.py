"""What must be known of an enterprise to judge how far it is? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from guatu.base.quantities import Quantity

Series = Mapping[int, Quantity]
"""Amounts from January up to and with a month, by that month: 2 to 12."""


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title with its days, both inclusive; without a last day it holds on."""

    name: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise as the ladder looks at it.

    `yearly` are amounts by data element and year, `monthly` cumulative ones by data element and year, then by
    month. `scale` is "" or "below" for one that is not on the statistics bureau's list.
    """

    industry: str
    established_on: date | None = None
    in_business: bool = True
    scale: str = ""
    titles: tuple[HeldTitle, ...] = ()
    yearly: Mapping[tuple[str, int], Quantity] = field(default_factory=dict)
    monthly: Mapping[tuple[str, int], Series] = field(default_factory=dict)

    @property
    def is_above_scale(self) -> bool:
        """Whether it is on the statistics bureau's list."""
        return self.scale not in ("", "below")

    def amount(self, element: str, year: int) -> Quantity | None:
        """The amount of a whole year: as it is known, else what is known up to and with December."""
        known = self.yearly.get((element, year))
        return known if known is not None else self.monthly.get((element, year), {}).get(12)

    def course(self, element: str, year: int) -> Series:
        """What is known of a year month by month, its whole as December."""
        whole = self.yearly.get((element, year))
        months = self.monthly.get((element, year), {})
        return months if whole is None else {**months, 12: whole}

    def amounts(self, element: str, last: int, years: int) -> list[Quantity] | None:
        """The amounts of so many years up to `last`, the oldest first; None where one is not known."""
        found = [self.amount(element, year) for year in range(last - years + 1, last + 1)]
        known = [amount for amount in found if amount is not None]
        return known if len(known) == len(found) else None

    def title(self, name: str, on: date) -> HeldTitle | None:
        """The title of that name that holds on that day, the one that holds longest."""
        held = [title for title in self.titles if title.name == name and title.holds_on(on)]
        return max(held, key=lambda title: title.valid_to or date.max, default=None)


def total(amounts: list[Quantity]) -> Quantity:
    """The sum of at least one amount."""
    first, *others = amounts
    return sum(others, start=first)


def is_positive(amount: Quantity) -> bool:
    """Whether it is above nought."""
    return amount.amount > Decimal(0)
