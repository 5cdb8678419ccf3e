"""Do the figures behind a number sum to it on every day, with the SQL that is shown beside?"""

from datetime import date, timedelta

import pytest
from django.db import connection
from figure_files import csv_file
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Missing
from guatu.kernel.measures import registry
from guatu.kernel.measures.closing import close_periods
from guatu.kernel.measures.recomputing import form_touched
from guatu.kernel.measures.tracing import compare, moved_by, trace
from guatu.zone.statistics.actions import apply_import, preview_import, withdraw_import
from guatu.zone.statistics.models import PublishedFigure

pytestmark = pytest.mark.django_db

OUTPUT, ENTITIES = "industrial_output_large", "market_entities"
JUNE = Period.to_month(2019, 6)
PAPERS = (
    (date(2019, 3, 20), [["规模工业总产值", "2019年1-2月", "3473000", "万元", "9.1", "", "全区"]]),
    (date(2019, 4, 20), [["规模工业总产值", "2019年3月", "240.9", "亿元", "", "", "全区"]]),
    (date(2019, 5, 20), [["规模工业总产值", "2019年1-4月", "789", "亿元", "9.4", "", "全区"]]),
    (date(2019, 6, 20), [
        ["规模工业总产值", "2019年1-4月", "788.2", "亿元", "9.3", "", "全区"],
        ["规模工业总产值", "2019年5月", "211.2", "亿元", "", "", "全区"],
        ["市场主体总数", "2019年5月", "8123", "户", "", "", "全区"],
    ]),
    (date(2019, 7, 16), [
        ["规模工业总产值", "2019年上半年", "1251.3", "亿元", "10.4", "", "全区"],
        ["市场主体总数", "2019年上半年", "8497", "户", "", "", "全区"],
    ]),
)  # fmt: skip


def hand_in(day, rows):
    with clock.use(clock.end_of(day) - timedelta(hours=8)):
        made = preview_import(
            name=f"{day}.csv",
            content=csv_file(
                [row[:6] for row in rows], ["指标", "时期", "数值", "单位", "同比增长(%)", "可比基数"]
            ),
            publisher="统计局",
            published_on=day,
            by=None,
        )
        return apply_import(made, by=None)


@pytest.fixture
def papers(db):
    made = [hand_in(day, rows) for day, rows in PAPERS]
    with clock.use(date(2019, 7, 18)):
        yield made


def told(code, day):
    moment = clock.end_of(day)
    for observation in registry.observations(code, known_at=moment):
        yield observation, trace(code, observation.period, known_at=moment)


@pytest.mark.parametrize("code", [OUTPUT, ENTITIES])
def test_every_number_of_every_day_is_the_sum_of_its_records_and_of_its_sql(papers, code):
    seen = 0
    for published, _rows in PAPERS:
        for observation, found in told(code, published):
            assert found.value == observation.value
            if isinstance(observation.value, Missing):
                continue
            assert found.adds_up, (published, observation)
            with connection.cursor() as cursor:
                cursor.execute(found.traced.statements[0].sql)
                assert cursor.fetchone() == (observation.value.amount,)
            seen += 1
    assert seen >= 2


def test_a_cumulative_number_is_put_together_from_months_in_whatever_unit(papers):
    march = trace(OUTPUT, Period.to_month(2019, 3), known_at=clock.end_of(date(2019, 4, 21)))
    assert [record.label for record in march.records] == ["2019M01-02", "2019M03"]
    assert "2019年1—2月 + 2019年3月" in march.formula_zh
    assert march.value.amount == march.total_of_records.amount
    assert str(march.value.amount.normalize()) == "588.2"


def test_a_restated_number_keeps_what_was_said_before_it_and_when(papers):
    april = Period.to_month(2019, 4)
    now = trace(OUTPUT, april, known_at=clock.now())
    assert [str(each.value.amount.normalize()) for each in now.restated] == ["789"]
    assert now.restated[0].record.source == "2019-05-20.csv"
    then = trace(OUTPUT, april, known_at=clock.end_of(date(2019, 6, 1)))
    assert str(then.value.amount.normalize()) == "789"
    assert then.restated == ()


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.integers(0, 140), second=st.integers(0, 140))
def test_what_moved_between_two_days_is_the_difference(papers, first, second):
    begin = date(2019, 3, 1)
    since, until = sorted((begin + timedelta(first), begin + timedelta(second)))
    found = compare(OUTPUT, None, since=clock.end_of(since), until=clock.end_of(until))
    if found is None or found.difference is None:
        return
    assert found.is_explained
    assert found.total_of("sum") == found.difference.amount
    assert bool(found.moves) or not found.difference.amount


def test_a_figure_tells_each_point_that_it_moved(papers):
    march = PublishedFigure.objects.get(measure=OUTPUT, period="2019M03")
    (moved,) = moved_by("statistics.publishedfigure", march.pk)
    assert (moved.period, moved.before) == (Period.to_month(2019, 3), None)
    assert str(moved.share.normalize()) == "240.9"
    restating = PublishedFigure.objects.get(measure=OUTPUT, period="2019M01-04", revision=2)
    by_april = {each.period: each for each in moved_by("statistics.publishedfigure", restating.pk)}
    assert str(by_april[Period.to_month(2019, 4)].before.amount.normalize()) == "789"
    # May was put together with it in the same import.
    assert by_april[Period.to_month(2019, 5)].before is None


def test_a_withdrawn_file_takes_its_numbers_along(papers):
    with clock.use(date(2019, 7, 18)):
        withdraw_import(papers[-1], by=None)
    figure = PublishedFigure.objects.get(measure=OUTPUT, figure_import=papers[-1])
    came, went = sorted(moved_by("statistics.publishedfigure", figure.pk), key=lambda moved: moved.at)
    assert came.period == went.period == JUNE
    assert (came.before, went.after) == (None, None)
    assert trace(OUTPUT, JUNE, known_at=clock.now() + timedelta(seconds=1)).value is None


def test_a_closed_number_stands_over_the_records_that_it_was_closed_with(papers):
    form_touched()
    with clock.use(date(2019, 7, 19)):
        close_periods(date(2019, 6, 30), reason="half year closed", by=None)
    hand_in(date(2019, 8, 1), [["规模工业总产值", "2019年1-6月", "1260", "亿元", "10.9", "", "全区"]])
    form_touched()
    found = trace(OUTPUT, JUNE, known_at=clock.end_of(date(2019, 8, 2)))
    assert str(found.value.amount.normalize()) == "1251.3"
    assert found.observation.restated.value.amount == 1260
    assert found.adds_up
