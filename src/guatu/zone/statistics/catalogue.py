"""Which measures does the catalogue hold? Pure, no Django: the plan reader's command binds by it too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from guatu.kernel.measures.catalogue import Measure, read_catalogue
from guatu.kernel.measures.names import MeasureNames

CATALOGUE_FILE = Path(__file__).with_name("catalogue.toml")


@cache
def load_catalogue() -> tuple[Measure, ...]:
    """All measures of catalogue.toml, in its order; read once per process."""
    return read_catalogue(CATALOGUE_FILE)


@cache
def measure_names() -> MeasureNames:
    """The names of all measures, made ready for looking up; built once per process."""
    return MeasureNames(load_catalogue())
