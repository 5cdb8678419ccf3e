import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.periods import Period, PeriodError

YEARS = st.integers(1900, 2199)
PERIODS = st.one_of(
    st.builds(Period.of_year, YEARS),
    st.builds(Period.of_half, YEARS, st.integers(1, 2)),
    st.builds(Period.of_quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.of_month, YEARS, st.integers(2, 12)),
    st.builds(Period.to_month, YEARS, st.integers(2, 12)),
)


@given(PERIODS)
def test_a_code_reads_back(period):
    assert Period.parse(period.code) == period


@given(PERIODS)
def test_a_chinese_name_reads_back_to_the_same_days(period):
    assert Period.parse(period.name_zh).same_days(period)


@given(PERIODS, PERIODS)
def test_the_order_is_total_and_follows_the_calendar(one, other):
    assert (one < other) + (other < one) + (one == other) == 1
    if one.end < other.end:
        assert one < other


@given(PERIODS.filter(lambda p: p.year > 1900))
def test_the_same_period_of_last_year(period):
    before = period.previous_year()
    assert (before.kind, before.months, before.year) == (period.kind, period.months, period.year - 1)
    assert before < period
    assert before.share_of_year == period.share_of_year


@given(YEARS)
def test_a_year_has_eleven_cumulative_points_and_january_is_none(year):
    points = [Period.to_month(year, month) for month in range(2, 13)]
    assert points == sorted(points)
    assert len({p.code for p in points}) == 11
    for build in (Period.of_month, Period.to_month):
        with pytest.raises(PeriodError) as refused:
            build(year, 1)
        assert refused.value.code == "january_alone"


def test_the_first_month_is_two_months():
    first = Period.of_month(2019, 2)
    assert (first.start, first.end, first.months) == (date(2019, 1, 1), date(2019, 2, 28), 2)
    assert first.same_days(Period.to_month(2019, 2))
    assert first.cumulative == Period.to_month(2019, 2)
    assert Period.of_month(2020, 2).end == date(2020, 2, 29)
    assert Period.of_month(2019, 3).cumulative is None


def test_names_and_shares():
    half = Period.of_half(2019, 1)
    assert (half.name_zh, half.name_en, half.share_of_year) == (
        "2019年上半年",
        "first half of 2019",
        Decimal("0.5"),
    )
    assert Period.to_month(2019, 6).name_zh == "2019年1—6月"
    assert Period.to_month(2019, 6).name_en == "January–June 2019"
    assert Period.of_month(2019, 3).name_en == "March 2019"
    assert Period.of_quarter(2019, 2).name_en == "Q2 2019"
    assert half.contains(date(2019, 6, 30))
    assert not half.contains(date(2019, 7, 1))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2019", "2019"),
        ("2019年全年", "2019"),
        ("2019年度", "2019"),
        ("2019年末", "2019"),
        ("2019年1-6月", "2019M01-06"),
        ("2019年1—6月份累计", "2019M01-06"),
        ("２０１９年１－２月", "2019M01-02"),
        ("2019 年 1 ~ 11 月", "2019M01-11"),
        ("二〇一九年一至六月", "2019M01-06"),
        ("2019年一月至六月", "2019M01-06"),
        ("截至2019年6月", "2019M01-06"),
        ("2019年前三季度", "2019M01-09"),
        ("2019年前10个月", "2019M01-10"),
        ("2019年上半年", "2019H1"),
        ("2019下半年", "2019H2"),
        ("2019年7-12月", "2019H2"),
        ("2019年一季度", "2019Q1"),
        ("2019年第3季度", "2019Q3"),
        ("2019年7-9月", "2019Q3"),
        ("2019-06", "2019M06"),
        ("2019.6", "2019M06"),
        ("201906", "2019M06"),
        ("2019年6月末", "2019M06"),
        ("2019年十二月", "2019M12"),
        ("2019年2月", "2019M02"),
    ],
)
def test_what_people_write(written, code):
    assert Period.parse(written).code == code


def test_a_year_can_be_given():
    assert Period.parse("1—2月", year=2019).code == "2019M01-02"
    assert Period.parse("上半年", year=2019).code == "2019H1"
    assert Period.parse("2018年3月", year=2019).code == "2018M03"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2019年1月", "january_alone"),
        ("2019M01", "january_alone"),
        ("1-6月", "no_year"),
        ("2019年3-5月", "bad_period"),
        ("2019年13月", "bad_period"),
        ("2019H3", "bad_period"),
        ("0000", "bad_period"),
        ("去年", "bad_period"),
        ("", "no_year"),
        ("٢٠١٩", "bad_period"),
        ("2019" * 1000, "bad_period"),
    ],
)
def test_what_is_refused_says_why(written, code):
    with pytest.raises(PeriodError) as refused:
        Period.parse(written)
    assert refused.value.code == code


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_is_refused(text):
    with contextlib.suppress(PeriodError):
        assert isinstance(Period.parse(text, year=2019), Period)
