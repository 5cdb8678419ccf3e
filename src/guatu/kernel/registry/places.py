"""Where do the records of a list lie?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.db.models import Q, QuerySet

from guatu.kernel.registry.declaration import MapLayer
from guatu.kernel.registry.models import Record

# A map of more points says no more, and a page that holds them is slow.
MOST = 20_000
GeoJson: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Places:
    """What a map shows: (key, longitude, latitude, name) of points, (key, name, geometry) of shapes."""

    points: tuple[tuple[int, float, float, str], ...]
    shapes: tuple[tuple[int, str, GeoJson], ...]


def have_place(layer: MapLayer) -> Q:
    """The records of which it is known where they lie."""
    condition = Q()
    for name in layer.fields:
        condition &= Q(**{f"{name}__isnull": False})
    return condition


def places_of(layer: MapLayer, records: QuerySet[Record], name: str) -> Places:
    """Where these records lie; `name` is the field by which they are called."""
    placed = records.order_by().filter(have_place(layer))
    if layer.geometry:
        shapes = placed.values_list("pk", name, layer.geometry)[:MOST]
        return Places((), tuple((pk, str(called), geometry) for pk, called, geometry in shapes))
    points = placed.values_list("pk", layer.lon, layer.lat, name)[:MOST]
    return Places(tuple((pk, float(lon), float(lat), str(called)) for pk, lon, lat, called in points), ())


def zone_outline() -> GeoJson | None:
    """The outline of the zone that the installation gives (GUATU_MAP_OUTLINE, GeoJSON); None without one."""
    path = settings.MAP_OUTLINE
    return _read(path, path.stat().st_mtime_ns) if path is not None and path.is_file() else None


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> GeoJson:
    read: GeoJson = json.loads(path.read_text("utf-8"))
    return read
