"""Which records of a registry may be one, and which point to another that stands for them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from guatu.kernel.registry.declaration import Registry, Values
from guatu.kernel.registry.likeness import Traits, place_of
from guatu.kernel.registry.models import Likeness, Record, Verdict
from guatu.kernel.registry.spelling import plain_text

R = TypeVar("R", bound=Record)


def without_duplicates(
    registry: Registry, records: QuerySet[R], *, known_at: datetime | None = None
) -> QuerySet[R]:
    """The records without those that point to another: for lists, and for counting as known at a moment."""
    if not registry.near:
        return records
    pointing = Likeness.objects.filter(registry=registry.slug, verdict=Verdict.SAME)
    if known_at is not None:
        pointing = pointing.filter(decided_at__lte=known_at)
    return records.exclude(pk__in=pointing.values("duplicate"))


def kept_instead(registry: Registry) -> dict[int, int]:
    """For each duplicate the record that stands for it, at the end of the way when several point on."""
    same = Likeness.objects.filter(registry=registry.slug, verdict=Verdict.SAME)
    points = {pair.duplicate: pair.kept for pair in same.only("one", "other", "duplicate")}
    return {duplicate: _end(duplicate, points) for duplicate in points if duplicate is not None}


def traits_on_record(registry: Registry) -> Iterator[Traits]:
    """What can be compared of every record that stands for itself."""
    names = [*registry.near, *registry.near_places, *registry.near_codes]
    records = without_duplicates(registry, registry.model._default_manager.all())
    for row in records.values_list("pk", *names).iterator(chunk_size=2000):
        yield traits_of(registry, row[0], dict(zip(names, row[1:], strict=True)))


def traits_of(registry: Registry, key: int, values: Values) -> Traits:
    """What can be compared of a record with these values."""
    tell_name = registry.near_text or plain_text
    return Traits(
        key,
        tuple(name for name in _told(values, registry.near, tell_name) if len(name) > 1),
        tuple(_told(values, registry.near_places, place_of)),
        {
            name: code
            for name, lasting in registry.near_codes.items()
            for code in _told(values, [name], lasting)
        },
    )


def _told(values: Values, names: Iterable[str], tell: Callable[[str], str]) -> Iterator[str]:
    for name in names:
        text = str(values.get(name) or "")
        if text and (told := tell(text)):
            yield told


def _end(start: int, points: Mapping[int | None, int | None]) -> int:
    end = start
    while (further := points.get(end)) is not None:
        end = further
    return end
