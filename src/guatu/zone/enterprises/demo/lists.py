"""Which entities came into the demonstration zone in the second half of 2019, and which went?

By as many more as the market supervision bureau publishes: register and figure grow alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from guatu.base.happenings import Happening
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_records, update_records
from guatu.kernel.registry.declaration import Values, get_registry
from guatu.zone.enterprises.actions import SLUG
from guatu.zone.enterprises.demo.days import chance
from guatu.zone.enterprises.demo.entities import (
    COUNT,
    SOURCE,
    add_people_and_titles,
    made_entities,
    make_enterprise,
    morning_after,
)
from guatu.zone.enterprises.models import Enterprise, Kind, Scale, Status

GROWN: Mapping[date, int] = {
    date(2019, 7, 31): 84, date(2019, 8, 31): 66, date(2019, 9, 30): 59, date(2019, 10, 31): 72,
    date(2019, 11, 30): 69, date(2019, 12, 31): 78,
}  # fmt: skip
"""By how many more entities came than went in each month: what is published as 市场主体总量 grows by it."""
# Larger firms come and go by the list of those above scale, with a story each; here the many small ones.
_GOING = (Kind.SOLE_TRADER, Kind.COOPERATIVE)


def lists_of_second_half(seed: int) -> Iterator[Happening]:
    """The lists of the market supervision bureau from July to December."""
    for month_end in GROWN:
        says = f"market entities to {month_end}"
        yield Happening(morning_after(month_end), "", says, partial(_record, month_end, seed))


def _record(month_end: date, seed: int) -> None:
    random = chance(f"entities {month_end}", seed)
    went = random.randint(30, 48)
    fresh = [_as_fresh(values, month_end) for values in _fresh(month_end, seed, GROWN[month_end] + went)]
    with action("enterprises.load_demonstration", by=None):
        registry = get_registry(SLUG)
        written = insert_records(registry, fresh, source=SOURCE, as_of=month_end, demonstration=True)
        add_people_and_titles([each for each in written if isinstance(each, Enterprise)], month_end)
        still = Enterprise.objects.filter(
            demonstration=True, status=Status.IN_BUSINESS, kind__in=_GOING, established_on__lt="2018-06-01"
        )
        gone = random.sample(list(still.order_by("uscc")), went)
        ended = [(firm, _end(random.randrange(month_end.day), month_end)) for firm in gone]
        update_records(registry, ended, source=SOURCE, as_of=month_end)


def _end(days_before: int, month_end: date) -> Values:
    return {"status": Status.CANCELLED, "closed_on": month_end - timedelta(days_before)}


def _fresh(month_end: date, seed: int, count: int) -> Sequence[dict[str, object]]:
    random = chance(f"fresh {month_end}", seed)
    taken = {str(values["name"]) for values in made_entities()}
    taken |= set(Enterprise.objects.filter(demonstration=True).values_list("name", flat=True))
    # Numbers of a month of their own, so that no code depends on how many came in the months before.
    first = COUNT + month_end.month * 1000
    return [make_enterprise(random, first + number, taken, month_end) for number in range(count)]


def _as_fresh(values: dict[str, object], month_end: date) -> dict[str, object]:
    random = chance(f"founded {values['uscc']}")
    founded = month_end - timedelta(random.randrange(month_end.day))
    scale = Scale.BELOW if values["kind"] == Kind.COMPANY else values["scale"]
    return {
        **values, "status": Status.IN_BUSINESS, "established_on": founded, "closed_on": None, "scale": scale
    }  # fmt: skip
