"""What comes of the targets by the end of the year: which of them are least likely to be reached?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from guatu.base.quantities import Quantity
from guatu.plan.tracking.terms import Status
from guatu.surfaces.wall.bullet import Bullet, draw_bullet
from guatu.surfaces.wall.facts import TargetFacts
from guatu.surfaces.wall.shown import MINUS, Scale

#: As many rows as can be read beside what turned.
MOST_FORECASTS = 10
_LEAST, _MOST = Decimal("0.01"), Decimal("0.99")


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A target with what is forecast of it: a band that holds the year's value with 80 %, and how likely
    the target is.
    """

    pk: int
    name: str
    light: str
    target: str
    unit: str
    band: str
    likely: str
    bullet: Bullet | None


def forecast_rows(targets: Iterable[tuple[TargetFacts, Scale, str]]) -> tuple[ForecastRow, ...]:
    """The targets of which something is forecast, the least likely first; those in doubt before the sure."""
    known = [row for row in targets if row[0].status.forecast is not None]
    known.sort(key=lambda row: (row[0].status.probability is None, row[0].status.probability or Decimal(0)))
    return tuple(
        ForecastRow(
            pk=target.pk,
            name=target.name,
            light=target.status.light.value,
            target=promised,
            unit=scale.name,
            band=band_in_words(target.status, scale),
            likely=chance(target.status.probability),
            bullet=draw_bullet(target.status),
        )
        for target, scale, promised in known
    )


def band_in_words(status: Status, scale: Scale) -> str:
    """From where to where the year's value is expected with 80 %; where no band is known, its forecast."""
    if status.forecast is None:
        return ""
    if status.forecast_low is None or status.forecast_high is None:
        return scale.estimated(status.forecast).number
    low, high = (_estimated(q, scale) for q in (status.forecast_low, status.forecast_high))
    if low == high:
        return low
    return f"{low} … {high}" if low.startswith(MINUS) else f"{low}–{high}"


def chance(probability: Decimal | None) -> str:
    """How likely the target is reached, in whole per cent; nobody is that sure of 0 or 100."""
    if probability is None:
        return ""
    if probability < _LEAST:
        return "<1%"
    if probability > _MOST:
        return ">99%"
    return f"{(probability * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"


def _estimated(quantity: Quantity, scale: Scale) -> str:
    return scale.estimated(quantity).number
