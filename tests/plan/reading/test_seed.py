"""The plan that started the project, against its annotations."""

import json
from pathlib import Path

import pytest

from guatu.plan.reading import Plan, read


@pytest.fixture(scope="module")
def plan(shared: Path) -> Plan:
    return read(shared / "seed" / "changsha-etdz-plan-2019.txt")


def _gold(shared: Path, name: str) -> list[dict]:
    lines = (shared / "gold" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _overlap(gold: dict, read_item) -> float:
    common = min(gold["end"], read_item.end) - max(gold["start"], read_item.start)
    return max(0, common) / max(gold["end"] - gold["start"], read_item.end - read_item.start)


@pytest.mark.parametrize(("kind", "number"), [("part", 5), ("line", 15), ("sub_heading", 7)])
def test_headings_are_exact(plan, shared, kind, number):
    gold = {(g["start"], g["end"]) for g in _gold(shared, "seed_tasks.jsonl") if g["type"] == kind}
    assert len(gold) == number
    assert {(s.title_start, s.title_end) for s in plan.sections if s.type == kind} == gold


def test_at_least_95_percent_of_the_work_items_are_found(plan, shared):
    gold = [g for g in _gold(shared, "seed_tasks.jsonl") if g["type"] == "item"]
    pairs = [(g, next((t for t in plan.tasks if _overlap(g, t) >= 0.8), None)) for g in gold]
    found = [(g, t) for g, t in pairs if t]
    assert len(found) >= 0.95 * len(gold)
    assert len(found) >= 0.9 * len(plan.tasks)
    assert sum(g["checkable"] == t.checkable for g, t in found) >= 0.9 * len(found)


def test_at_least_95_percent_of_the_projects_are_found_and_no_trap(plan, shared):
    gold = _gold(shared, "seed_projects.jsonl")
    projects = [g for g in gold if g["is_project"]]
    read_ones = {(p.name, p.stage) for p in plan.projects}
    assert sum((g["name"], g["stage"]) in read_ones for g in projects) >= 0.95 * len(projects)
    traps = [g for g in gold if not g["is_project"]]
    assert not [g["text"] for g in traps for p in plan.projects if _overlap(g, p) > 0]


def test_the_copy_and_the_page_are_dropped(plan):
    (copy,) = (d for d in plan.dropped if d.reason == "repeat")
    assert copy.start == 8384
    assert len(plan.text) - copy.end < 40
    assert {d.reason for d in plan.dropped} == {"repeat", "page furniture", "spam"}
    assert max(t.end for t in plan.tasks) < copy.start


def test_lost_plus_signs_are_told(plan):
    told = [plan.text[w.start - 3 : w.end + 4] for w in plan.warnings if w.code == "lost_plus"]
    assert told == ["新“1 4”等政", "区块链 实体经济", "“产业 基金”模", "互联网 政务服务"]
