"""Which conditions hold on a day, for which industries, and from which paper? Read from ladder.toml. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from guatu.base.errors import GuatuError
from guatu.base.quantities import Quantity, unit

FILE = Path(__file__).with_name("ladder.toml")
CriterionKind = Literal["age", "amount", "share", "each_year", "sum", "none"]
Ladder = Literal["title", "listing"]
_KINDS = ("age", "amount", "share", "each_year", "sum", "none")


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which yearly amount of a data element enterprises of these industries are above scale."""

    scale: str
    industries: tuple[str, ...]
    element: str
    amount: Quantity
    since: date
    source: str

    def fits(self, industry: str) -> int:
        """How many characters of a code of GB/T 4754 it speaks of; 0 where it does not."""
        return max((len(each) for each in self.industries if industry.startswith(each)), default=0)


@dataclass(frozen=True, slots=True)
class Leaving:
    """After how many years in a row below the threshold an enterprise leaves the list."""

    years: int
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a step.

    Kinds: age (days since it was established), amount (of last year), share (of `whole`, in percent, over the
    last `years`), sum (over the last years), each_year (above nought in each of them, and in all), none (not
    one in the last year). `least` is what is needed, itself enough unless `strict`. `bands` are of a share:
    up to which `whole` of last year (None for all above) how many percent are needed.
    """

    code: str
    kind: CriterionKind
    name_zh: str
    name_en: str
    element: str
    whole: str
    years: int
    days: int
    least: Quantity | None
    strict: bool
    bands: tuple[tuple[Quantity | None, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A title to be had, or a board to be listed on, with its conditions; it holds from `since`."""

    code: str
    ladder: Ladder
    name_zh: str
    name_en: str
    title: str
    since: date
    source: str
    criteria: tuple[Criterion, ...]


@cache
def all_thresholds() -> tuple[Threshold, ...]:
    """Every threshold there ever was."""
    return tuple(_threshold(row) for row in _rows("threshold"))


@cache
def all_steps() -> tuple[Step, ...]:
    """Every version of every step."""
    return tuple(_step(row) for row in _rows("step"))


def threshold_for(industry: str, on: date) -> Threshold | None:
    """What is needed in an industry (C3511) on that day; None where nobody is counted by revenue.

    Construction and property development are counted by their qualification, whatever they earn.
    """
    fitting = [each for each in all_thresholds() if each.fits(industry) and each.since <= on]
    return max(fitting, key=lambda each: (each.fits(industry), each.since), default=None)


def leaving_on(on: date) -> Leaving | None:
    """The rule for leaving the list that holds on that day."""
    rules = [
        Leaving(cast("int", row["years"]), cast("date", row["since"]), str(row["source"]))
        for row in _rows("leaving")
    ]
    return max((rule for rule in rules if rule.since <= on), key=lambda rule: rule.since, default=None)


def steps_on(on: date, ladder: Ladder | None = None) -> list[Step]:
    """The steps that can be taken on that day, each in the version that holds then."""
    found: dict[str, Step] = {}
    for step in sorted(all_steps(), key=lambda each: each.since):
        if step.since <= on and ladder in (None, step.ladder):
            found[step.code] = step
    return list(found.values())


def elements_of(steps: Iterable[Step]) -> frozenset[str]:
    """The data elements that these steps look at."""
    criteria = [criterion for step in steps for criterion in step.criteria]
    return frozenset({c.element for c in criteria} | {c.whole for c in criteria}) - {""}


@cache
def _rows(name: str) -> tuple[Mapping[str, object], ...]:
    return tuple(tomllib.loads(FILE.read_text("utf-8"))[name])


def _threshold(row: Mapping[str, object]) -> Threshold:
    return Threshold(
        scale=str(row["scale"]),
        industries=tuple(cast("list[str]", row["industries"])),
        element=str(row["element"]),
        amount=Quantity(Decimal(str(row["at_least"])), unit(str(row["unit"]))),
        since=cast("date", row["since"]),
        source=str(row["source"]),
    )


def _step(row: Mapping[str, object]) -> Step:
    return Step(
        code=str(row["code"]),
        ladder=cast("Ladder", row["ladder"]),
        name_zh=str(row["name_zh"]),
        name_en=str(row["name_en"]),
        title=str(row.get("title", "")),
        since=cast("date", row["since"]),
        source=str(row["source"]),
        criteria=tuple(_criterion(each) for each in cast("list[dict[str, object]]", row["criterion"])),
    )


def _criterion(row: Mapping[str, object]) -> Criterion:
    if row["kind"] not in _KINDS:
        raise GuatuError("bad_ladder", f"ladder.toml: {row['kind']} is no kind of criterion")
    amount = row.get("at_least", row.get("more_than"))
    bands = cast("list[list[str]]", row.get("bands", []))
    counted = unit(str(row["unit"])) if row.get("unit") else unit("percent" if "whole" in row else "number")
    return Criterion(
        code=str(row["code"]),
        kind=cast("CriterionKind", row["kind"]),
        name_zh=str(row["name_zh"]),
        name_en=str(row["name_en"]),
        element=str(row.get("element", "")),
        whole=str(row.get("whole", "")),
        years=cast("int", row.get("years", 1)),
        days=cast("int", row.get("days", 0)),
        least=None if amount is None else Quantity(Decimal(str(amount)), counted),
        strict="more_than" in row,
        bands=tuple((_limit(written), Decimal(share)) for written, share in bands),
    )


def _limit(written: str) -> Quantity | None:
    if not written:
        return None
    digits = written.rstrip("亿万元")
    return Quantity(Decimal(digits), unit(written.removeprefix(digits)))
