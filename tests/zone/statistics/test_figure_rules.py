import time
from datetime import date
from decimal import Decimal

import pytest
from figure_files import csv_file
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, unit
from guatu.zone.statistics.catalogue import load_catalogue, measure_names
from guatu.zone.statistics.rules import check_rows
from guatu.zone.statistics.rules.terms import Checked, Context, Figure, SheetRow
from guatu.zone.statistics.sheets import read_rows

CODES = {measure.code: measure for measure in load_catalogue()}


def context(*known: Figure) -> Context:
    return Context(
        names=measure_names(),
        codes=CODES,
        today=date(2019, 7, 20),
        publisher="统计局",
        published_on=date(2019, 7, 15),
        known={figure.key: figure for figure in known},
    )


def row(number: int = 2, **cells: str) -> SheetRow:
    usual = {"measure": "规模工业总产值", "period": "2019年1-6月", "amount": "1200", "unit": "亿元"}
    return SheetRow("", number, {k: v for k, v in {**usual, **cells}.items() if v})


def check(*rows: SheetRow, known: tuple[Figure, ...] = ()) -> Checked:
    return check_rows(rows, context(*known))


def codes(checked: Checked) -> list[tuple[str, str, str]]:
    return [(p.column, p.code, p.severity) for p in checked.problems]


def figure(code: str, period: str, amount: str, name: str = "亿元", published_on=date(2019, 1, 20)) -> Figure:
    value = Quantity(Decimal(amount), unit(name))
    return Figure(CODES[code], Period.parse(period), "zone", value, unit(name), None, None, "", published_on)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"measure": ""}, ("measure", "no_measure", "error")),
        ({"measure": "规模工业总产直"}, ("measure", "unknown_measure", "error")),
        ({"measure": "进出口总额", "unit": ""}, ("measure", "unit_decides", "error")),
        ({"period": "2019年1月"}, ("period", "january_alone", "error")),
        ({"period": "1-6月"}, ("period", "no_year", "error")),
        ({"period": "六月中旬"}, ("period", "bad_period", "error")),
        ({"period": "2019年1-7月"}, ("period", "future_period", "error")),
        ({"period": "2019年2月"}, ("period", "february_is_two_months", "note")),
        ({"level": "乡镇"}, ("level", "unknown_level", "error")),
        ({"unit": "亿美元"}, ("unit", "unit_mismatch", "error")),
        ({"unit": "英镑"}, ("unit", "unknown_unit", "error")),
        ({"unit": ""}, ("unit", "no_unit", "error")),
        ({"amount": ""}, ("amount", "no_value", "error")),
        ({"amount": "187亿"}, ("amount", "not_a_number", "error")),
        ({"amount": "-5"}, ("amount", "negative", "error")),
        ({"amount": "9" * 20}, ("amount", "too_many_digits", "error")),
        ({"amount": "1e-30"}, ("amount", "too_many_digits", "error")),
        ({"growth": "123456789012"}, ("growth", "too_many_digits", "error")),
        ({"published_on": "9" * 30 + "-1-1"}, ("published_on", "bad_day", "error")),
        ({"unit": "count:" + "长" * 50}, ("unit", "unknown_unit", "error")),
        ({"growth": "约10"}, ("growth", "not_a_number", "error")),
        ({"growth": "0.101"}, ("growth", "growth_looks_like_a_share", "note")),
        ({"growth": "10", "base": "1000"}, ("growth", "growth_does_not_fit", "note")),
        ({"base": "x"}, ("base", "not_a_number", "error")),
        ({"published_on": "七月"}, ("published_on", "bad_day", "error")),
        ({"published_on": "2019-08-01"}, ("published_on", "published_in_future", "error")),
        ({"published_on": "2019年6月28日"}, ("published_on", "published_before_the_end", "note")),
        ({"measure": "高新技术企业", "unit": "家", "amount": "3.5"}, ("amount", "not_whole", "error")),
        (
            {"measure": "合法性审查覆盖率", "unit": "%", "amount": "101"},
            ("amount", "above_whole", "error"),
        ),
    ],
)
def test_one_wrong_cell_gives_one_problem(cells, problem):
    checked = check(row(**cells))
    assert codes(checked) == [problem]
    assert len(checked.figures) == (problem[2] == "note")


def test_every_problem_of_a_row_is_told_at_once():
    checked = check(row(measure="某某", period="2019年13月", amount="x", unit="镑", level="村", growth="y"))
    assert {p.column for p in checked.problems} == {"measure", "period", "amount", "unit", "level", "growth"}
    unknown = next(p for p in checked.problems if p.code == "unknown_measure")
    assert (unknown.row, unknown.value) == (2, "某某")


def test_a_whole_row_is_read():
    (found,) = check(
        row(
            measure="industrial_output_large",
            period="2019-06-30",
            amount="１,２００．５",
            growth="10.1%",
            base="1090.4",
            level="全市",
            publisher="市统计局",
            published_on="2019/7/10",
            page="3",
        )
    ).figures
    assert found.key == ("industrial_output_large", "2019M06", "city")
    assert (found.amount, found.growth, found.base) == (Decimal("1200.5"), Decimal("10.1"), Decimal("1090.4"))
    assert (found.publisher, found.published_on, found.page) == ("市统计局", date(2019, 7, 10), "3")


@pytest.mark.parametrize(
    ("written", "growth", "reason"),
    [
        ("缺报", "", "not_reported"),
        ("—", "", "not_reported"),
        ("", "10.1", "not_reported"),
        ("不适用", "", "not_applicable"),
        ("未到期", "", "not_yet_due"),
    ],
)
def test_what_is_missing_is_not_zero(written, growth, reason):
    (found,) = check(row(amount=written, growth=growth, unit="")).figures
    assert isinstance(found.value, Missing)
    assert found.missing_reason == reason
    (zero,) = check(row(amount="0")).figures
    assert zero.amount == 0


def test_quotients_of_a_sheet_are_kept_to_the_digits_of_the_database():
    (found,) = check(row(amount="1210.05333333333333", growth="10.0729483282675")).figures
    assert (found.amount, found.growth) == (Decimal("1210.0533333333"), Decimal("10.072948"))


def test_plain_units_need_not_be_written():
    (firms,) = check(row(measure="高新技术企业", amount="12", unit="")).figures
    (air,) = check(row(measure="空气质量优良率", amount="81.2", unit="")).figures
    assert (firms.unit.code, air.unit.code) == ("count:家", "percent")


def test_a_year_column_completes_the_period():
    (found,) = check(row(period="1-6月", year="2019年")).figures
    assert found.period.code == "2019M01-06"


def test_headings_and_footnotes_are_passed_over_aloud():
    checked = check(SheetRow("", 3, {"measure": "一、工业"}), row(4))
    assert codes(checked) == [("measure", "row_passed_over", "note")]
    assert len(checked.figures) == 1


def test_a_second_row_on_the_same_matter():
    again = check(row(2), row(3, period="2019年上半年", amount="12000000", unit="万元"))
    assert codes(again) == [("measure", "repeated_row", "note")]
    other = check(row(2), row(3, amount="1201"))
    assert codes(other) == [("measure", "contradiction", "error")]
    assert [f.amount for f in other.figures] == [Decimal(1200)]


def test_a_part_is_not_above_its_whole():
    whole = row(2, measure="财政总收入", amount="187")
    assert codes(check(whole, row(3, measure="工商税收", amount="1550000", unit="万元"))) == []
    above = check(whole, row(3, measure="工商税收", amount="188"))
    assert codes(above) == [("amount", "part_above_whole", "error")]
    known = figure("fiscal_revenue_total", "2019H1", "150")
    against_known = check(row(3, measure="工商税收", amount="155"), known=(known,))
    assert codes(against_known) == [("amount", "part_above_whole", "error")]


def test_a_cumulative_value_that_falls_is_noted():
    found = check(row(2, period="2019年1-3月", amount="600"), row(3, period="2019年1-5月", amount="590"))
    assert codes(found) == [("amount", "cumulative_falls", "note")]
    stock = {"measure": "市场主体总量", "unit": "家"}
    falls = check(row(2, period="2019年1-3月", amount="600", **stock), row(3, amount="590", **stock))
    assert codes(falls) == []


def test_a_jump_of_a_power_of_ten_is_noted():
    found = check(
        row(amount="12000000", unit="亿元"), known=(figure("industrial_output_large", "2018H1", "1100"),)
    )
    assert ("amount", "jump", "note") in codes(found)
    right = check(
        row(amount="12000000", unit="万元"), known=(figure("industrial_output_large", "2018H1", "1100"),)
    )
    assert codes(right) == []


def test_what_was_said_differently_before_is_noted():
    before = figure("industrial_output_large", "2019M01-06", "1190", published_on=date(2019, 7, 10))
    found = check(row(), known=(before,))
    assert codes(found) == [("amount", "restates", "note")]
    assert found.problems[0].params["before"] == "1,190亿元"
    later = figure("industrial_output_large", "2019M01-06", "1190", published_on=date(2019, 7, 18))
    assert codes(check(row(), known=(later,))) == [("amount", "older_publication", "note")]
    assert codes(check(row(amount="1190"), known=(before,))) == []


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=30), st.text(max_size=10))
def test_whatever_is_written_gives_a_figure_or_a_problem(measure, period, amount, written_unit):
    checked = check(row(measure=measure, period=period, amount=amount, unit=written_unit))
    assert checked.figures or checked.problems


def test_ten_thousand_rows_are_checked_in_seconds():
    wrong = [[f"没有的指标{n}号", "2019年1-13月", "abc", "英镑"] for n in range(10_000)]
    content = csv_file(wrong, ["指标", "时期", "数值", "单位"])
    started = time.perf_counter()
    checked = check_rows(read_rows(content), context())
    assert time.perf_counter() - started < 10
    assert len(checked.wrong_rows) == 10_000
    assert checked.figures == ()
