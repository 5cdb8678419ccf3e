"""Do the demonstration zone's figures add up, month by month, the way published figures must?"""

import csv
import io
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise

import pytest

from guatu.base.clock import day_of
from guatu.base.periods import Period
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.papers import FIGURES, Paper, read_papers
from guatu.zone.statistics.catalogue import load_catalogue

TOTAL, OUTPUT, SERVICES = "技工贸总收入", "规模以上工业总产值", "现代服务业及其他收入"
PARTS = {
    "工商税收": "财政总收入",
    "工业及生产性服务业投资": "全社会固定资产投资",
    "投资过50亿元的重大项目": "投资过5000万元的产业项目",
    "投资10-50亿元的项目": "投资过5000万元的产业项目",
    "PPP子项目": "基础设施项目",
}
COLUMNS = ["指标", "时期", "数值", "单位", "同比增长(%)", "可比基数", "发布单位", "发布日期", "页码", "备注"]

Row = dict[str, str]
Series = dict[Period, Row]


def rows_of(paper: Paper) -> list[Row]:
    return list(csv.DictReader(io.StringIO(paper.content.decode("utf-8"))))


@pytest.fixture(scope="module")
def known() -> dict[str, Series]:
    """What is known at the end: a later paper's figure replaces an earlier one's."""
    series: dict[str, Series] = defaultdict(dict)
    for paper in read_papers():
        for row in rows_of(paper):
            series[row["指标"]][Period.parse(row["时期"])] = row
    return series


def amounts(series: Series) -> dict[Period, Decimal]:
    return {period: Decimal(row["数值"]) for period, row in series.items() if row["数值"] != "缺报"}


def test_papers_have_the_columns_of_an_import_and_say_their_publisher_and_day():
    for paper in read_papers():
        rows = rows_of(paper)
        assert rows, paper.file
        assert list(rows[0]) == COLUMNS
        assert {row["发布单位"] for row in rows} == {paper.publisher}
        assert {row["发布日期"] for row in rows} == {paper.published_on.isoformat()}


def test_papers_are_recorded_in_order_on_or_after_their_day_and_before_today():
    papers = read_papers()
    for paper in papers:
        recorded = day_of(paper.recorded_at)
        assert paper.published_on <= recorded <= DEMO_TODAY
        assert recorded.weekday() < 5
    assert all(a.recorded_at <= b.recorded_at for a, b in pairwise(papers))
    assert {paper.file for paper in papers} == {path.name for path in FIGURES.glob("*.csv")}


def test_every_figure_names_a_measure_of_the_catalogue_in_its_unit(known):
    units = {measure.name_zh: measure for measure in load_catalogue()}
    for name, series in known.items():
        assert name in units, name
        for row in series.values():
            assert row["单位"] in {units[name].display_unit, units[name].unit.removeprefix("count:"), "%"}


def test_no_figure_speaks_of_time_that_is_not_over_when_it_is_published():
    for paper in read_papers():
        for row in rows_of(paper):
            assert Period.parse(row["时期"]).end < paper.published_on


def test_monthly_figures_begin_with_two_months_and_none_is_left_out(known):
    for name in (TOTAL, OUTPUT, SERVICES, "财政总收入", "外贸进出口总额", "腾地"):
        months = [period.last_month for period in sorted(known[name]) if period.year == 2018]
        assert months == list(range(2, 13))
        assert [period.last_month for period in sorted(known[name]) if period.year == 2019] == [2, 3, 4, 5, 6]


def test_output_and_services_are_the_whole_income_in_every_period(known):
    whole, output, services = (amounts(known[name]) for name in (TOTAL, OUTPUT, SERVICES))
    assert len(whole) == 16
    for period, amount in whole.items():
        assert amount == output[period] + services[period], period


def test_one_month_was_first_published_wrong_by_three_and_later_corrected():
    services = [
        (paper.published_on, Decimal(row["数值"]))
        for paper in read_papers()
        for row in rows_of(paper)
        if row["指标"] == SERVICES and row["时期"] == "2019年1-4月"
    ]
    assert len(services) == 2
    (first_day, first), (second_day, second) = services
    assert first_day < second_day
    assert first - second == Decimal("3.0")


@pytest.mark.parametrize(("part", "whole"), PARTS.items())
def test_a_part_is_never_above_its_whole(known, part, whole):
    totals = amounts(known[whole])
    for period, amount in amounts(known[part]).items():
        assert amount <= totals[period], period


def test_growth_is_the_figure_against_its_comparable_base_not_against_last_year_s_level(known):
    differing = 0
    for series in known.values():
        for period, row in series.items():
            if not row["可比基数"]:
                continue
            value, base = Decimal(row["数值"]), Decimal(row["可比基数"])
            assert abs((value / base - 1) * 100 - Decimal(row["同比增长(%)"])) <= Decimal("0.05")
            last_year = amounts(series).get(period.previous_year())
            differing += last_year is not None and last_year != base
    assert differing >= 20


def test_cumulative_figures_never_fall(known):
    ratios = {"空气质量优良率", "园区企业公交网络覆盖率", "主要经济指标增长", "单位工业总产值能耗下降率"}
    for name, series in known.items():
        for year in (2018, 2019):
            course = [amount for period, amount in sorted(amounts(series).items()) if period.year == year]
            assert name in ratios or course == sorted(course), name


def test_growth_of_the_main_indicators_is_the_lowest_of_them(known):
    period = Period.to_month(2019, 6)
    names = (
        TOTAL,
        OUTPUT,
        SERVICES,
        "规模以上工业增加值",
        "财政总收入",
        "工商税收",
        "全社会固定资产投资",
        "外贸进出口总额",
    )
    growths = [Decimal(known[name][period]["同比增长(%)"]) for name in names]
    assert Decimal(known["主要经济指标增长"][period]["数值"]) == min(growths)


def test_what_is_missing_is_said_and_what_is_zero_is_zero(known):
    capital = known["实际到位外资"]
    assert [capital[Period.to_month(2019, m)]["数值"] for m in (5, 6)] == ["缺报", "缺报"]
    assert known["新认定高新技术企业"][Period.to_month(2019, 6)]["数值"] == "0"
    assert "新建停车场" not in known
