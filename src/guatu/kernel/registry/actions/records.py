"""How is a record added and changed, by a person or by a trade's own action?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.notices import announce
from guatu.kernel.registry.actions.duplicates import ask_to_look
from guatu.kernel.registry.actions.writing import (
    BATCH,
    attribute_of,
    conflict_refused,
    fill_changes,
    fill_record,
    overwrite,
    value_of,
)
from guatu.kernel.registry.declaration import Registry, Values
from guatu.kernel.registry.models import Record


def create_record(
    registry: Registry, values: Values, *, by: User | None, source: str, as_of: date | None = None
) -> Record:
    """Adds a record with these values, known from `source` as of that day (today when not given)."""
    if registry.create is not None:
        return registry.create(values, by=by, source=source, as_of=as_of)
    with action(f"{registry.slug}.create", by=by):
        return insert_record(registry, values, source=source, as_of=as_of)


def change_record(
    registry: Registry,
    record: Record,
    values: Values,
    *,
    by: User | None,
    source: str,
    as_of: date | None = None,
    seen: datetime | None = None,
) -> Record:
    """Gives a record these values. Refused when it was changed since `seen`, the state its editor saw."""
    if registry.change is not None:
        return registry.change(record, values, by=by, source=source, as_of=as_of, seen=seen)
    with action(f"{registry.slug}.change", by=by):
        return update_record(registry, record, values, source=source, as_of=as_of, seen=seen)


def insert_record(registry: Registry, values: Values, *, source: str, as_of: date | None = None) -> Record:
    """Writes a new record, within an action of the trade's own."""
    record = fill_record(registry, values, clock.now(), source, as_of or clock.today())
    with conflict_refused():
        record.save(force_insert=True)
    ask_to_look(registry)
    announce(f"registry:{registry.slug}")
    return record


def insert_records(
    registry: Registry,
    many: Iterable[Values],
    *,
    source: str,
    as_of: date,
    demonstration: bool = False,
) -> list[Record]:
    """Writes many new records in few statements, within an action of the trade's own; checks nothing."""
    now = clock.now()
    made = [fill_record(registry, values, now, source, as_of, demonstration) for values in many]
    announce(f"registry:{registry.slug}")
    return registry.model._default_manager.bulk_create(made, batch_size=BATCH)


def update_records(
    registry: Registry, many: Iterable[tuple[Record, Values]], *, source: str, as_of: date
) -> int:
    """Writes these values into many records in few statements, within an action of the trade's own."""
    now = clock.now()
    touched: set[str] = set()
    changed: list[Record] = []
    for record, values in many:
        touched.update(fill_changes(registry, record, values, now, source, as_of))
        changed.append(record)
    overwrite(registry, changed, touched)
    announce(f"registry:{registry.slug}")
    return len(changed)


def update_record(
    registry: Registry,
    record: Record,
    values: Values,
    *,
    source: str,
    as_of: date | None = None,
    seen: datetime | None = None,
) -> Record:
    """Writes what differs into a record, within an action of the trade's own; nothing when nothing does."""
    standing = registry.model._default_manager.select_for_update().get(pk=record.pk)
    if seen is not None and standing.changed_at != seen:
        raise Refused(
            "changed_meanwhile",
            _("Somebody else changed this record meanwhile. Nothing was saved; look at it and try again."),
        )
    differing = {name: value for name, value in values.items() if value != value_of(registry, standing, name)}
    if differing:
        touched = fill_changes(registry, standing, differing, clock.now(), source, as_of or clock.today())
        with conflict_refused():
            standing.save(update_fields=[attribute_of(registry, name) for name in touched])
        if differing.keys() & {*registry.near, *registry.near_places, *registry.near_codes}:
            ask_to_look(registry)
        announce(f"registry:{registry.slug}")
    return standing
