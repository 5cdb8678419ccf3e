from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import all_of, targets

from guatu.plan.reading.model import Dropped
from guatu.plan.reading.quantities import find_quantities
from guatu.plan.reading.quantities.normalising import normalise
from guatu.plan.reading.quantities.numerals import parse_chinese


@pytest.mark.parametrize(
    ("text", "value", "unit", "norm"),
    [
        ("完成投资1,200万元", 12000000, "万元", "CNY"),
        ("产值达到３.５亿元", 350000000, "亿元", "CNY"),
        ("融资达到2.36万亿元", 2360000000000, "万亿元", "CNY"),
        ("实际到位外资7亿美元", 700000000, "亿美元", "USD"),
        ("粮食产量达到8亿斤", 400000, "亿斤", "t"),
        ("新增装机500兆瓦", 500000, "兆瓦", "kW"),
        ("接待游客20万人次", 200000, "万人次", "person_time"),
        ("新增就业3000人", 3000, "人", "person"),
        ("新建绿地2公顷", 2, "公顷", "ha"),
        ("完成造林3万亩", 30000, "万亩", "mu"),
        ("牲畜存栏达到2万头只", 20000, "万头只", "count:头只"),
        ("城镇化率提高1.5个百分点", Decimal("1.5"), "个百分点", "percentage_point"),
        ("人口自然增长率控制在6‰以内", 6, "‰", "permille"),
        ("占比达到４０％", 40, "%", "percent"),
    ],
)
def test_unit_and_value(text: str, value: Decimal, unit: str, norm: str) -> None:
    (found,) = targets(text)
    assert (found.value_norm, found.unit, found.unit_norm) == (value, unit, norm)


@pytest.mark.parametrize(
    ("text", "value", "value_hi"),
    [("增长6%-7%", 6, 7), ("增长5—6%", 5, 6), ("完成投资17亿～18亿元", 17, 18), ("投资5至6亿元", 5, 6)],
)
def test_range(text: str, value: int, value_hi: int) -> None:
    (found,) = targets(text)
    assert (found.value, found.value_hi, found.comparator) == (value, value_hi, "range")


def test_three_part_ratio() -> None:
    (found,) = targets("三次产业比例调整为10.2∶60.6：29.2")
    assert (found.kind, found.unit_norm, found.value) == ("ratio", "ratio", Decimal("10.2"))


def test_a_number_that_shares_the_unit_after_it() -> None:
    assert [one.value_norm for one in targets("甲、乙投资分别达2300、600亿元")] == [230000000000, 60000000000]


@pytest.mark.parametrize(
    "text", ["到2025年", "5月底前", "2019-03-01", "1.抓好工作", "(1)抓好工作", "14:30召开", "1月至5月"]
)
def test_dates_and_list_numbers_are_no_quantities(text: str) -> None:
    assert all_of(text) == ()


def test_chinese_numerals() -> None:
    assert [parse_chinese(word) for word in ("两", "十", "十二", "三十", "二百", "千")] == [
        2,
        10,
        12,
        30,
        200,
        1000,
    ]
    assert [(one.value, one.unit_norm) for one in targets("年内新建小学两所")] == [(2, "count:所")]
    assert targets("建设一批示范项目,突出抓好三大任务") == []


@given(st.text(alphabet="1２.,％万亿元个增长“”（）<p>&nbsp;\ue001、，。\n其中分别约以上", max_size=80))
def test_offsets_hold_for_any_text(text: str) -> None:
    assert len(normalise(text)) == len(text)
    for found in all_of(text):
        assert text[found.start : found.end] == found.text
        assert 0 <= found.start < found.end <= len(text)


def test_dropped_stretches_are_passed_over() -> None:
    text = "新建公园3个。新建公园4个。"
    found = find_quantities(text, sections=(), dropped=[Dropped(7, 14, "repeated")], year=None)
    assert [one.text for one in found] == ["3个"]


def test_remains_of_html_do_not_shift_offsets() -> None:
    (found,) = targets("<p>一、重点</p><p>新建公园&nbsp;12个</p>")
    assert (found.text, found.subject) == ("12个", "新建公园")


def test_time_stays_linear_on_a_table_in_one_line() -> None:
    assert len(all_of("12,34.5," * 4000)) == 8000
