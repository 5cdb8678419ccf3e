"""What was published of July to December 2019? Papers are made from figures/second_half.toml. No database."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TypedDict, cast

from guatu.base import clock
from guatu.site.demo.papers import FIGURES, Paper, read_papers

MONTHS = (7, 8, 9, 10, 11, 12)
HEADINGS = ("指标", "时期", "数值", "单位", "同比增长(%)", "可比基数", "发布单位", "发布日期", "页码", "备注")
NOTHING, LOWEST, MISSING = "-", "lowest", "缺报"
MAIN = (
    "技工贸总收入", "规模以上工业总产值", "现代服务业及其他收入", "规模以上工业增加值",
    "财政总收入", "工商税收", "全社会固定资产投资", "外贸进出口总额",
)  # fmt: skip
"""The main indicators, of whose growths the lowest is published."""


class _Series(TypedDict, total=False):
    name: str
    unit: str
    page: int
    base: bool
    scope: str
    sum_of: list[str]
    values: list[str]
    note: str


class _Publisher(TypedDict):
    file: str
    name: str
    publisher: str
    day: int
    later: int
    at: str
    by: str
    series: list[_Series]


class _Moved(TypedDict):
    paper: str
    issue: int
    day: int


class _Said(TypedDict, total=False):
    paper: str
    issue: int
    name: str
    month: int
    value: str
    growth: str
    note: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a paper: of which series, up to which month, which value, and what else is said."""

    series: _Series
    month: int
    value: str
    growth: str = ""
    note: str = ""


@cache
def papers_of_second_half() -> tuple[Paper, ...]:
    """The papers of the second half of the year, in the order in which they were recorded."""
    made = (_paper(publisher, month) for month in MONTHS for publisher in _publishers())
    return tuple(sorted((paper for paper in made if paper), key=lambda paper: paper.recorded_at))


def _paper(publisher: _Publisher, month: int) -> Paper | None:
    rows = list(_rows(publisher, month))
    if not rows:
        return None
    published = _published_on(publisher, month)
    hour, minute = publisher["at"].split(":")
    recorded = _working_days_after(published, publisher["later"])
    return Paper(
        file=f"2019-{month:02}-{publisher['file']}.csv",
        name=publisher["name"].format(month=month),
        publisher=publisher["publisher"],
        published_on=published,
        recorded_at=datetime.combine(recorded, time(int(hour), int(minute)), clock.ZONE_TIME),
        recorded_by=publisher["by"],
        made=_written(rows, publisher["publisher"], published),
    )


def _rows(publisher: _Publisher, month: int) -> Iterator[_Row]:
    series = {each["name"]: each for each in publisher["series"]}
    said = [each for each in _said() if (each["paper"], each["issue"]) == (publisher["file"], month)]
    instead = {each["name"] for each in said if each["month"] == month}
    for each in publisher["series"]:
        value = each["values"][MONTHS.index(month)]
        if value != NOTHING and each["name"] not in instead:
            note = each.get("note", "") if value not in ("0", MISSING) else ""
            yield _Row(each, month, value, note=note)
    for other in said:
        of = series[other["name"]]
        yield _Row(of, other["month"], other["value"], other.get("growth", ""), other.get("note", ""))


def _written(rows: Sequence[_Row], publisher: str, published: date) -> bytes:
    """The paper as a file of csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for row in rows:
        growth, base = _growth(row)
        value = _lowest_growth(row.month) if row.value == LOWEST else row.value
        writer.writerow(
            (row.series["name"], f"2019年1-{row.month}月", value, row.series["unit"], row.growth or growth,
             base, publisher, published, row.series.get("page", 1), row.note)
        )  # fmt: skip
    return text.getvalue().encode()


def _growth(row: _Row) -> tuple[str, str]:
    """The growth on the comparable base, in percent with one decimal, and that base; "" if none."""
    if not row.series.get("base") or row.value in (NOTHING, MISSING):
        return "", ""
    value, base = Decimal(row.value), _base(row.series, row.month)
    return str(_rounded((value / base - 1) * 100, Decimal("0.1"))), str(base)


def _base(series: _Series, month: int) -> Decimal:
    if "sum_of" in series:
        return sum((_base(_all_series()[part], month) for part in series["sum_of"]), Decimal(0))
    level = _last_year()[series["name"], month]
    return _rounded(level * Decimal(series.get("scope", "1")), Decimal(1).scaleb(_exponent(level)))


def _lowest_growth(month: int) -> str:
    """The lowest growth of the main indicators that are published for the month."""
    told = [(_all_series()[name], _all_series()[name]["values"][MONTHS.index(month)]) for name in MAIN]
    growths = [_growth(_Row(each, month, value))[0] for each, value in told]
    return str(min(Decimal(growth) for growth in growths if growth))


def _published_on(publisher: _Publisher, month: int) -> date:
    moved = (each for each in _moved() if (each["paper"], each["issue"]) == (publisher["file"], month))
    day = next(moved, publisher)["day"]
    first = date(2019 + month // 12, month % 12 + 1, day)
    return _working_days_after(first - timedelta(1), 1)


def _working_days_after(day: date, count: int) -> date:
    closed = cast("dict[str, list[date]]", _tables()["closed"])["days"]
    while count:
        day += timedelta(1)
        if day.weekday() < 5 and day not in closed:
            count -= 1
    return day


@cache
def _last_year() -> Mapping[tuple[str, int], Decimal]:
    """What was published of 2018, by name and month."""
    found: dict[tuple[str, int], Decimal] = {}
    for paper in read_papers():
        for row in csv.DictReader(io.StringIO(paper.content.decode("utf-8-sig"))):
            if row["时期"].startswith("2018年1-"):
                month = int(row["时期"].removeprefix("2018年1-").removesuffix("月"))
                found[row["指标"], month] = Decimal(row["数值"])
    return found


def _rounded(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, ROUND_HALF_UP)


def _exponent(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _publishers() -> list[_Publisher]:
    return cast("list[_Publisher]", _tables()["paper"])


def _all_series() -> dict[str, _Series]:
    return {each["name"]: each for publisher in _publishers() for each in publisher["series"]}


def _moved() -> list[_Moved]:
    return cast("list[_Moved]", _tables()["moved"])


def _said() -> list[_Said]:
    return cast("list[_Said]", _tables()["said"])


@cache
def _tables() -> dict[str, object]:
    return tomllib.loads((FIGURES / "second_half.toml").read_text("utf-8"))
