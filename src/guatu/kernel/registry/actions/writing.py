"""How do values come into a record, with their source, and many records into the database at once?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.registry.declaration import Registry, Values
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.spelling import search_text

KEY = ("id",)
BATCH = 1000


def search_text_of(registry: Registry, record: Record) -> str:
    """What a search looks through of this record."""
    return search_text(str(getattr(record, name) or "") for name in registry.search)


@contextmanager
def conflict_refused() -> Iterator[None]:
    """Refuses in a sentence what only the database sees."""
    # Two people record the same enterprise in the same second: only the database sees that.
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("Another record has the same number, or got it just now. Nothing was saved; look it up.")
        raise Refused("conflict", sentence) from error


def attribute_of(registry: Registry, name: str) -> str:
    """The attribute that holds what is kept of a field: of one that points elsewhere, the key."""
    return registry.fields[name].field.attname if name in registry.fields else name


def value_of(registry: Registry, record: Record, name: str) -> object:
    """What is kept of a field; of one that points elsewhere, the key."""
    return getattr(record, attribute_of(registry, name))


def fill_record(
    registry: Registry, values: Values, now: datetime, source: str, as_of: date, demonstration: bool = False
) -> Record:
    """A new record with the values and their source, not written yet."""
    plain = {attribute_of(registry, name): value for name, value in values.items()}
    record = registry.model(**plain)
    record.recorded_at = record.changed_at = now
    record.provenance = {"": [source, as_of.isoformat()]}
    record.demonstration = demonstration
    if registry.before_write is not None:
        registry.before_write(record, {})
    record.search_text = search_text_of(registry, record)
    return record


def fill_changes(
    registry: Registry, record: Record, values: Values, now: datetime, source: str, as_of: date
) -> list[str]:
    """Gives the record the values, with their source; the names of all fields that must be written."""
    before = {name: value_of(registry, record, name) for name in values}
    for name, value in values.items():
        setattr(record, attribute_of(registry, name), value)
    further = list(registry.before_write(record, before)) if registry.before_write else []
    named = {name: [source, as_of.isoformat()] for name in (*values, *further)}
    record.provenance = {**record.provenance, **named}
    record.changed_at = now
    record.search_text = search_text_of(registry, record)
    return [*values, *further, "provenance", "changed_at", "search_text"]


def overwrite(registry: Registry, records: Sequence[Record], names: Iterable[str]) -> None:
    """Writes these fields of many records in few statements."""
    fields = list(names)
    if records:
        # An insert that meets its own key is an update: many times faster than one CASE for each row.
        registry.model._default_manager.bulk_create(
            records, batch_size=BATCH, update_conflicts=True, unique_fields=KEY, update_fields=fields
        )
