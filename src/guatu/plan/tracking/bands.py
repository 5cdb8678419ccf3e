"""By which bands are lights judged, and since when? Data with dates, read from `bands.toml`; pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bands:
    """The thresholds in force from a day on; what each means stands beside it in the data file."""

    effective_from: date
    at_risk_from: Decimal
    margin: Decimal
    confirmed_by: int
    near_days: int
    trend_step: Decimal
    few: int
    source: str


@lru_cache
def bands_of(year: int) -> Bands:
    """The bands by which a plan of that year is judged: those of its first day, else the oldest known."""
    known = sorted(_read(), key=lambda bands: bands.effective_from)
    return next((b for b in reversed(known) if b.effective_from <= date(year, 1, 1)), known[0])


@lru_cache
def _read() -> tuple[Bands, ...]:
    with Path(__file__).with_name("bands.toml").open("rb") as file:
        tables = tomllib.load(file)["bands"]
    return tuple(
        Bands(
            effective_from=table["effective_from"],
            at_risk_from=Decimal(table["at_risk_from"]),
            margin=Decimal(table["margin"]),
            confirmed_by=table["confirmed_by"],
            near_days=table["near_days"],
            trend_step=Decimal(table["trend_step"]),
            few=table["few"],
            source=table["source"],
        )
        for table in tables
    )
