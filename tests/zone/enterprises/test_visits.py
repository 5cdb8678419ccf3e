"""Are visits planned within the budget, made, and their questions settled; and who was not visited?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.models import Department
from guatu.kernel.registry.actions import (
    apply_import,
    insert_record,
    insert_records,
    preview_import,
    undo_import,
)
from guatu.zone.enterprises.actions import (
    cancel,
    change_enterprise,
    change_visit,
    make,
    plan_inspection,
    plan_visit,
    raise_question,
    reopen_question,
    settle_question,
)
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Coming, Enterprise, Visit, VisitTask
from guatu.zone.enterprises.queries import exceptions, open_tasks, spent_of, unvisited
from guatu.zone.enterprises.registry import BUDGET_REGISTRY, ENTERPRISES, VISIT_REGISTRY

pytestmark = pytest.mark.django_db


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture(autouse=True)
def _june():
    with clock.use(datetime(2019, 6, 12, 9, tzinfo=clock.ZONE_TIME)):
        yield


@pytest.fixture
def clerk():
    user = User.objects.create_user("li")
    user.groups.add(Group.objects.get_or_create(name="staff")[0])
    return user


@pytest.fixture
def firms():
    values = [v for v in make_enterprises(30, day("2019-02-28")) if v["status"] == "in_business"]
    return insert_records(ENTERPRISES, values, source="清单", as_of=day("2019-02-28"))


def budget(coming: str, most: int, span: str, *, each_body: bool = False, since: str = "2019-01-01"):
    values = {"code": f"{coming}-{span}-{since}", "coming": coming, "most": most, "span": span}
    values |= {"each_body": each_body, "since": day(since)}
    return insert_record(BUDGET_REGISTRY, values, source="管委会通知", as_of=day(since))


def visit(firm, clerk, planned: str, **further):
    values = {"enterprise": firm.pk, "topic": "入规", "visitor": clerk.pk, "planned_on": day(planned)}
    return plan_visit(values | further, by=clerk, source="走访计划")


def inspect(firm, planned: str, body: str = "应急管理局", **further):
    values = {
        "enterprise": firm.pk,
        "body": body,
        "matter": "消防",
        "basis": "消防法",
        "planned_on": day(planned),
    }
    return plan_inspection(values | further, by=None, source="检查计划")


def test_a_visit_over_the_budget_is_refused_unless_it_has_a_reason(firms, clerk):
    budget("visit", 2, "quarter")
    first, second = visit(firms[0], clerk, "2019-04-02"), visit(firms[0], clerk, "2019-06-28")
    assert [first.number, second.number] == ["ZF2019-0001", "ZF2019-0002"]
    with pytest.raises(Refused) as refused:
        visit(firms[0], clerk, "2019-05-10")
    assert refused.value.code == "over_budget"
    for part in (firms[0].name, "2019-04-01", "2019-06-30"):
        assert part in refused.value.sentence
    visit(firms[0], clerk, "2019-07-01")
    visit(firms[1], clerk, "2019-05-10")
    third = visit(firms[0], clerk, "2019-05-10", exception_reason="企业来函请求")
    assert exceptions(2019) == ([third], [])


def test_a_cancelled_visit_is_given_back_to_the_budget(firms, clerk):
    budget("visit", 1, "quarter")
    planned = visit(firms[0], clerk, "2019-06-20")
    cancel(planned, by=clerk)
    visit(firms[0], clerk, "2019-06-21")
    with pytest.raises(Refused):
        cancel(Visit.objects.get(pk=planned.pk), by=clerk)


def test_a_visit_moved_into_another_quarter_counts_there(firms, clerk):
    budget("visit", 1, "quarter")
    planned = visit(firms[0], clerk, "2019-06-20")
    visit(firms[0], clerk, "2019-07-20")
    # Within its own quarter it does not stand in its own way.
    change_visit(planned, {"planned_on": day("2019-06-25")}, by=clerk, source="计划调整")
    with pytest.raises(Refused):
        change_visit(planned, {"planned_on": day("2019-07-25")}, by=clerk, source="计划调整")
    moved = {"planned_on": day("2019-07-25"), "exception_reason": "书记点名"}
    change_visit(planned, moved, by=clerk, source="计划调整")
    assert [spent.used for spent in spent_of(firms[0].pk, Coming.VISIT, day("2019-08-01"))] == [2]


def test_without_a_budget_nothing_is_refused(firms, clerk):
    for number in range(10):
        visit(firms[0], clerk, f"2019-06-{number + 10}")


def test_inspections_are_counted_by_body_and_only_planned_ones(firms):
    budget("inspection", 1, "year", each_body=True)
    inspect(firms[0], "2019-03-04")
    inspect(firms[0], "2019-03-05", body="环保局")
    with pytest.raises(Refused) as refused:
        inspect(firms[0], "2019-11-04")
    assert refused.value.code == "over_budget"
    on_complaint = inspect(firms[0], "2019-06-04", ground="complaint")
    assert on_complaint.exception_reason == ""
    excepted = inspect(firms[0], "2019-11-04", exception_reason="上级专项部署")
    assert exceptions(2019)[1] == [excepted]
    assert [spent.used for spent in spent_of(firms[0].pk, Coming.INSPECTION, day("2019-08-01"))] == [0]


def test_a_visit_is_made_once_on_a_day_that_has_come(firms, clerk):
    planned = visit(firms[0], clerk, "2019-06-20")
    with pytest.raises(Refused):
        make(planned, on=day("2019-06-13"), by=clerk)
    made = make(planned, on=day("2019-06-12"), by=clerk, findings="用电增容排队")
    assert (made.state, made.made_on, made.findings) == ("made", day("2019-06-12"), "用电增容排队")
    with pytest.raises(Refused):
        make(made, on=day("2019-06-12"), by=clerk)


def test_questions_become_tasks_that_are_settled_or_late(firms, clerk):
    office = Department.objects.create(code="chanye", name_zh="产业局")
    made = visit(firms[0], clerk, "2019-05-02", state="made", made_on=day("2019-05-02"))
    asked = raise_question(made, question="用电增容", department=office, due=day("2019-06-01"), by=clerk)
    later = raise_question(made, question="通勤车", department=office, due=day("2019-07-01"), by=clerk)
    with pytest.raises(Refused):
        raise_question(made, question="早", department=office, due=day("2019-05-01"), by=clerk)
    assert [task.is_late for task in open_tasks()] == [True, False]
    with pytest.raises(Refused):
        settle_question(asked, answer=" ", by=clerk)
    settle_question(asked, answer="6月10日送电", by=clerk)
    assert (asked.done_on, asked.done_by, asked.is_late) == (day("2019-06-12"), clerk, False)
    assert list(open_tasks()) == [later]
    assert VisitTask.objects.get(pk=reopen_question(asked, by=clerk).pk).done_on is None


def test_linked_enterprises_that_nobody_visited_are_a_blind_spot(firms, clerk):
    for firm in firms[:4]:
        change_enterprise(firm, {"service_officer": clerk.pk}, by=None, source="分工")
    visit(firms[0], clerk, "2019-05-02", state="made", made_on=day("2019-05-02"))
    visit(firms[1], clerk, "2019-01-10", state="made", made_on=day("2019-01-10"))
    visit(firms[2], clerk, "2019-06-20")
    never = sorted([firms[2], firms[3]], key=lambda firm: firm.name)
    found = list(unvisited(day("2019-06-12")))
    assert [firm.pk for firm in found] == [*(firm.pk for firm in never), firms[1].pk]
    assert [firm.last_visit for firm in found] == [None, None, day("2019-01-10")]
    # A visit counts on the ninetieth day after it, and no longer.
    assert firms[0].pk not in {firm.pk for firm in unvisited(day("2019-07-31"))}
    assert firms[0].pk in {firm.pk for firm in unvisited(day("2019-08-01"))}
    change_enterprise(firms[3], {"status": "moved_out", "closed_on": day("2019-06-01")}, by=None, source="x")
    assert firms[3].pk not in {firm.pk for firm in unvisited(day("2019-06-12"))}


def test_an_import_is_not_undone_under_what_hangs_on_it(clerk):
    new = next(iter(make_enterprises(1, day("2019-02-28"))))
    table = f"统一社会信用代码,企业名称\n{new['uscc']},{new['name']}\n".encode()
    kept = preview_import(
        ENTERPRISES, name="a.csv", content=table, source="清单", as_of=day("2019-06-12"), by=None
    )
    apply_import(kept, by=None)
    visit(Enterprise.objects.get(), clerk, "2019-06-20")
    with pytest.raises(Refused) as refused:
        undo_import(kept, by=None)
    assert refused.value.code == "has_parts"
    assert Enterprise.objects.count() == Visit.objects.count() == 1


def test_a_log_of_visits_is_imported_by_credit_code_or_name(firms, clerk):
    twin = Enterprise.objects.get(pk=firms[2].pk)
    change_enterprise(twin, {"name": firms[3].name}, by=None, source="清单")
    table = "走访编号,统一社会信用代码,走访主题,走访人,计划日期,走访日期,状态\n"
    table += f"A1,{firms[0].uscc},入规,li,2019-03-04,2019-03-05,已走访\n"
    table += f"A2,{firms[1].name},入规,li,2019-03-04,,计划\n"
    table += f"A3,{firms[3].name},入规,li,2019-03-04,,计划\n"
    kept = preview_import(
        VISIT_REGISTRY, name="a.csv", content=table.encode(), source="台账", as_of=day("2019-06-12"), by=None
    )
    # Two enterprises bear the third name: which is meant is not guessed.
    assert [(p["row"], p["field"]) for p in kept.problems] == [(4, "enterprise")]
    apply_import(kept, by=None, skip_wrong=True)
    assert list(Visit.objects.order_by("number").values_list("enterprise", "state")) == [
        (firms[0].pk, "made"),
        (firms[1].pk, "planned"),
    ]
