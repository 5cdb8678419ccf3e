from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.errors import GuatuError
from guatu.base.quantities import (
    Missing,
    MissingReason,
    Quantity,
    UnitMismatch,
    parse_amount,
    round_half_up,
    unit,
)

AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


def q(amount: str, name: str) -> Quantity:
    return Quantity(Decimal(amount), unit(name))


def test_money_converts_within_a_currency_only():
    assert q("1", "亿元") == q("10000", "万元")
    assert hash(q("1", "亿元")) == hash(q("10000", "万元"))
    assert q("1", "亿元") + q("5000", "万元") == q("1.5", "亿元")
    assert (q("1", "亿元") + q("5000", "万元")).unit == unit("亿元")
    with pytest.raises(UnitMismatch):
        q("7", "亿美元") + q("46", "亿元")
    with pytest.raises(UnitMismatch):
        assert q("7", "亿美元") < q("46", "亿元")
    assert q("1", "亿元") != q("1", "亿美元")


def test_percent_and_percentage_points_do_not_meet():
    with pytest.raises(UnitMismatch):
        q("2", "%") - q("2", "个百分点")
    assert q("7.5", "‰") == q("0.75", "%")


def test_areas_are_exact():
    assert q("15", "亩") == q("1", "公顷")
    assert q("1500", "亩") == q("1", "平方公里") == q("100", "万平方米")
    assert q("3", "亩").to("平方米").amount == 2000


def test_a_count_is_a_count_whatever_its_classifier():
    assert q("1", "万家") == q("10000", "户")
    assert q("3", "count:某") == q("3", "个")
    with pytest.raises(UnitMismatch):
        q("3", "家") + q("3", "人")


@pytest.mark.parametrize(
    ("written", "code", "dimension"),
    [
        ("CNY", "CNY", "money:CNY"),
        ("元", "CNY", "money:CNY"),
        ("％", "percent", "share"),
        ("㎡", "m2", "area"),
        ("千瓦", "kW", "power"),
        ("万千瓦", "万千瓦", "power"),
        ("万人次", "万人次", "person_time"),
        ("μg/m³", "ug/m3", "concentration"),
        ("count:名", "person", "person"),
    ],
)
def test_units_as_written(written, code, dimension):
    assert (unit(written).code, unit(written).dimension) == (code, dimension)
    assert unit(unit(written).code) == unit(written)


@pytest.mark.parametrize("written", ["英镑", "万", "count:", "亿亿元", "家庭"])
def test_unknown_units(written):
    if written == "万":
        assert unit(written).dimension == "number"
        return
    with pytest.raises(GuatuError):
        unit(written)


def test_floats_and_infinities_are_refused():
    for wrong in (1.5, Decimal("NaN"), Decimal("Infinity"), 3):
        with pytest.raises(GuatuError):
            Quantity(wrong, unit("元"))


@given(AMOUNTS, AMOUNTS)
def test_sums_are_exact_and_undone(one, other):
    total = Quantity(one, unit("亿元")) + Quantity(other, unit("万元"))
    assert total - Quantity(other, unit("万元")) == Quantity(one, unit("亿元"))


@given(AMOUNTS, st.sampled_from(["亿元", "万元", "元", "万亿元"]), st.sampled_from(["亿元", "万元", "元"]))
def test_money_conversion_loses_nothing(amount, source, target):
    there = Quantity(amount, unit(source)).to(target)
    assert there == Quantity(amount, unit(source))
    assert there.to(source).amount == amount


def test_how_it_is_shown():
    assert q("2550", "亿元").display() == "2,550亿元"
    assert q("2550", "亿元").display("en") == "CNY 255 billion"
    assert q("32", "万平方米").display("en") == "320,000 m²"
    assert q("1234.505", "万元").display(places=2) == "1,234.51万元"
    assert q("3.50", "%").display() == "3.5%"
    assert q("-3.25", "%").display("en", places=1) == "-3.3%"
    assert Missing(MissingReason.NOT_REPORTED).display() == "缺报"
    assert Missing(MissingReason.NOT_YET_DUE).display("en") == "not yet due"


def test_rounding_is_half_up_away_from_zero():
    assert round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert round_half_up(Decimal("-2.5"), 0) == Decimal(-3)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.5", "1234.5"),
        ("１２３．５", "123.5"),
        ("+3.2", "3.2"),
        ("－0.5", "-0.5"),
        (".5", ".5"),
        ("1e3", "1E3"),
    ],
)
def test_numbers_as_written(written, amount):
    assert parse_amount(written) == Decimal(amount)


@pytest.mark.parametrize(
    "written", ["", "—", "12,34", "1.2.3", "0x10", "NaN", "inf", "1e999", "=1+1", "9" * 60, "三", "5%"]
)
def test_what_is_not_a_number(written):
    with pytest.raises(GuatuError) as refused:
        parse_amount(written)
    assert refused.value.code == "not_a_number"
