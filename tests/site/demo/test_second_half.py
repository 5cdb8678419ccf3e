"""Do the papers of the second half add up, and is what was wrong at first corrected later?"""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest

from guatu.base.clock import day_of
from guatu.base.periods import Period
from guatu.site.demo.papers import Paper, read_papers
from guatu.site.demo.returns import told_series
from guatu.site.demo.second_half import MAIN, papers_of_second_half
from guatu.zone.enterprises.demo import made_entities
from guatu.zone.enterprises.demo.lists import GROWN
from guatu.zone.statistics.catalogue import load_catalogue

TOTAL, OUTPUT, SERVICES = "技工贸总收入", "规模以上工业总产值", "现代服务业及其他收入"
INVESTMENT, LAND, TRADE, ENTITIES = "全社会固定资产投资", "腾地", "外贸进出口总额", "市场主体总量"
PARTS = {"工商税收": "财政总收入", "工业及生产性服务业投资": INVESTMENT, "PPP子项目": "基础设施项目"}
MAY_FALL = {"空气质量优良率", "主要经济指标增长", "单位工业总产值能耗下降率"}
MONTHS = [Period.to_month(2019, month) for month in range(7, 13)]
Row = dict[str, str]


def rows_of(paper: Paper) -> list[Row]:
    return list(csv.DictReader(io.StringIO(paper.content.decode("utf-8"))))


def said(name: str, period: Period) -> list[tuple[Paper, Row]]:
    return [
        (paper, row)
        for paper in papers_of_second_half()
        for row in rows_of(paper)
        if row["指标"] == name and Period.parse(row["时期"]) == period
    ]


@pytest.fixture(scope="module")
def known() -> dict[str, dict[Period, Row]]:
    """What is known at the end of all."""
    series: dict[str, dict[Period, Row]] = defaultdict(dict)
    for paper in (*read_papers(), *papers_of_second_half()):
        for row in rows_of(paper):
            series[row["指标"]][Period.parse(row["时期"])] = row
    return series


def values(series: dict[Period, Row]) -> dict[Period, Decimal]:
    return {period: Decimal(row["数值"]) for period, row in series.items() if row["数值"] != "缺报"}


def course(series: dict[Period, Row]) -> Sequence[Decimal]:
    return [value for period, value in sorted(values(series).items()) if period.year == 2019]


def test_output_and_services_are_the_whole_income_with_its_base_in_every_month(known):
    for column in ("数值", "可比基数"):
        for period in MONTHS:
            whole, output, services = (Decimal(known[n][period][column]) for n in (TOTAL, OUTPUT, SERVICES))
            assert whole == output + services, (column, period)


def test_every_figure_names_a_measure_in_its_unit_and_speaks_of_what_is_over(known):
    units = {measure.name_zh: measure for measure in load_catalogue()}
    for paper in papers_of_second_half():
        assert paper.published_on <= day_of(paper.recorded_at)
        assert paper.published_on.weekday() < 5
        for row in rows_of(paper):
            assert Period.parse(row["时期"]).end < paper.published_on
            measure = units[row["指标"]]
            assert row["单位"] in {measure.display_unit, measure.unit.removeprefix("count:"), "%"}


def test_growth_is_on_a_base_that_is_not_last_year_s_level(known):
    for name in (OUTPUT, SERVICES, INVESTMENT):
        for period in MONTHS:
            row = known[name][period]
            value, base = Decimal(row["数值"]), Decimal(row["可比基数"])
            assert abs((value / base - 1) * 100 - Decimal(row["同比增长(%)"])) <= Decimal("0.05")
            assert base != values(known[name])[period.previous_year()]


def test_the_lowest_growth_of_the_main_indicators_is_the_lowest(known):
    for period in MONTHS:
        growths = [Decimal(known[name][period]["同比增长(%)"]) for name in MAIN]
        assert Decimal(known["主要经济指标增长"][period]["数值"]) == min(growths)


def test_what_accumulates_never_falls_and_a_part_is_never_above_its_whole(known):
    for name, series in known.items():
        assert name in MAY_FALL or list(course(series)) == sorted(course(series)), name
    for part, whole in PARTS.items():
        for period, value in values(known[part]).items():
            assert value <= values(known[whole])[period]


def test_what_was_wrong_at_first_was_corrected():
    for name, month, first, then in (
        (OUTPUT, 7, "1448.2", "1449.6"),
        (SERVICES, 8, "852.8", "849.6"),
        (LAND, 9, "2017", "1907"),
    ):
        told = [row["数值"] for _paper, row in said(name, Period.to_month(2019, month))]
        assert told == [first, then]
    growths = [row["同比增长(%)"] for _paper, row in said(INVESTMENT, Period.to_month(2019, 9))]
    assert growths == ["4.2", "2.4"]


def test_the_customs_house_was_weeks_late_with_three_quarters_of_the_year():
    (paper, _row), *others = said(TRADE, Period.to_month(2019, 9))
    assert not others
    assert (paper.published_on - Period.to_month(2019, 8).end).days > 60


def test_the_register_grows_by_what_is_published(known):
    published = course(known[ENTITIES])[-7:]
    assert [after - before for before, after in pairwise(published)] == list(GROWN.values())
    assert len(made_entities()) == 10_000


def test_firms_sum_to_the_last_word_less_what_the_bureau_estimates(known):
    told = told_series()
    december = (2019, 12)
    assert told["industrial_output_large"].level[december] == Decimal("2568.4") * 100_000
    services = values(known[SERVICES])[Period.to_month(*december)]
    assert told["modern_services_other_income"].level[december] == (services - Decimal("2.2")) * 100_000
