"""Which firms of the demonstration zone report, and what is each like? The same ones every time.

Four hundred stand in the list of 2019. Some came onto it that year and some left it with the end of 2018, so
that last year's level and the comparable base of this year are two things, as they are in life.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Literal

from guatu.kernel.directory import Entity

UNITS = 400

LEFT = {"industry": 5, "services": 4}
_SEED = 20190708
_OLD_ENOUGH = date(2017, 1, 1)

Listing = Literal["steady", "new", "left"]
Side = Literal["industry", "services"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise of the demonstration zone, with the day on which it was founded."""

    entity: Entity
    established_on: date


@dataclass(frozen=True, slots=True)
class Firm:
    """A reporting firm: how large it is and how it works; shares are of its output or income."""

    entity: Entity
    side: Side
    listing: Listing
    size: float
    growth: float
    work_in_progress: float
    processing: float
    new_products: float
    sold: float
    exported: float
    in_stock: float
    energy: float
    gas: float
    margin: float

    @property
    def scale(self) -> str:
        """As what it stands in the list."""
        scale = self.entity.scale
        return scale if scale not in ("", "below") else ("industry" if self.side == "industry" else "service")


def choose_firms(candidates: Sequence[Candidate]) -> list[Firm]:
    """The firms that report in 2018 or 2019: those above the thresholds, newcomers up to 400, and leavers."""
    open_ones = [c for c in candidates if c.entity.status == "in_business"]
    flagged = [c for c in open_ones if c.entity.scale not in ("", "below")][:UNITS]
    small = [c for c in open_ones if c.entity.scale == "below" and c.entity.industry[:1] in "CFI"]
    steady = [c for c in flagged if c.established_on < _OLD_ENOUGH]
    young = [c for c in flagged if c.established_on >= _OLD_ENOUGH]
    grown = [c for c in small if c.established_on >= _OLD_ENOUGH][: UNITS - len(flagged)]
    shrunk = [c for c in small if c.established_on < date(2012, 1, 1)]
    left = [c for side in LEFT for c in [s for s in shrunk if _side(s.entity) == side][: LEFT[side]]]
    listed: list[tuple[Candidate, Listing]] = [
        *((c, "steady") for c in steady),
        *((c, "new") for c in (*young, *grown)),
        *((c, "left") for c in left),
    ]
    firms = [_firm(c.entity, listing) for c, listing in listed]
    return sorted(firms, key=lambda firm: firm.entity.id)


def _side(entity: Entity) -> Side:
    return "industry" if entity.industry[:1] in "BCD" else "services"


def _firm(entity: Entity, listing: Listing) -> Firm:
    random = Random(f"{_SEED} {entity.uscc}")  # noqa: S311 - invented data, no secret
    size = random.paretovariate(1.25)
    size = min(size, 60 if listing == "steady" else 3)
    exports = random.random()
    return Firm(
        entity=entity,
        side=_side(entity),
        listing=listing,
        size=size,
        growth=random.uniform(0.88, 1.2),
        work_in_progress=random.uniform(-0.02, 0.03),
        processing=random.choice((0.0, 0.0, random.uniform(0.005, 0.06))),
        new_products=random.uniform(0.02, 0.3),
        sold=random.uniform(0.93, 1.02),
        exported=random.uniform(0.02, 0.4) if exports < 0.45 else 0.0,
        in_stock=random.uniform(0.02, 0.06),
        energy=random.uniform(0.4, 1.9),
        gas=random.choice((0.0, 0.0, random.uniform(0.05, 0.35))),
        margin=random.uniform(0.01, 0.11),
    )
