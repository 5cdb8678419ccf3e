"""What happens in the demonstration's year, from the first account to the last figure?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache

from guatu.base import clock
from guatu.base.happenings import Happening, in_order
from guatu.kernel.registry.jobs import look_everywhere, publish_files
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.burden import visits_counted
from guatu.site.demo.documents import documents_of_the_year
from guatu.site.demo.returns import returns_of_the_zone
from guatu.site.demo.year.beginning import beginning
from guatu.site.demo.year.figures import figures_of_the_year
from guatu.site.demo.year.handovers import handovers_of_the_year
from guatu.zone.enterprises.demo import enterprises_of_the_year

FIRST, LAST = date(2019, 2, 25), date(2020, 1, 31)
"""The days that can be played: the figures of December come in January."""
SEED = 20190305
_NIGHTS = (DEMO_TODAY, date(2019, 9, 30), date(2019, 12, 31), LAST)


@cache
def schedule(seed: int = SEED) -> tuple[Happening, ...]:
    """Everything in its order. What came before July 19 is the same for every seed."""
    parts = (
        beginning(),
        figures_of_the_year(),
        enterprises_of_the_year(seed),
        returns_of_the_zone(),
        documents_of_the_year(),
        handovers_of_the_year(),
        visits_counted(),
        _nights(),
    )
    return tuple(in_order(parts))


def _nights() -> Iterator[Happening]:
    """What is done at night: records that may be one are looked for, files for everybody are made."""
    for day in _NIGHTS:
        at = datetime(day.year, day.month, day.day, 5, 10, tzinfo=clock.ZONE_TIME)
        yield Happening(at, "", "records that may be one are looked for", look_everywhere)
        yield Happening(at, "", "files for everybody are made", publish_files)
