import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from guatu.plan.reading import UnreadableDocument, read, read_selection
from guatu.zone.statistics.catalogue import load_catalogue
from tests.plan.reading.making import PLAN


@pytest.fixture(scope="module")
def plan():
    return read(PLAN, measures=load_catalogue())


def test_a_plan_has_title_year_and_sections(plan):
    assert (plan.title, plan.year) == ("示例经济技术开发区2031年工作计划", 2031)
    assert [(s.id, s.type, s.label, s.parent) for s in plan.sections] == [
        ("P1", "part", "（一）", None),
        ("L1", "line", "1.", "P1"),
        ("L2", "line", "2.", "P1"),
        ("P2", "part", "（二）", None),
        ("L3", "line", "3.", "P2"),
    ]
    assert plan.text[plan.sections[1].title_start : plan.sections[1].title_end] == "大力发展智能制造"


def test_targets_are_placed_and_bound(plan):
    bound = {t.subject: (t.section, t.measure and t.measure.code) for t in plan.targets}
    assert bound["财政总收入"] == (None, "fiscal_revenue_total")
    assert bound["规模以上工业企业"] == ("L1", "new_large_industrial_firms")


def test_without_measures_nothing_is_bound():
    assert {t.measure for t in read(PLAN).targets} == {None}


def test_tasks_name_the_targets_that_lie_in_them(plan):
    task = next(t for t in plan.tasks if "规模以上工业企业" in t.text)
    assert [plan.targets[i].subject for i in task.targets] == ["规模以上工业企业"]
    assert "打造创新高地" not in {t.text for t in plan.tasks}


def test_projects_have_stage_and_deadline(plan):
    assert [(p.name, p.stage, p.deadline) for p in plan.projects] == [
        ("甲集团研发总部", "landing", None),
        ("乙云研发总部", "landing", None),
        ("甲方生产基地", "construction", None),
        ("乙方研发中心", "construction", None),
        ("滨河公园", "completed", None),
        ("丙路小学", "start", "6月底前"),
    ]
    assert [i.name for i in plan.institutions] == ["甲集团研发总部", "乙云研发总部"]


def test_offsets_point_at_the_text(plan):
    for each in (*plan.targets, *plan.tasks):
        assert plan.text[each.start : each.end] == each.text


def test_a_lost_plus_sign_is_told(plan):
    assert [w.code for w in plan.warnings] == ["lost_plus"]


def test_the_same_text_gives_the_same_reading_in_any_line_ends():
    assert read(PLAN) == read(PLAN)
    windows = read(PLAN.replace("\n", "\r\n"))
    assert "\r\n" in windows.text
    assert [t.id for t in windows.tasks] == [t.id for t in read(PLAN).tasks]


@pytest.mark.parametrize(
    "text",
    [
        "Milk, eggs, bread\n2 apples\n",
        "大米两袋\n鸡蛋10个\n酱油一瓶\n",
        "The zone plans to attract 30 projects.",
    ],
)
def test_a_text_that_is_no_plan_has_warnings_and_no_sections(text):
    codes = {w.code for w in read(text).warnings}
    assert "no_sections" in codes
    assert "not_chinese" in codes or "no_year" in codes


def test_an_english_text_has_no_targets():
    plan = read("The zone plans to attract 30 projects and 5 billion yuan of investment.")
    assert plan.targets == ()
    assert {"no_targets", "not_chinese"} <= {w.code for w in plan.warnings}


def test_a_selection_is_read_as_a_target_whatever_the_reader_thought():
    text = "2018年实现生产总值300亿元，增长8%。项目总投资11.4亿元。"
    chosen = read_selection(text, text.index("11.4") - 3, text.index("11.4") + 6, year=2019)
    assert chosen is not None
    assert (chosen.polarity, text[chosen.start : chosen.end], chosen.reason) == ("target", "11.4亿元", None)
    assert read_selection(text, 0, 1) is None
    assert read_selection(text, 5, 5) is None


def test_the_json_keeps_to_its_schema(plan, shared: Path):
    schema = json.loads(files("guatu.plan.reading").joinpath("schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(json.loads(json.dumps(plan.to_dict())))
    for name in ("city_2004_ordos", "prov_2026_shaanxi"):
        read_plan = read(shared / "corpus" / "dev" / f"{name}.txt", measures=load_catalogue())
        validator.validate(json.loads(json.dumps(read_plan.to_dict())))


def test_an_empty_text_is_refused():
    with pytest.raises(UnreadableDocument, match="no text"):
        read(" \n ")
