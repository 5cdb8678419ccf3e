"""How is a row written down as plain JSON, so that it can be put back exactly?"""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from django.db import models

from guatu.plan.items import Row

Plain = str | int | bool | None | list[int]
State = dict[str, Plain]

# What tells the row itself apart, and the counter that only ever grows.
LEFT_OUT = frozenset({"id", "plan", "version"})


@cache
def columns(model: type[models.Model]) -> tuple[models.Field[object, object], ...]:
    """The columns of a row that a change can alter."""
    fields = cast("tuple[models.Field[object, object], ...]", model._meta.concrete_fields)
    return tuple(field for field in fields if field.name not in LEFT_OUT)


@cache
def link_names(model: type[models.Model]) -> tuple[str, ...]:
    """The names of the many-to-many fields of a row."""
    return tuple(field.name for field in model._meta.many_to_many)


def state_of(row: Row) -> State:
    """The columns of a row as JSON; without its links to other rows."""
    # What was just set in Python may be of another type than what the column gives back: 1 and Decimal("1").
    return {
        field.attname: _plain(field.to_python(getattr(row, field.attname))) for field in columns(type(row))
    }


def links_of(row: Row, name: str) -> list[int]:
    """The keys of the rows that `row` is linked to, in order."""
    return sorted(getattr(row, name).values_list("pk", flat=True))


def full_state_of(row: Row) -> State:
    """Columns, links and version of a row: enough to make it again."""
    links: State = {name: links_of(row, name) for name in link_names(type(row))}
    return {**state_of(row), **links, "version": row.version}


def put_back(row: Row, state: State) -> None:
    """Sets the columns of `row` that `state` gives; links are left to the caller."""
    for field in columns(type(row)):
        if field.attname in state:
            setattr(row, field.attname, field.to_python(state[field.attname]))


def _plain(value: object) -> Plain:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value)} has no plain form")
