"""What does one row of figures say, and what is wrong with it? Every row is checked to its end."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from guatu.base.errors import GuatuError
from guatu.base.periods import Period, PeriodError
from guatu.base.quantities import (
    Missing,
    MissingReason,
    Quantity,
    Unit,
    Value,
    parse_amount,
    round_half_up,
    unit,
)
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.names import dimension_of
from guatu.zone.statistics.rules.terms import Context, Field, Figure, Problem, Severity, SheetRow

LEVELS: Mapping[str, str] = {
    name: level
    for level, names in {
        "zone": "zone 园区 全区 本区 经开区 开发区 高新区 全园 园区全年 辖区 区级 本级",
        "county": "county 县 全县 县级 区县 县区 district",
        "city": "city 市 全市 市级 全州",
        "province": "province 省 全省 省级 全区域",
        "nation": "nation 国 全国 国家 national",
    }.items()
    for name in names.split()
}
_NOT_REPORTED = frozenset("缺-—–―/…") | {"缺报", "未报", "未报送", "未公布", "未发布", "...", "--", "——"}
_NOT_APPLICABLE = frozenset(["不适用", "无此指标", "n/a", "na"])
_NOT_YET_DUE = frozenset(["未到期", "尚未到期"])
_NEVER_NEGATIVE = frozenset({"flow", "count", "zero_tolerance", "stock", "coverage"})
# Digits before and after the point that the database keeps; a sheet's own quotients have more after it.
_DIGITS: Mapping[str, tuple[int, int]] = {"amount": (18, 10), "base": (18, 10), "growth": (8, 6)}


def check_row(row: SheetRow, context: Context) -> tuple[Figure | None, list[Problem]]:
    """The figure of a row, None when it has an error or says nothing, and all problems of the row."""
    check = _RowCheck(row, context)
    figure = check.figure()
    return figure, check.problems


class _RowCheck:
    """Reads one row field by field and keeps every problem that it meets."""

    def __init__(self, row: SheetRow, context: Context) -> None:
        self.row = row
        self.context = context
        self.problems: list[Problem] = []

    def report(self, column: Field, code: str, severity: Severity = "error", **params: str) -> None:
        self.problems.append(
            Problem(
                self.row.sheet, self.row.number, column, self.row.get(column)[:80], code, severity, params
            )
        )

    def figure(self) -> Figure | None:
        """The figure that the row gives, None when it has an error or says nothing."""
        if set(self.row.cells) <= {"measure", "unit", "note"} and not self.exact_measures():
            self.report("measure", "row_passed_over", "note")
            return None
        measure, period, level = self.measure(), self.period(), self.level()
        published_on, growth = self.published_on(), self.number("growth")
        given_unit = self.unit(measure)
        value, base = self.value(given_unit, growth), self.number("base")
        if measure and isinstance(value, Quantity):
            self.check_amount(measure, value)
        if published_on and period:
            self.check_dates(period, published_on)
        self.check_growth(value, growth, base)
        if any(p.severity == "error" for p in self.problems):
            return None
        assert measure is not None
        assert period is not None
        assert published_on is not None
        assert given_unit is not None
        return Figure(
            measure=measure,
            period=period,
            level=level,
            value=value,
            unit=given_unit,
            growth=growth,
            base=base,
            publisher=(self.row.get("publisher") or self.context.publisher)[:200],
            published_on=published_on,
            page=self.row.get("page")[:40],
            note=self.row.get("note")[:500],
            sheet=self.row.sheet,
            row=self.row.number,
        )

    def exact_measures(self) -> tuple[Measure, ...]:
        name = self.row.get("measure")
        by_code = self.context.codes.get(name)
        return (by_code,) if by_code else self.context.names.named(name)

    def measure(self) -> Measure | None:
        name = self.row.get("measure")
        if not name:
            self.report("measure", "no_measure")
            return None
        found = self.exact_measures()
        if not found:
            nearest = self.context.names.nearest(name)
            self.report("measure", "unknown_measure", nearest="、".join(m.name_zh for m in nearest))
            return None
        if len(found) == 1:
            return found[0]
        dimension = dimension_of(self.row.get("unit"))
        fitting = [m for m in found if dimension_of(m.unit) == dimension]
        if len(fitting) == 1:
            return fitting[0]
        self.report("measure", "unit_decides", units="、".join(m.display_unit for m in found))
        return None

    def period(self) -> Period | None:
        text, year = self.row.get("period"), self.row.get("year").rstrip("年度")
        try:
            period = _parse_period(text, int(year) if year.isdecimal() else None)
        except PeriodError as error:
            self.report("period", error.code)
            return None
        if period.kind == "month" and period.months == 2:
            self.report("period", "february_is_two_months", "note", period=period.name_zh)
        return period

    def level(self) -> str:
        text = self.row.get("level").strip().casefold()
        if text and text not in LEVELS:
            self.report("level", "unknown_level")
        return LEVELS.get(text, "zone")

    def published_on(self) -> date | None:
        text = self.row.get("published_on")
        if not text:
            return self.context.published_on
        plain = unicodedata.normalize("NFKC", text).strip().rstrip("日")
        for mark in "年月./":
            plain = plain.replace(mark, "-")
        try:
            year, month, day = plain.split("-")
            return date(int(year), int(month), int(day))
        except (ValueError, OverflowError):
            self.report("published_on", "bad_day")
            return None

    def check_dates(self, period: Period, published_on: date) -> None:
        if period.end > self.context.today:
            self.report("period", "future_period", end=period.end.isoformat())
        elif published_on > self.context.today:
            self.report("published_on", "published_in_future", day=published_on.isoformat())
        elif published_on < period.end:
            self.report("published_on", "published_before_the_end", "note", end=period.end.isoformat())

    def unit(self, measure: Measure | None) -> Unit | None:
        text = self.row.get("unit")
        if not text:
            return self.default_unit(measure)
        try:
            given = unit(text)
        except GuatuError:
            self.report("unit", "unknown_unit", wanted=measure.display_unit if measure else "")
            return None
        if measure and given.dimension != dimension_of(measure.unit):
            self.report("unit", "unit_mismatch", wanted=unit(measure.display_unit).name_zh)
            return None
        return given

    def default_unit(self, measure: Measure | None) -> Unit | None:
        # Only where nothing else can be meant: 万元 and 亿元 are never guessed, % and 家 are plain.
        if measure is None:
            return None
        usual = unit(measure.display_unit)
        plain = usual.factor == 1 and not usual.dimension.startswith("money")
        if plain or self.missing() is not None:
            return usual
        self.report("unit", "no_unit", wanted=usual.name_zh)
        return None

    def missing(self) -> Missing | None:
        """The reason that is written where an amount should be; a blank beside a growth is not reported."""
        text = self.row.get("amount").strip().casefold()
        if text in _NOT_APPLICABLE:
            return Missing(MissingReason.NOT_APPLICABLE)
        if text in _NOT_YET_DUE:
            return Missing(MissingReason.NOT_YET_DUE)
        if text in _NOT_REPORTED or (not text and self.row.get("growth")):
            return Missing(MissingReason.NOT_REPORTED)
        return None

    def value(self, given_unit: Unit | None, growth: Decimal | None) -> Value:
        missing = self.missing()
        if missing is not None:
            return missing
        if not self.row.get("amount"):
            self.report("amount", "no_value")
        amount = self.number("amount")
        if amount is None or given_unit is None:
            return Missing(MissingReason.NOT_REPORTED)
        return Quantity(amount, given_unit)

    def number(self, column: Field) -> Decimal | None:
        text = self.row.get(column)
        if not text or (column != "amount" and text.strip().casefold() in _NOT_REPORTED | _NOT_APPLICABLE):
            return None
        if column == "growth":
            text = unicodedata.normalize("NFKC", text).rstrip("%")
        try:
            amount = parse_amount(text)
        except GuatuError:
            self.report(column, "not_a_number")
            return None
        kept = _stored(amount, *_DIGITS[column])
        if kept is None:
            self.report(column, "too_many_digits")
        return kept

    def check_amount(self, measure: Measure, value: Quantity) -> None:
        if value.amount < 0 and measure.kind in _NEVER_NEGATIVE and not measure.can_be_negative:
            self.report("amount", "negative")
        if measure.kind in ("count", "zero_tolerance") and value.base % 1:
            self.report("amount", "not_whole")
        if measure.kind == "coverage" and value.amount > 100:
            self.report("amount", "above_whole")

    def check_growth(self, value: Value, growth: Decimal | None, base: Decimal | None) -> None:
        if growth is not None and 0 < abs(growth) < 1 and len(str(growth).partition(".")[2]) > 2:
            self.report("growth", "growth_looks_like_a_share", "note", percent=f"{growth * 100:f}")
        if growth is None or not base or not isinstance(value, Quantity):
            return
        computed = (value.amount / base - 1) * 100
        if abs(computed - growth) > Decimal("0.1"):
            self.report("growth", "growth_does_not_fit", "note", computed=f"{computed:.1f}")


def _stored(amount: Decimal, integers: int, decimals: int) -> Decimal | None:
    """The amount with the decimals that are kept; None when it is too large, or nearly zero."""
    if amount and not -decimals <= amount.adjusted() < integers:
        return None
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return round_half_up(amount, decimals) if -exponent > decimals else amount


def _parse_period(text: str, year: int | None) -> Period:
    """A period as written; a full date, as sheets make of 2019年6月, is its month."""
    parts = text.split("-")
    if len(parts) == 3 and len(parts[0]) == 4 and parts[2] in ("01", "28", "29", "30", "31"):
        text = "-".join(parts[:2])
    return Period.parse(text, year=year)
