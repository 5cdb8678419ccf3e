"""By which day is a return due? Pure, no Django; the days are data (calendar.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.zone.statistics.returns.forms import due_periods, form_codes, load_form

CALENDAR_FILE = Path(__file__).with_name("calendar.toml")


@dataclass(frozen=True, slots=True)
class Due:
    """By which day the enterprise files a form for a period, by which the zone has checked it, and why."""

    form: str
    period: Period
    file_by: date
    verify_by: date
    source: str


def due_of(form: str, period: Period) -> Due:
    """When the return is due; GuatuError `no_deadline` where no rule says so."""
    for day in _tables()["day"]:
        if (day["form"], day["period"]) == (form, period.code):
            days = cast("date", day["file_by"]), cast("date", day["verify_by"])
            return Due(form, period, *days, str(day["source"]))
    rules = [rule for rule in _tables()["rule"] if rule["form"] == form]
    held = [rule for rule in rules if cast("date", rule["valid_from"]) <= period.end]
    if not held:
        raise GuatuError("no_deadline", f"no rule says when {form} is due for {period}")
    rule = held[-1]
    months = cast("int", rule.get("months_after", 1))
    file_by, verify_by = (
        _day_after(period, months, cast("int", rule[key])) for key in ("file_by", "verify_by")
    )
    return Due(form, period, file_by, verify_by, str(rule["source"]))


def dues_between(first: date, last: date) -> tuple[Due, ...]:
    """What enterprises have to file from one day to the other, both inclusive, in the order of the days."""
    years = range(first.year - 1, last.year + 1)
    dues = (
        due_of(code, period)
        for code in form_codes()
        for year in years
        for period in due_periods(load_form(code, date(9999, 1, 1)), year)
        if _has_rule(code, period)
    )
    return tuple(sorted((d for d in dues if first <= d.file_by <= last), key=lambda d: (d.file_by, d.form)))


def _has_rule(form: str, period: Period) -> bool:
    return any(r["form"] == form and cast("date", r["valid_from"]) <= period.end for r in _tables()["rule"])


def _day_after(period: Period, months: int, day: int) -> date:
    month = period.last_month - 1 + months
    return date(period.year + month // 12, month % 12 + 1, day)


@cache
def _tables() -> Mapping[str, list[Mapping[str, object]]]:
    tables = cast("dict[str, list[Mapping[str, object]]]", tomllib.loads(CALENDAR_FILE.read_text("utf-8")))
    return {"day": tables.get("day", []), "rule": tables["rule"]}
