"""Who accepts what the plan assigns, who returns it, and what can be done then?"""

import pytest
from django.contrib.auth.models import Group, User

from guatu.base.errors import Refused
from guatu.kernel.access.actions import appoint, create_post
from guatu.kernel.access.models import Department
from guatu.kernel.access.standing import forget_standing
from guatu.plan.actions.answering import accept_assignments, ask_again, return_assignment
from guatu.plan.actions.importing import import_document
from guatu.plan.models import ItemState, Plan, PlanState, Said, Task
from guatu.plan.queries.assignments import (
    answers_to,
    assignment_of,
    returned_assignments,
    waiting_assignments,
)

pytestmark = pytest.mark.django_db
TEXT = (
    "2019年工作计划\n\n(一)狠抓产业培育\n\n1.发展智能制造。新增规模以上工业企业20家以上。启动示范项目建设。\n"
)


def _user(name: str, role: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def office(db):
    return _user("office", "supervision")


@pytest.fixture
def industry(db):
    return Department.objects.create(code="industry", name_zh="产业局")


@pytest.fixture
def clerk(industry):
    user = _user("clerk", "staff")
    appoint(user, create_post(industry, "科员", by=None), by=None)
    forget_standing(user)
    return user


@pytest.fixture
def task(office, industry):
    plan = import_document(name="plan.txt", content=TEXT.encode(), by=office)
    plan.tasks.update(state=ItemState.ACCEPTED, lead=industry)
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.PUBLISHED, year=2019, published_at="2019-01-20T00:00Z"
    )
    return plan.tasks.first()


def test_what_a_department_leads_waits_until_it_is_accepted(clerk, task, industry):
    assert task.pk in [each.item.pk for each in waiting_assignments(clerk, [industry.pk], 2019)]
    accept_assignments([task], by=clerk)
    assert task.pk not in [each.item.pk for each in waiting_assignments(clerk, [industry.pk], 2019)]
    assert assignment_of(task).last.by == clerk


def test_an_older_plan_waits_for_nobody(clerk, task, industry):
    assert waiting_assignments(clerk, [industry.pk], 2020) == []


def test_it_is_accepted_once(clerk, task):
    accept_assignments([task], by=clerk)
    with pytest.raises(Refused, match="already"):
        accept_assignments([task], by=clerk)


def test_another_department_neither_accepts_nor_returns(office, task):
    for act in (
        lambda: accept_assignments([task], by=office),
        lambda: return_assignment(task, reason="为何", by=office),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "not_yours"
    assert answers_to(task) == []


def test_who_returns_says_why_and_may_be_asked_again(office, clerk, task, industry):
    with pytest.raises(Refused):
        return_assignment(task, reason="  ", by=clerk)
    return_assignment(task, reason="应由招商局牵头", by=clerk)
    assert [each.last.reason for each in returned_assignments(office, 2019)] == ["应由招商局牵头"]
    ask_again(task, reason="已与招商局商定", by=office)
    assert returned_assignments(office, 2019) == []
    assert assignment_of(task).waits
    assert [each.said for each in answers_to(task)] == [Said.ASKED, Said.RETURNED]
    with pytest.raises(Refused):
        ask_again(task, reason="再一次", by=office)


def test_another_lead_department_answers_for_itself(office, clerk, task):
    return_assignment(task, reason="应由招商局牵头", by=clerk)
    other = Department.objects.create(code="investment", name_zh="招商局")
    Task.objects.filter(pk=task.pk).update(lead=other)
    assert returned_assignments(office, 2019) == []
    assert task.pk in [each.item.pk for each in waiting_assignments(office, [other.pk], 2019)]


def test_an_item_of_a_plan_in_review_is_not_assigned_yet(clerk, task):
    Plan.objects.update(state=PlanState.REVIEW)
    with pytest.raises(Refused, match="not assigned"):
        accept_assignments([task], by=clerk)
