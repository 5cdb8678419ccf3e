"""Which checks follow from the lines of a form themselves, whichever form it is? Pure, no Django.

A part not above its whole, the month as the difference of two cumulative values, values that do not fall,
jumps by a power of ten (万元 for 元), last year as it was reported then. How severe each is, and how wide its
limits are, is data: the tables [line.…] of checks.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import cast

from guatu.base.periods import Period
from guatu.zone.statistics.returns.forms.definition import SUFFIX, Form, Item
from guatu.zone.statistics.returns.forms.periods import last_period
from guatu.zone.statistics.returns.rules.relations import CHECKS_FILE
from guatu.zone.statistics.returns.rules.terms import Finding, Severity, plain

Known = Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """A return's amounts beside those of the period before and of a year before; {} where there is none."""

    form: Form
    period: Period
    now: Known
    last: Known
    last_year: Known

    @property
    def before(self) -> Period | None:
        """The period before in the same year."""
        return last_period(self.form, self.period)


Limits = Mapping[str, str]
Check = Callable[[Compared, Limits], Iterator[tuple[str, Mapping[str, str]]]]
"""Gives the item and what its sentence needs."""


def check_lines(compared: Compared) -> list[Finding]:
    """Everything that the lines' own checks find."""
    return [
        Finding(code, code, severity, item, said)
        for code, (severity, limits) in line_checks().items()
        for item, said in _CHECKS[code](compared, limits)
    ]


@cache
def line_checks() -> Mapping[str, tuple[Severity, Limits]]:
    """Severity and limits of each check of lines, from checks.toml; read once per process."""
    tables = cast("dict[str, dict[str, str]]", tomllib.loads(CHECKS_FILE.read_text("utf-8"))["line"])
    return {code: (cast("Severity", table["severity"]), table) for code, table in tables.items()}


def _part_above_whole(c: Compared, _limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item in c.form.items:
        part, whole = c.now.get(item.code), c.now.get(item.parent)
        if part is not None and whole is not None and part > whole >= 0:
            yield item.code, {"value": plain(part), "other": plain(whole), "other_item": item.parent}


def _month_differs(c: Compared, limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item in c.form.items:
        if item.column != "month":
            continue
        month, total = c.now.get(item.code), c.now.get(item.line)
        before = Decimal(0) if c.before is None else c.last.get(item.line)
        if month is None or total is None or before is None:
            continue
        if abs(before + month - total) > Decimal(limits["tolerance"]):
            said = {"value": plain(month), "total": plain(total), "before": plain(before)}
            yield item.code, {**said, "expected": plain(total - before)}


def _cumulative_falls(c: Compared, _limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item, value, before in _pairs(c, c.last, "cumulative"):
        if value < before and not item.negative:
            yield item.code, {"value": plain(value), "before": plain(before)}


def _last_year_differs(c: Compared, limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    for item in c.form.items:
        stated, reported = c.now.get(item.code), c.last_year.get(item.line)
        if item.column != "last_year" or stated is None or reported is None:
            continue
        if abs(stated - reported) > Decimal(limits["tolerance"]):
            yield item.code, {"value": plain(stated), "other": plain(reported)}


def _power_of_ten(c: Compared, limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    nearness = Decimal(limits["nearness"])
    for item, value, base, _which in _bases(c):
        power = (value / base).log10()
        whole = round(power)
        if whole and abs(power - whole) <= nearness:
            yield item.code, {"value": plain(value), "other": plain(base), "power": f"{10 ** abs(whole)}"}


def _growth(c: Compared, limits: Limits) -> Iterator[tuple[str, Mapping[str, str]]]:
    low, high = Decimal(limits["low"]), Decimal(limits["high"])
    for item, value, base, which in _bases(c):
        growth = (value / base - 1) * 100
        if which == "last_year" and not low <= growth <= high:
            said = {"value": plain(value), "other": plain(base), "growth": plain(round(growth, 1))}
            yield item.code, said


_CHECKS: Mapping[str, Check] = {
    "part_above_whole": _part_above_whole,
    "month_differs": _month_differs,
    "cumulative_falls": _cumulative_falls,
    "last_year_differs": _last_year_differs,
    "power_of_ten": _power_of_ten,
    "growth": _growth,
}


def _pairs(c: Compared, other: Known, *columns: str) -> Iterator[tuple[Item, Decimal, Decimal]]:
    for item in c.form.items:
        value, before = c.now.get(item.code), other.get(item.code)
        if item.column in columns and value is not None and before is not None:
            yield item, value, before


def _bases(c: Compared) -> Iterator[tuple[Item, Decimal, Decimal, str]]:
    """Each amount with what it is like: a year before on the same scope, else the period before."""
    for item in c.form.items:
        value = c.now.get(item.code)
        if item.column not in ("cumulative", "end") or value is None or value <= 0:
            continue
        stated = c.now.get(item.line + SUFFIX["last_year"], c.last_year.get(item.code))
        if stated is not None and stated > 0:
            yield item, value, stated, "last_year"
        elif (last := c.last.get(item.code)) is not None and last > 0:
            yield item, value, last, "last"
