"""Does every action do what it says, leave a trace, and let itself be taken back?"""

from decimal import Decimal

import pytest

from guatu.base.errors import Refused
from guatu.plan.actions.adding import add_target, add_task
from guatu.plan.actions.assigning import assign_section
from guatu.plan.actions.binding import bind_measure, park_target
from guatu.plan.actions.cutting import join_items, split_item
from guatu.plan.actions.dispatch import respond
from guatu.plan.actions.editing import edit_plan, edit_target
from guatu.plan.actions.reviewing import accept_all, accept_item, discard_item, restore_item
from guatu.plan.actions.undoing import redo, undo
from guatu.plan.models import Change, Identity, Plan, Target
from guatu.plan.queries import load_items, review_state

pytestmark = pytest.mark.django_db


def target(plan, text):
    return plan.targets.get(text=text)


def items_without_versions(plan):
    return [{k: v for k, v in item.items() if k != "version"} for item in load_items(plan)]


def test_the_small_plan_is_read(plan):
    assert [t.text for t in plan.targets.all()][:6] == [
        "3908亿元",
        "2550亿元",
        "1358亿元",
        "187亿元",
        "155亿元",
        "7亿美元",
    ]
    assert target(plan, "155亿元").parent == target(plan, "187亿元")
    assert target(plan, "3908亿元").value_norm == Decimal("390800000000")
    identity = Identity.objects.get(plan=plan)
    assert identity.whole == target(plan, "3908亿元")
    assert {t.text for t in identity.parts.all()} == {"2550亿元", "1358亿元"}
    assert plan.state == "review"


def test_accepting_confirms_the_sure_measure(plan, reviewer):
    change = accept_item(target(plan, "2550亿元"), by=reviewer)
    row = target(plan, "2550亿元")
    assert (row.state, row.measure_confirmed, row.version) == ("accepted", True, 2)
    assert change.before == {f"target-{row.pk}": {"state": "proposed", "measure_confirmed": False}}
    assert change.by == reviewer
    assert Plan.objects.get().version == 2


def test_an_action_that_alters_nothing_leaves_no_trace(plan, reviewer):
    accept_item(target(plan, "187亿元"), by=reviewer)
    assert accept_item(target(plan, "187亿元"), by=reviewer) is None
    assert Plan.objects.get().version == 2


def test_discarding_needs_a_reason_and_can_be_restored(plan, reviewer):
    row = target(plan, "187亿元")
    with pytest.raises(Refused, match="why"):
        discard_item(row, "  ", by=reviewer)
    discard_item(row, "a repetition", by=reviewer)
    with pytest.raises(Refused, match="Restore"):
        accept_item(row, by=reviewer)
    restore_item(row, by=reviewer)
    assert target(plan, "187亿元").state == "proposed"


def test_editing_a_figure_settles_its_normal_value_and_breaks_the_sum(plan, reviewer):
    edit_target(target(plan, "1358亿元"), by=reviewer, value=Decimal("1360"))
    row = target(plan, "1358亿元")
    assert row.value_norm == Decimal("136000000000")
    state = review_state(Plan.objects.get(), reviewer)
    assert state.identities[0]["holds"] is False
    undo(plan, by=reviewer)
    assert review_state(Plan.objects.get(), reviewer).identities[0]["holds"] is True


def test_a_figure_in_dollars_takes_no_measure_in_yuan(plan, reviewer):
    row = target(plan, "7亿美元")
    with pytest.raises(Refused) as refused:
        bind_measure(row, target(plan, "2550亿元").measure, by=reviewer)
    assert refused.value.code == "unit_mismatch"


def test_splitting_a_task_divides_its_targets(plan, reviewer):
    task = next(t for t in plan.tasks.all() if t.targets.exists())
    whole = plan.tasks.get(text="压缩审批时间")
    before = items_without_versions(plan)
    split_item(whole, whole.start + 2, by=reviewer)
    assert plan.tasks.filter(text="压缩").exists()
    assert plan.tasks.filter(text="审批时间").exists()
    undo(plan, by=reviewer)
    assert items_without_versions(plan) == before
    assert task.targets.exists()


def test_joining_targets_moves_what_pointed_at_them(plan, reviewer):
    before = items_without_versions(plan)
    join_items([target(plan, "2550亿元"), target(plan, "3908亿元"), target(plan, "187亿元")], by=reviewer)
    joined = plan.targets.get(text__startswith="3908")
    assert joined.text.endswith("187亿元")
    assert target(plan, "155亿元").parent == joined
    assert not Identity.objects.exists()
    undo(plan, by=reviewer)
    assert items_without_versions(plan) == before
    assert Identity.objects.get().parts.count() == 2
    redo(plan, by=reviewer)
    assert not Identity.objects.exists()


def test_a_selected_figure_becomes_a_target_with_its_words(plan, reviewer):
    row = target(plan, "2550亿元")
    text = plan.document.text
    discard_item(row, "try again", by=reviewer)
    start = text.index("规模工业总产值2550")
    add_target(plan, start, start + 13, by=reviewer)
    added = plan.targets.get(origin="added")
    assert (added.text, added.subject, added.value_norm) == (
        "2550亿元",
        "规模工业总产值",
        Decimal("255000000000"),
    )
    with pytest.raises(Refused, match="already"):
        add_target(plan, added.start, added.end, by=reviewer)


def test_a_selected_clause_becomes_a_task_with_its_targets(plan, reviewer):
    text = plan.document.text
    start, end = text.index("实现财政总收入"), text.index(";实际到位")
    add_task(plan, start, end, by=reviewer)
    task = plan.tasks.get(origin="added")
    assert {t.text for t in task.targets.all()} == {"187亿元", "155亿元"}


def test_a_section_is_assigned_at_once(plan, reviewer, departments):
    line = plan.sections.get(type="line", title__startswith="发展智能制造")
    change = assign_section(line, by=reviewer, lead=departments[0], supporting=departments, leader=reviewer)
    assert change.summary["count"] == line.tasks.count() + line.targets.count()
    task = line.tasks.first()
    assert task.lead == departments[0]
    assert set(task.supporting.all()) == set(departments[1:])
    undo(plan, by=reviewer)
    assert not plan.tasks.filter(lead__isnull=False).exists()
    assert not plan.tasks.filter(supporting__isnull=False).exists()


def test_nobody_undoes_over_another_ones_head(plan, reviewer, colleague):
    row = target(plan, "187亿元")
    edit_target(row, by=reviewer, subject="财政收入")
    edit_target(target(plan, "155亿元"), by=reviewer, subject="税收")
    park_target(row, "no source", by=colleague)
    undo(plan, by=reviewer)
    with pytest.raises(Refused, match="Wang"):
        undo(plan, by=reviewer)
    undo(plan, by=colleague)
    undo(plan, by=reviewer)
    assert target(plan, "187亿元").subject == "财政总收入"
    with pytest.raises(Refused) as refused:
        undo(plan, by=reviewer)
    assert refused.value.code == "nothing_to_undo"


def test_redo_ends_with_a_new_change(plan, reviewer):
    accept_item(target(plan, "187亿元"), by=reviewer)
    accept_item(target(plan, "155亿元"), by=reviewer)
    undo(plan, by=reviewer)
    undo(plan, by=reviewer)
    redo(plan, by=reviewer)
    assert (target(plan, "187亿元").state, target(plan, "155亿元").state) == ("accepted", "proposed")
    accept_item(target(plan, "7亿美元"), by=reviewer)
    with pytest.raises(Refused):
        redo(plan, by=reviewer)


def test_a_page_that_looks_at_an_old_version_overwrites_nobody(plan, reviewer, colleague):
    row = target(plan, "187亿元")
    seen = plan.version
    respond(plan, {"verb": "accept", "item": f"target-{row.pk}", "version": seen}, by=colleague)
    status, answer = respond(
        plan,
        {"verb": "edit", "item": f"target-{row.pk}", "fields": {"subject": "x"}, "version": seen},
        by=reviewer,
    )
    assert (status, answer["code"]) == (409, "changed_meanwhile")
    other = target(plan, "155亿元")
    status, answer = respond(
        plan, {"verb": "accept", "item": f"target-{other.pk}", "version": seen}, by=reviewer
    )
    assert status == 200
    assert {item["text"] for item in answer["items"]} == {"187亿元", "155亿元"}
    assert answer["undo"] == {"label": "Accepted: 155亿元"}
    stale = {"verb": "accept", "item": f"target-{row.pk}", "expected_version": 1}
    assert respond(plan, stale, by=reviewer)[0] == 409


def test_a_repeated_post_does_nothing_twice(plan, reviewer):
    task = plan.tasks.get(text="压缩审批时间")
    post = {"verb": "split", "item": f"task-{task.pk}", "start": task.start + 2, "key": "a1", "version": 1}
    first, second = respond(plan, post, by=reviewer), respond(plan, post, by=reviewer)
    assert first == second
    assert Change.objects.filter(verb="split").count() == 1


@pytest.mark.parametrize(
    "post",
    [
        None,
        [],
        {},
        {"verb": 3},
        {"verb": "drop_table"},
        {"verb": "accept"},
        {"verb": "accept", "item": "target-999999"},
        {"verb": "accept", "item": "plan-1"},
        {"verb": "accept", "item": "target-²"},
        {"verb": "accept", "item": "target-1", "colour": "red"},
        {"verb": "edit", "item": "target-{pk}", "fields": {"state": "accepted"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"value": "many"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"value": "1e30"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"unit": "bananas"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"target_kind": "wish"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"comparator": "range"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"parent": "target-{pk}"}},
        {"verb": "edit", "item": "target-{pk}", "fields": {"start": 0, "end": 10**8}},
        {"verb": "edit", "item": "target-{pk}", "fields": {}},
        {"verb": "split", "item": "target-{pk}", "start": 1},
        {"verb": "join", "items": ["target-{pk}"]},
        {"verb": "add_target", "start": 10, "end": 10},
        {"verb": "add_target", "start": 10},
        {"verb": "bind", "item": "target-{pk}", "fields": {"measure": "no_such_measure"}},
        {"verb": "park", "item": "target-{pk}", "reason": ""},
        {"verb": "assign", "item": "target-{pk}", "fields": {"lead": 999999}},
        {"verb": "assign", "fields": {"section": "nowhere"}},
        {"verb": "accept_all", "fields": {"kind": "dream"}},
        {"verb": "undo"},
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(plan, reviewer, post):
    key = str(target(plan, "187亿元").pk)
    status, answer = respond(plan, _filled(post, key), by=reviewer)
    assert status in (404, 409, 422)
    assert answer["message"].strip()
    assert not Change.objects.exclude(verb="import").exists()


def _filled(value, key):
    if isinstance(value, str):
        return value.replace("{pk}", key)
    if isinstance(value, dict):
        return {name: _filled(each, key) for name, each in value.items()}
    return [_filled(each, key) for each in value] if isinstance(value, list) else value


def test_the_year_moves_the_days(plan, reviewer):
    dated = plan.tasks.get(deadline__contains="6月底")
    assert dated.due.isoformat() == "2019-06-30"
    edit_plan(plan, by=reviewer, year=2020)
    dated.refresh_from_db()
    assert dated.due.isoformat() == "2020-06-30"


def test_accepting_all_of_a_kind_is_one_change(plan, reviewer):
    change = accept_all(plan, "task", by=reviewer)
    assert change.summary["count"] == plan.tasks.count()
    assert plan.targets.filter(state="accepted").count() == 0
    undo(plan, by=reviewer)
    assert plan.tasks.filter(state="proposed").count() == plan.tasks.count()
    assert Target.objects.filter(version__gt=1).count() == 0
