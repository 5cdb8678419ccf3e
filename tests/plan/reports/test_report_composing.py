"""Does a report hang together: its numbers, its headings, its revisions?"""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from reporting import facts_of, seen, target_of

from guatu.base.errors import Refused
from guatu.base.quantities import Quantity, unit
from guatu.plan.reports.blocks import (
    BarChart,
    Heading,
    LineChart,
    Number,
    Paragraph,
    Table,
    as_json,
    numbers_in,
)
from guatu.plan.reports.composing import Earlier, Issue, Options, compose, document_number
from guatu.plan.reports.kinds import ReportKind, latest_span, span_of
from guatu.plan.reports.passages.words import numeral
from guatu.plan.reports.readings import plain, read

FLOW = {
    "name": "规模工业总产值",
    "value": 150,
    "figures": [[2018, 6, 40], [2018, 12, 100], [2019, 6, 61, "10.4"]],
}
SLOW = {**FLOW, "name": "固定资产投资", "figures": [[2018, 6, 40], [2018, 12, 100], [2019, 6, 45, "-3.2"]]}
LONG = {
    **FLOW,
    "figures": [[2018, 3, 20], [2018, 6, 40], [2018, 12, 100], [2019, 2, 10], [2019, 3, 25], [2019, 6, 61]],
}
ISSUE = Issue("M6K4T", "星经开督〔2019〕7号", date(2019, 7, 18))


def report(*cases, options=None, issue=ISSUE, **more):
    targets = [
        target_of(case, pk=place, line=7 if place > 1 else None) for place, case in enumerate(cases, 1)
    ]
    return compose(facts_of(*targets, **more), options or Options(symbol="星经开督"), issue)


def texts(blocks):
    return [
        "".join(p if isinstance(p, str) else p.printed for p in b.pieces)
        for b in blocks
        if isinstance(b, Paragraph)
    ]


def test_headings_count_up_and_numbers_too():
    made, listed = report(LONG, SLOW)
    first = [block.text for block in made.body if isinstance(block, Heading) and block.level == 1]
    assert [text[0] for text in first] == list("一二三四五六")
    assert [each.serial for each in listed] == list(range(1, len(listed) + 1))
    printed = [*numbers_in(made.body), *(n for _t, blocks in made.attached for n in numbers_in(blocks))]
    assert {number.serial for number in printed} == {each.serial for each in listed}


def test_every_printed_number_is_what_its_key_reads():
    made, listed = report(LONG, SLOW)
    by_serial = {each.serial: each for each in listed}
    for number in numbers_in(made.body):
        found = read(by_serial[number.serial].key, facts_of(target_of(LONG, 1), target_of(SLOW, 2, line=7)))
        assert number.shown.strip("+−") == found.shown.strip("−")
        assert number.unit in ("", found.unit)


def test_the_list_of_numbers_is_whole():
    made, listed = report(FLOW)
    title, (table,) = made.attached[-1]
    assert title == "数据溯源索引"
    assert [row[0].pieces[0] for row in table.rows] == [f"M6K4T-{each.serial}" for each in listed]


def test_what_was_never_said_is_left_out_of_the_weekly_bulletin():
    made, _listed = report(FLOW, kind="weekly", code="2019-W29")
    assert [title for title, _blocks in made.attached] == ["数据溯源索引"]
    heads = [block.text for block in made.body if isinstance(block, Heading)]
    assert heads[0] == "一、本周变化"
    assert "由“未到期”转为" not in "".join(texts(made.body))


def test_charts_are_drawn_from_the_same_facts():
    made, listed = report(LONG)
    bars = next(block for block in made.body if isinstance(block, BarChart))
    assert [(bar.name, bar.share, bar.pace) for bar in bars.bars] == [("规模工业总产值", 40.67, 40.0)]
    number = bars.bars[0].number
    assert number.printed == "40.7%"
    assert {each.serial: each.key for each in listed}[number.serial] == "target/1/progress"
    lines = next(block for block in made.body if isinstance(block, LineChart))
    assert lines.lines[0].this_year == ((2, 10.0), (3, 25.0), (6, 61.0))
    assert lines.lines[0].ticks[-1][0] >= 150 > lines.lines[0].ticks[-2][0]


def test_revisions_are_told_against_the_last_release():
    earlier = [
        Earlier("AAAAA-1", "target/1/actual", "规模工业总产值：完成数", "60.5亿元"),
        Earlier("AAAAA-2", "target/1/target", "规模工业总产值：年度目标", "150亿元"),
        Earlier("AAAAA-3", "target/99/actual", "不再有的目标：完成数", "3家"),
    ]
    made, _listed = report(FLOW, issue=replace(ISSUE, earlier_name="星经开督〔2019〕6号", earlier=earlier))
    table = next(b for b in made.body if isinstance(b, Table) and b.caption == "与上次发布相比的修订")
    rows = [
        ["".join(p if isinstance(p, str) else p.printed for p in c.pieces) for c in row] for row in table.rows
    ]
    assert rows == [
        ["AAAAA-1", "规模工业总产值：完成数", "60.5亿元", "61亿元"],
        ["AAAAA-3", "不再有的目标：完成数", "3家", "无数据"],
    ]
    same, _listed = report(
        FLOW, issue=replace(ISSUE, earlier_name="星经开督〔2019〕6号", earlier=earlier[1:2])
    )
    assert "与星经开督〔2019〕6号相比，没有数据修订。" in texts(same.body)


def test_the_zone_says_the_order_and_the_texts():
    options = Options(
        passages=("checks", "overview", "nonsense"), opening="现通报如下。", closing="特此通报。"
    )
    made, _listed = report(FLOW, options=options)
    heads = [block.text for block in made.body if isinstance(block, Heading) and block.level == 1]
    assert heads == ["一、数据核对", "二、总体情况", "三、有关说明"]
    assert texts(made.body)[0] == "现通报如下。"
    assert texts(made.body)[-1] == "特此通报。"


def test_what_the_plan_says_is_data_and_never_markup():
    name = '#eval("1") \\ $x$ <b> {{ 7*7 }} ]'
    made, _listed = report({**FLOW, "name": name})
    assert name in str(as_json(made)["body"]).replace("\\\\", "\\")


def test_frame_of_an_official_document():
    made, _listed = report(FLOW)
    assert made.frame.issuer == "星野经开区管理委员会"
    assert made.frame.addressee == "各部门、各有关单位："
    assert made.frame.signed_on == "2019年7月18日"
    assert made.frame.mark == "示例"
    assert made.frame.title.replace("\n", "") == "关于2019年1—6月主要目标任务完成情况的通报"
    assert document_number("星经开督", 2019, 7) == "星经开督〔2019〕7号"
    assert document_number("", 2019, 7) == ""
    assert re.fullmatch(r"星经开督〔2019〕　号", document_number("星经开督", 2019, None))


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("weekly", "2019-w29", "2019年7月15日至21日"),
        ("weekly", "2019-W27", "2019年7月1日至7日"),
        ("weekly", "2019-W31", "2019年7月29日至8月4日"),
        ("monthly", "2019-6", "2019年1—6月"),
        ("half-year", "2019-H1", "2019年上半年"),
        ("annual", "2019", "2019年度"),
    ],
)
def test_spans(kind, code, name):
    assert span_of(ReportKind(kind), code).name_zh == name


@pytest.mark.parametrize(
    ("kind", "code"),
    [("monthly", "2019-01"), ("monthly", "2019-13"), ("weekly", "2019-W60"), ("annual", "19")],
)
def test_no_span(kind, code):
    with pytest.raises(Refused):
        span_of(ReportKind(kind), code)


def test_the_latest_span():
    assert latest_span(ReportKind.MONTHLY, date(2019, 7, 18)).code == "2019-06"
    assert latest_span(ReportKind.MONTHLY, date(2019, 2, 5)).code == "2018-12"
    assert latest_span(ReportKind.HALF_YEAR, date(2019, 3, 1)).code == "2018-H2"
    assert latest_span(ReportKind.WEEKLY, date(2019, 7, 18)).code == "2019-W29"


def test_numbers_and_numerals_as_papers_write_them():
    assert [numeral(n) for n in (1, 10, 11, 20, 21)] == ["一", "十", "十一", "二十", "二十一"]
    assert plain(Decimal("-3.25"), 1) == "−3.3"
    assert plain(Decimal("1251.30"), None) == "1251.3"
    assert plain(Decimal("9837"), None) == "9837"


def test_missing_words_are_not_zero():
    facts = facts_of(target_of({**FLOW, "figures": [[2019, 6, "missing"]]}))
    assert read("target/1/actual", facts).shown == "缺报"
    assert read("target/1/actual", facts).amount is None
    assert read("target/99/actual", facts).shown == "无数据"
    never = facts_of(target_of({**FLOW, "figures": []}))
    assert read("target/1/actual", never).shown == "缺报"
    assert read("nonsense", facts).shown == "无数据"


def test_seen_helper_is_exact():
    assert seen(2019, 6, "1.10").value == Quantity(Decimal("1.1"), unit("亿元"))
    assert isinstance(Number(1, "1").printed, str)
