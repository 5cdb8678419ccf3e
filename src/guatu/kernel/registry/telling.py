"""Whose closely kept fields did somebody just see in full? What shows them tells it here."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models

from guatu.kernel.access.actions.readings import TOLD_OF, record_seen
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Registry
from guatu.kernel.registry.values import Shown

Reader = AbstractBaseUser | AnonymousUser
Row = tuple[int, Iterable[tuple[FieldInfo, Shown]]]
Seen = dict[FieldClass, list[models.Model]]


def tell_of_cells(user: Reader, *tables: tuple[type[models.Model], Iterable[Row]]) -> None:
    """Tells of rows (by key) as a page shows them: of the fields that are neither empty nor masked."""
    seen: Seen = {}
    for model, rows in tables:
        for pk, cells in rows:
            for kept in {info.field_class for info, shown in cells if not shown.state} & TOLD_OF:
                seen.setdefault(kept, []).append(model(pk=pk))
    record_seen(user, seen)


def tell_of_records(
    user: Reader,
    registry: Registry,
    records: Iterable[models.Model],
    names: Iterable[str],
    readable: frozenset[FieldClass],
) -> None:
    """Tells of records of which these fields were shown to somebody who reads these classes."""
    infos = [registry.fields[name] for name in names if name in registry.fields]
    closely = [info for info in infos if info.field_class in TOLD_OF & readable]
    if not closely:
        return
    seen: Seen = {}
    for each in records:
        filled = {info.field_class for info in closely if getattr(each, info.field.attname) not in (None, "")}
        for kept in filled:
            seen.setdefault(kept, []).append(each)
    record_seen(user, seen)
