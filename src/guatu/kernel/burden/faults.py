"""What is wrong with what people are asked: is an element asked twice, too long, or past its end? Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guatu.kernel.burden.forms import AskedField, Side

LONGEST_YEARS = 5
"""How long a field may be asked before somebody has to say again what it is for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An element that is asked in more than one form, past its end, or with an end too far away."""

    kind: Literal["repeated", "expired", "too_long"]
    side: Side
    element: str
    forms: tuple[str, ...]
    expires: date | None = None


def find_faults(fields: Iterable[AskedField], today: date) -> list[Fault]:
    """All faults of the fields that are asked on that day; repeats first."""
    asked = [field for field in fields if field.since <= today]
    return [*_repeated(asked, today), *_ill_dated(asked, today)]


def _repeated(asked: Iterable[AskedField], today: date) -> Iterator[Fault]:
    forms: defaultdict[tuple[Side, str], list[str]] = defaultdict(list)
    for field in asked:
        if field.expires > today:
            forms[field.side, field.element].append(field.form)
    for (side, element), found in forms.items():
        if len(found) > 1:
            yield Fault("repeated", side, element, tuple(found))


def _ill_dated(asked: Iterable[AskedField], today: date) -> Iterator[Fault]:
    for field in asked:
        if field.expires <= today:
            yield Fault("expired", field.side, field.element, (field.form,), field.expires)
        elif field.expires > _years_after(field.since, LONGEST_YEARS):
            yield Fault("too_long", field.side, field.element, (field.form,), field.expires)


def _years_after(day: date, years: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)
