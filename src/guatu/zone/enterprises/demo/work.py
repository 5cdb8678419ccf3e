"""What do the people of the demonstration zone do with their enterprises, from March 2019 to January 2020?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import takewhile

from guatu.base import clock
from guatu.base.happenings import Happening, in_order, live_through
from guatu.zone.enterprises.demo.caring import caring
from guatu.zone.enterprises.demo.climbing import climbing
from guatu.zone.enterprises.demo.coming import coming
from guatu.zone.enterprises.demo.days import SEED
from guatu.zone.enterprises.demo.entities import COUNT, lists_of_half_year
from guatu.zone.enterprises.demo.lists import lists_of_second_half
from guatu.zone.enterprises.models import Visit

HALF_YEAR = date(2019, 7, 18)


def enterprises_of_the_year(seed: int = SEED, count: int = COUNT) -> Iterator[Happening]:
    """The lists of the market supervision bureau, and all that people do with the firms on them."""
    yield from lists_of_half_year(count)
    yield from lists_of_second_half(seed)
    yield from caring(count)
    yield from climbing(count)
    yield from coming(count, seed)


def load_work(say: Callable[[str], None], count: int = COUNT) -> None:
    """Lives through the half year: groups, care, visits, inspections, authorised figures, the ladder."""
    if Visit.objects.filter(demonstration=True).exists():
        return
    say("groups, visits, inspections and the ladder")
    work = in_order([caring(count), climbing(count), coming(count, SEED)])
    live_through(takewhile(lambda happening: clock.day_of(happening.at) < HALF_YEAR, work))
