from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.surfaces.wall.shown import (
    missing_word,
    month_day,
    number,
    percent,
    period_in_short,
    scale_for,
    signed,
    without_year,
)

CNY = Quantity(Decimal("187580000000"), unit("CNY"))


@pytest.fixture(autouse=True)
def _chinese():
    with override("zh-hans"):
        yield


def test_a_quantity_is_shown_in_the_unit_that_the_plan_writes():
    scale = scale_for("亿元", "CNY", [CNY])
    shown = scale.exact(CNY)
    assert (shown.number, shown.unit, str(shown)) == ("1,875.8", "亿元", "1,875.8亿元")


def test_an_unknown_unit_gives_way_to_the_normal_one():
    assert scale_for("家左右", "count:家", []).name == "家"
    assert scale_for("?", "??", []).name == ""


def test_money_is_read_in_billions_in_english():
    with override("en"):
        shown = scale_for("亿元", "CNY", [CNY]).exact(CNY)
    assert (shown.number, shown.unit) == ("187.58", "CNY bn")


def test_an_estimate_has_four_digits_at_most():
    scale = scale_for("亿元", "CNY", [Quantity(Decimal("1584.65"), unit("亿元"))])
    shown = [
        scale.estimated(Quantity(Decimal(text), unit("亿元"))).number
        for text in ("3879.44", "188.96", "7.1759")
    ]
    assert shown == ["3,879", "189", "7.18"]


@pytest.mark.parametrize(
    ("amount", "places", "text"),
    [
        ("0", None, "0"),
        ("-3.20", None, "−3.2"),
        ("1234.50", None, "1,234.5"),
        ("0.05", 1, "0.1"),
        ("-0.04", 1, "0.0"),
    ],
)
def test_numbers_have_a_true_minus_and_no_digits_of_their_own(amount, places, text):
    assert number(Decimal(amount), places) == text


def test_signs_and_shares():
    assert (signed(Decimal("8.20")), signed(Decimal("-1")), signed(Decimal(0))) == ("+8.2", "−1", "0")
    assert (percent(Decimal("0.48")), percent(None)) == ("48.0%", "")


@pytest.mark.parametrize("reason", MissingReason)
def test_missing_is_a_word(reason):
    assert missing_word(Missing(reason)) == reason.name_zh


@pytest.mark.parametrize(
    ("period", "chinese", "english"),
    [
        (Period.to_month(2019, 6), "1—6月", "Jan–Jun"),
        (Period.of_half(2019, 1), "上半年", "first half"),
        (Period.of_quarter(2019, 1), "一季度", "Q1"),
    ],
)
def test_a_period_leaves_its_year_to_the_page(period, chinese, english):
    assert period_in_short(period) == chinese
    with override("en"):
        assert period_in_short(period) == english


def test_a_day_leaves_its_year_to_the_page():
    assert month_day(date(2019, 7, 5)) == "7月5日"
    assert without_year("2019年1—6月累计", 2019) == "1—6月累计"
    assert without_year("The first was due by July 13, 2019.", 2019) == "The first was due by July 13."
