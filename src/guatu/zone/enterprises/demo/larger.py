"""Which of the invented firms do people go and see? The same ones at every start, whatever came since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from guatu.kernel.registry.declaration import Values
from guatu.zone.enterprises.demo.entities import COUNT, LISTS, made_entities
from guatu.zone.enterprises.models import Enterprise, Kind, Scale, Status

_SMALL = 1500


@cache
def larger(count: int = COUNT) -> tuple[str, ...]:
    """The codes of those above scale that stay in business."""
    return tuple(
        str(each["uscc"]) for each in _first_listed(count) if _is_large(each) and not each["closed_on"]
    )


@cache
def smaller(count: int = COUNT) -> tuple[str, ...]:
    """The codes of the first of the small companies that stay in business."""
    small = (
        str(each["uscc"])
        for each in _first_listed(count)
        if each["kind"] == Kind.COMPANY and each["scale"] == Scale.BELOW and not each["closed_on"]
    )
    return tuple(small)[:_SMALL]


@cache
def closing(since: date, count: int = COUNT) -> tuple[str, ...]:
    """The codes of those above scale that closed in the half year, after that day."""
    gone = (each for each in _first_listed(count) if _is_large(each) and each["status"] != Status.IN_BUSINESS)
    return tuple(str(each["uscc"]) for each in gone if _day(each["closed_on"]) > since)


def firm_of(uscc: str) -> Enterprise:
    """The firm with that code, as it is now."""
    return Enterprise.objects.defer("search_text").get(uscc=uscc)


def firms_of(usccs: Sequence[str]) -> list[Enterprise]:
    """The firms with these codes as they are now, in that order."""
    found = {firm.uscc: firm for firm in Enterprise.objects.defer("search_text").filter(uscc__in=usccs)}
    return [found[uscc] for uscc in usccs]


def _first_listed(count: int) -> list[Values]:
    return [each for each in made_entities(count) if _day(each["established_on"]) <= LISTS[0]]


def _is_large(values: Values) -> bool:
    return values["scale"] not in ("", Scale.BELOW)


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value
