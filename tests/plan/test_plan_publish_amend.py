"""When does a plan come into force, and what does an amended document keep?"""

import pytest

from guatu.base.errors import Refused
from guatu.plan.actions import (
    accept_all,
    accept_item,
    add_task,
    amend_plan,
    apply_amendment,
    assign_items,
    bind_measure,
    confirm_measure,
    discard_item,
    edit_target,
    import_document,
    join_items,
    park_target,
    publish_plan,
    split_item,
    undo,
    withdraw_amendment,
)
from guatu.plan.models import Identity, Plan

pytestmark = pytest.mark.django_db


def target(plan, text):
    return plan.targets.get(text=text)


def settle(plan, reviewer):
    accept_all(plan, "target", by=reviewer)
    for row in plan.targets.filter(measure_confirmed=False):
        if row.measure:
            confirm_measure(row, by=reviewer)
        else:
            park_target(row, "nobody counts this", by=reviewer)


def amended(plan, *replacements):
    text = plan.document.text
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def amend(plan, reviewer, *replacements):
    amendment = amend_plan(plan, name="new.txt", content=amended(plan, *replacements), by=reviewer)
    return amendment, {
        (d["status"], d["kind"], d["text"]) for d in amendment.difference if d["status"] != "unchanged"
    }


def test_a_target_without_a_source_cannot_be_published(plan, reviewer):
    with pytest.raises(Refused) as refused:
        publish_plan(plan, by=reviewer)
    assert refused.value.code == "not_ready"
    assert "confirmed" in refused.value.sentence
    accept_all(plan, "target", by=reviewer)
    with pytest.raises(Refused, match=r"source|measure"):
        publish_plan(plan, by=reviewer)
    settle(plan, reviewer)
    publish_plan(plan, by=reviewer)
    plan.refresh_from_db()
    assert (plan.state, plan.published_by) == ("published", reviewer)
    assert not plan.tasks.exclude(state="accepted").exists()


def test_what_a_published_plan_says_stays(plan, reviewer, departments):
    settle(plan, reviewer)
    publish_plan(plan, by=reviewer)
    row = target(plan, "187亿元")
    for action in (
        lambda: edit_target(row, by=reviewer, subject="x"),
        lambda: discard_item(row, "no", by=reviewer),
        lambda: add_task(plan, row.start, row.end, by=reviewer),
        lambda: undo(plan, by=reviewer),
        lambda: bind_measure(target(plan, "155亿元"), "", by=reviewer),
    ):
        with pytest.raises(Refused):
            action()
    assert assign_items([row], by=reviewer, lead=departments[0])
    undo(plan, by=reviewer)
    assert target(plan, "187亿元").lead is None


def test_an_amended_figure_keeps_identity_owner_and_review(plan, reviewer, departments):
    row = target(plan, "187亿元")
    accept_item(row, by=reviewer)
    edit_target(target(plan, "155亿元"), by=reviewer, subject="税收收入")
    assign_items([row], by=reviewer, lead=departments[1])
    amendment, found = amend(plan, reviewer, ("187亿元", "190亿元"), ("\n(一)", "\n\n(一)"))
    assert found == {
        ("changed", "target", "190亿元"),
        ("changed", "task", "实现财政总收入190亿元"),
    } or found == {("changed", "target", "190亿元")}
    apply_amendment(amendment, by=reviewer)
    changed = target(Plan.objects.get(), "190亿元")
    assert (changed.pk, changed.identity, changed.lead, changed.state) == (
        row.pk,
        row.identity,
        departments[1],
        "accepted",
    )
    assert changed.value_norm == 19000000000
    assert target(plan, "155亿元").subject == "税收收入"
    assert Identity.objects.get().whole == target(plan, "3908亿元")
    current = Plan.objects.select_related("document").get()
    for item in current.targets.exclude(state="discarded"):
        assert current.document.text[item.start : item.end] == item.text
    assert amendment.old_document.text.count("187亿元") == 1
    with pytest.raises(Refused):
        undo(plan, by=reviewer)


def test_items_come_and_go_with_an_amended_document(plan, reviewer):
    settle(plan, reviewer)
    publish_plan(plan, by=reviewer)
    amendment, found = amend(
        plan, reviewer, (";实际到位外资7亿美元", ""), ("20家以上", "20家以上,新认定高新技术企业30家")
    )
    assert ("removed", "target", "7亿美元") in found
    assert ("added", "target", "30家") in found
    apply_amendment(amendment, by=reviewer)
    assert target(plan, "7亿美元").state == "discarded"
    added = target(plan, "30家")
    assert (added.state, added.origin) == ("proposed", "amended")
    plan.refresh_from_db()
    assert plan.state == "published"
    with pytest.raises(Refused):
        publish_plan(plan, by=reviewer)
    accept_item(added, by=reviewer)
    if not target(plan, "30家").measure_confirmed:
        park_target(added, "nobody counts this", by=reviewer)
    assert publish_plan(plan, by=reviewer)


def test_what_people_made_by_hand_stays(plan, reviewer):
    task = plan.tasks.get(text="压缩审批时间")
    split_item(task, task.start + 2, by=reviewer)
    join_items([target(plan, "50家"), target(plan, "20家")], by=reviewer)
    joined = plan.targets.get(text__startswith="50家")
    amendment, found = amend(plan, reviewer, ("187亿元", "190亿元"))
    assert {status for status, _kind, _text in found} == {"changed"}
    apply_amendment(amendment, by=reviewer)
    again = plan.targets.get(pk=joined.pk)
    assert again.text == joined.text
    assert not plan.targets.filter(text="20家").exists()
    assert plan.tasks.filter(text="审批时间").exists()


def test_an_amendment_is_refused_when_it_makes_no_sense(plan, reviewer):
    with pytest.raises(Refused) as same:
        amend_plan(plan, name="same.txt", content=plan.document.text.encode(), by=reviewer)
    assert same.value.code == "same_document"
    with pytest.raises(Refused) as year:
        amend(plan, reviewer, ("2019年", "2020年"))
    assert year.value.code == "other_year"
    amendment, _found = amend(plan, reviewer, ("187亿元", "190亿元"))
    accept_item(target(plan, "155亿元"), by=reviewer)
    with pytest.raises(Refused) as stale:
        apply_amendment(amendment, by=reviewer)
    assert stale.value.code == "changed_meanwhile"
    withdraw_amendment(amendment, by=reviewer)
    with pytest.raises(Refused):
        apply_amendment(amendment, by=reviewer)


def test_an_amended_document_handed_in_as_new_leads_to_its_plan(plan, reviewer):
    content = amended(plan, ("187亿元", "190亿元"))
    amend_plan(plan, name="new.txt", content=content, by=reviewer)
    assert import_document(name="other.txt", content=content, by=reviewer) == plan


def test_pages_are_told_of_a_published_plan_alone(plan, reviewer, departments, monkeypatch):
    told = []
    monkeypatch.setattr("guatu.plan.actions.recording.announce", told.append)
    settle(plan, reviewer)
    assert told == []
    publish_plan(plan, by=reviewer)
    assign_items([target(plan, "187亿元")], by=reviewer, lead=departments[0])
    assert told == ["plan", "plan"]
