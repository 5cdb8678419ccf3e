"""Which firms of the demonstration zone report, and what is each like? The same ones every time.

Four hundred stand in the list of 2019. Some came onto it that year and some left it with the end of 2018, so
that last year's level and the comparable base of this year are two things, as they are in life. In August
three newly built works are listed, at the end of September two firms leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Literal
from zlib import crc32

from guatu.kernel.directory import Entity

UNITS = 400

LEFT = {"industry": 5, "services": 4}
ALWAYS = ((2018, 2), (2019, 12))
BUILT, BUILT_FROM = 3, (2019, 8)
"""How many works came onto the list as soon as they made something, and for which month first."""
GONE, GONE_AFTER = 2, (2019, 9)
"""How many firms left the list within the year, and for which month last."""
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
    first: tuple[int, int] = ALWAYS[0]
    last: tuple[int, int] = ALWAYS[1]

    @property
    def number(self) -> int:
        """A number that is the firm's own for ever, whatever its key is."""
        return crc32(self.entity.uscc.encode())

    def reports(self, at: tuple[int, int]) -> bool:
        """Whether it stands in the list at that month of a year."""
        return self.first <= at <= self.last

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
    waiting = [c for c in small if c.established_on >= _OLD_ENOUGH]
    grown, others = waiting[: UNITS - len(flagged)], waiting[UNITS - len(flagged) :]
    shrunk = [c for c in small if c.established_on < date(2012, 1, 1)]
    left = [c for side in LEFT for c in [s for s in shrunk if _side(s.entity) == side][: LEFT[side]]]
    firms = [
        *(_firm(c.entity, "steady") for c in steady),
        *(_firm(c.entity, "new") for c in _without_last((*young, *grown))),
        *(replace(_firm(c.entity, "new"), last=GONE_AFTER) for c in _last((*young, *grown))),
        *(replace(_firm(c.entity, "new"), first=BUILT_FROM) for c in _built(others)),
        *(replace(_firm(c.entity, "left"), last=(2018, 12)) for c in left),
    ]
    return sorted(firms, key=lambda firm: firm.entity.uscc)


def _last(new: Sequence[Candidate]) -> Sequence[Candidate]:
    """Those of the newcomers that leave again: services, so that industry only grows."""
    return [c for c in new if _side(c.entity) == "services"][-GONE:]


def _without_last(new: Sequence[Candidate]) -> list[Candidate]:
    leaving = {c.entity.uscc for c in _last(new)}
    return [c for c in new if c.entity.uscc not in leaving]


def _built(others: Sequence[Candidate]) -> Sequence[Candidate]:
    return [c for c in others if _side(c.entity) == "industry"][:BUILT]


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
