"""Does the review page get its state in few queries, as plain JSON?"""

import json

import pytest

from guatu.plan.actions import accept_all, assign_items, edit_target, import_document
from guatu.plan.actions.dispatch import respond
from guatu.plan.models import Plan
from guatu.plan.queries import review_state, shown_findings

pytestmark = pytest.mark.django_db

# A long plan may not cost more queries than a short one.
QUERIES_OF_A_STATE = 19
QUERIES_OF_AN_ACTION = 24


def load(plan):
    return Plan.objects.select_related("document").get(pk=plan.pk)


def long_text():
    """400 tasks and targets on 40,000 characters, in 40 lines of work."""
    lines = ["星野经开区2019年工作计划", "", "(一)各项工作", ""]
    for number in range(1, 41):
        clauses = [
            f"新建第{number}号园区标准厂房{number * 7 + i}万平方米,完善第{i}项配套服务措施并加强管理"
            for i in range(5)
        ]
        lines += [f"{number}.推进第{number}项工作。{'。'.join(clauses)}。{'持续优化' * 180}。", ""]
    return "\n".join(lines)


def test_the_state_costs_the_same_for_any_size(plan, reviewer, departments, django_assert_max_num_queries):
    assign_items(list(plan.tasks.all()), by=reviewer, lead=departments[0], supporting=departments[1:])
    with django_assert_max_num_queries(QUERIES_OF_A_STATE):
        review_state(load(plan), reviewer)
    large = import_document(name="long.txt", content=long_text().encode(), by=reviewer)
    assert large.targets.count() + large.tasks.count() >= 400
    assert len(large.document.text) > 30_000
    assign_items(list(large.tasks.all()), by=reviewer, lead=departments[0])
    with django_assert_max_num_queries(QUERIES_OF_A_STATE):
        review_state(load(large), reviewer)


def test_an_action_costs_the_same_for_any_size(plan, reviewer, django_assert_max_num_queries):
    large = import_document(name="long.txt", content=long_text().encode(), by=reviewer)
    for each in (plan, large):
        item = f"target-{each.targets.first().pk}"
        with django_assert_max_num_queries(QUERIES_OF_AN_ACTION):
            status, _answer = respond(each, {"verb": "accept", "item": item}, by=reviewer)
        assert status == 200


def test_the_state_is_plain_json(plan, reviewer, departments):
    row = plan.targets.get(text="155亿元")
    edit_target(row, by=reviewer, deadline="6月底")
    assign_items([row], by=reviewer, lead=departments[0], supporting=departments[1:2], leader=reviewer)
    state = json.loads(json.dumps(review_state(load(plan), reviewer).to_dict()))
    item = next(item for item in state["items"] if item["id"] == f"target-{row.pk}")
    assert item["value"] == "155"
    assert item["due"] == "2019-06-30"
    assert item["parent"] == f"target-{row.parent_id}"
    assert (item["lead"], item["supporting"]) == (departments[0].pk, [departments[1].pk])
    assert state["undo"] == {"label": "Items assigned: 1"}
    assert state["text"][item["start"] : item["end"]] == "155亿元"
    assert state["identities"][0]["label"] == "2550 + 1358 = 3908"
    assert {section["id"] for section in state["sections"]} >= {
        item["section"] for item in state["items"]
    } - {None}
    assert state["counts"]["target"]["accepted"] == 1


def test_an_answer_is_what_the_state_says(plan, reviewer):
    accept_all(plan, by=reviewer)
    _status, answer = respond(plan, {"verb": "undo", "version": plan.version}, by=reviewer)
    state = review_state(load(plan), reviewer)
    assert answer["items"] == [
        item for item in state.items if item["id"] in {i["id"] for i in answer["items"]}
    ]
    assert (answer["counts"], answer["findings"]) == (state.counts, state.findings)
    assert answer["version"] == state.plan["version"]
    assert answer["redo"] == state.redo


def test_findings_name_their_sentence(plan):
    found = shown_findings(plan)
    assert any(each.finding.code == "no_measure" and "水平评估" in each.sentence for each in found)
    for each in found:
        assert each.sentence
        assert each.message.strip()
        assert each.what_to_do.strip()


def test_two_published_plans_in_conflict(plan, reviewer, monkeypatch):
    other = import_document(
        name="other.txt",
        content="星野经开区财政局2019年工作计划\n\n2019年主要目标:实现财政总收入190亿元。\n".encode(),
        by=reviewer,
    )
    Plan.objects.filter(pk=other.pk).update(state="published", published_at=other.created_at)
    accept_all(other, by=reviewer) if other.state == "published" else None
    other.targets.update(state="accepted", measure_confirmed=True)
    found = [each for each in shown_findings(plan) if each.finding.code == "other_plan"]
    assert len(found) == 1
    assert "190亿元" in found[0].message
