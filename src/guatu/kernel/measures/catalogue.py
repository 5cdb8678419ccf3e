"""What is a measure, and how is a catalogue of measures read from its data file? Pure, no Django."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from guatu.base.errors import GuatuError

MeasureKind = Literal[
    "flow", "stock", "count", "ratio", "growth", "reduction", "zero_tolerance", "coverage", "milestone"
]
Better = Literal["more", "less"]
Aggregation = Literal["sum", "last", "divide", "none"]

_OVER_TIME: dict[str, Aggregation] = {
    "flow": "sum",
    "count": "sum",
    "zero_tolerance": "sum",
    "stock": "last",
    "milestone": "last",
    "ratio": "divide",
    "coverage": "divide",
    "growth": "divide",
    "reduction": "divide",
}
_OVER_PARTS: dict[str, Aggregation] = {**_OVER_TIME, "stock": "sum", "milestone": "none"}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: its names, unit and kind, and how often it must be heard of.

    `unit` is the base unit in the reader's vocabulary (CNY, USD, percent, mu, km, m2, count:家 …),
    `display_unit` the one that figures are written in (亿元). Kinds: flow (adds up over the year), stock
    (state at a date), count (things counted one by one over the year), ratio, growth, reduction (a fall,
    positive is good), zero_tolerance (events that must not happen), coverage (share that must be whole),
    milestone. `part_of` is the code of a whole that it can never exceed (其中). `stale_after_days`: days
    after the end of a figure's period from which the light goes grey. `estimated_by` is the code of the
    measure that tells roughly what is to come until the next figure is published; it judges no light.
    `by` are the breakdowns that its source gives. `rule_version` says by which rule it is computed: with
    another one its numbers are formed anew.
    """

    code: str
    name_zh: str
    name_en: str
    synonyms: tuple[str, ...]
    unit: str
    display_unit: str
    kind: MeasureKind
    better: Better = "more"
    stale_after_days: int = 60
    definition_zh: str = ""
    definition_en: str = ""
    source: str = ""
    headline: bool = False
    part_of: str = ""
    can_be_negative: bool = False
    estimated_by: str = ""
    by: tuple[str, ...] = ()
    rule_version: str = "1"

    @property
    def over_time(self) -> Aggregation:
        """How points of time make a longer one: added up, the last, divided anew, or not at all."""
        return _OVER_TIME[self.kind]

    @property
    def over_parts(self) -> Aggregation:
        """How the parts (firms, chains, divisions) make the whole: added up, divided anew, or not at all."""
        return _OVER_PARTS[self.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """The Chinese name and all its synonyms."""
        return (self.name_zh, *self.synonyms)


def read_catalogue(path: Path) -> tuple[Measure, ...]:
    """The measures of a TOML file with one table `[measure.<code>]` each, in the order of the file.

    A table may leave out `display_unit` (then `unit`) and all that has a default; an unknown kind or key is a
    GuatuError, since a misspelt key would silently change a light.
    """
    with path.open("rb") as file:
        tables = cast("dict[str, dict[str, object]]", tomllib.load(file).get("measure", {}))
    return tuple(_measure(code, table) for code, table in tables.items())


def _measure(code: str, table: dict[str, object]) -> Measure:
    unknown = set(table) - set(Measure.__dataclass_fields__)
    if unknown or table.get("kind") not in get_args(MeasureKind):
        raise GuatuError("bad_catalogue", f"measure {code}: check kind and keys {sorted(unknown)}")
    if table.get("better", "more") not in get_args(Better):
        raise GuatuError("bad_catalogue", f"measure {code}: better is “more” or “less”")
    return Measure(
        code=code,
        name_zh=str(table["name_zh"]),
        name_en=str(table["name_en"]),
        synonyms=tuple(cast("list[str]", table.get("synonyms", []))),
        unit=str(table["unit"]),
        display_unit=str(table.get("display_unit", table["unit"])),
        kind=cast("MeasureKind", table["kind"]),
        better=cast("Better", table.get("better", "more")),
        stale_after_days=cast("int", table.get("stale_after_days", 60)),
        definition_zh=str(table.get("definition_zh", "")),
        definition_en=str(table.get("definition_en", "")),
        source=str(table.get("source", "")),
        headline=bool(table.get("headline", False)),
        part_of=str(table.get("part_of", "")),
        can_be_negative=bool(table.get("can_be_negative", False)),
        estimated_by=str(table.get("estimated_by", "")),
        by=tuple(cast("list[str]", table.get("by", []))),
        rule_version=str(table.get("rule_version", "1")),
    )
