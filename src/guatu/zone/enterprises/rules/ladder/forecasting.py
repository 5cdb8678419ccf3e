"""What will a year come to, and in which month is a threshold crossed? From cumulative months. Pure.

Last year's own seasons are the shape where they are known (many firms earn a third of the year in its last
quarter), else the year is taken as even.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from guatu.base.quantities import Quantity
from guatu.zone.enterprises.rules.ladder.firms import Series

MONTHS = range(2, 13)
"""Months in which there is something to know: January is not reported alone."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a year will come to, known up to and with `known_to`.

    `crosses_in` is the month in which the threshold is reached; `has_crossed` tells whether that is known
    already or foreseen. `by_last_year` tells whether last year's seasons were used.
    """

    total: Quantity
    known_to: int
    known: Quantity
    crosses_in: int | None
    has_crossed: bool
    by_last_year: bool


def forecast(this_year: Series, last_year: Series, threshold: Quantity) -> Forecast | None:
    """What the year will come to; None where nothing of it is known."""
    months = [month for month in MONTHS if month in this_year]
    if not months:
        return None
    known_to = months[-1]
    shape = _shape(last_year, known_to)
    known = this_year[known_to]
    projected = {month: this_year[month] for month in months}
    for month in range(known_to + 1, 13):
        grown = known.amount * shape[month] if shape else known.amount * month / known_to
        projected[month] = Quantity(grown, known.unit)
    crossing = next((month for month in sorted(projected) if projected[month] >= threshold), None)
    return Forecast(
        total=projected[12],
        known_to=known_to,
        known=known,
        crosses_in=crossing,
        has_crossed=crossing is not None and crossing <= known_to,
        by_last_year=bool(shape),
    )


def _shape(last_year: Series, known_to: int) -> dict[int, Decimal]:
    """How much of the sum at `known_to` each later month's sum was last year; {} where that is not known.

    A correction may have made a later sum smaller; a year never runs backwards in a forecast.
    """
    later = range(known_to, 13)
    if any(month not in last_year for month in later) or last_year[known_to].amount <= 0:
        return {}
    bases = list(accumulate((last_year[month].base for month in later), max))
    return {month: base / bases[0] for month, base in zip(later, bases, strict=True)}
