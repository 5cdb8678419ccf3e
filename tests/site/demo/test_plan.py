"""Does the reader read the demonstration plan as it was meant?"""

from collections import Counter
from difflib import SequenceMatcher

import pytest

from guatu.plan.reading import Plan, read
from guatu.site.demo.review import read_decisions
from guatu.site.demo.zone import AMENDED_PLAN, DEPARTMENT_PLAN, FOLDER, PLAN

# The 47 targets of the year, and one clause that says an old figure again.
MEANT = (
    "3908亿元 2550亿元 1358亿元 600亿元 187亿元 155亿元 280亿元 210亿元 7亿美元 46亿美元 10% 3.5% 2% "
    "50家 20个 15家 20家 3家 30家 10家 30家 350件 5亿元 200家 10000家 30个 2个 5个 2300亩 2500亩 4个 "
    "30.2公里 23.1公里 1个 100个 65个 30亿元 全覆盖 3个 20个 32万平方米 80% 不发生 8个 15个 1个 不发生 全覆盖"
)
TRAPS = ("5000万元", "50亿元", "10—50亿元", "110千伏", "220千伏", "9万吨", "3230", "630", "20条", "30条")


def text_of(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read((FOLDER / PLAN).read_bytes())


def test_every_target_is_found_and_no_trap_is_taken_for_one(plan):
    found = Counter(target.text for target in plan.targets)
    meant = Counter(MEANT.split())
    assert not meant - found
    assert not set(found) & set(TRAPS)


def test_parts_of_a_whole_name_their_whole(plan):
    texts = {(t.start, t.end): t.text for t in plan.targets}
    wholes = {(t.text, texts[t.parent.start, t.parent.end]) for t in plan.targets if t.parent is not None}
    assert {
        ("2550亿元", "3908亿元"),
        ("1358亿元", "3908亿元"),
        ("155亿元", "187亿元"),
        ("210亿元", "280亿元"),
        ("2个", "30个"),
        ("5个", "30个"),
        ("65个", "100个"),
    } <= wholes


def test_parts_lines_and_the_seven_sub_headings_are_read(plan):
    kinds = Counter(section.type for section in plan.sections)
    assert (kinds["part"], kinds["line"], kinds["sub_heading"]) == (5, 15, 7)
    assert plan.year == 2019


def test_the_lost_plus_sign_is_the_only_one(plan):
    assert [warning.code for warning in plan.warnings].count("lost_plus") == 1


def test_the_plan_has_the_size_of_a_real_one(plan):
    assert 7_500 <= len(plan.text) <= 8_500
    assert 250 <= len(plan.tasks) <= 400
    assert 55 <= len(plan.projects) <= 80


def test_what_the_office_decided_on_stands_in_the_plan_once():
    text = text_of(PLAN)
    decisions = read_decisions()
    for decision in (*decisions["discard"], *decisions["bind"]):
        assert text.count(decision["words"]) == 1


def test_the_amended_plan_differs_in_a_handful_of_places():
    matcher = SequenceMatcher(None, text_of(PLAN), text_of(AMENDED_PLAN), autojunk=False)
    assert 10 <= sum(tag != "equal" for tag, *_ in matcher.get_opcodes()) <= 40
    assert matcher.ratio() > 0.97


@pytest.mark.parametrize("name", [PLAN, AMENDED_PLAN, DEPARTMENT_PLAN])
def test_every_text_says_that_it_is_a_demonstration(name):
    assert "演示文本：星野经开区为虚构园区" in text_of(name)
