"""Are people told what became theirs, and that a light of theirs turned?"""

from datetime import date

import pytest
from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.models import Department, Post, Tenure
from guatu.kernel.notifying.kinds import sentence_of
from guatu.kernel.notifying.queries import notices_of
from guatu.plan.actions import assign_items
from guatu.plan.models import LightTurn, PlanState, Target
from guatu.plan.telling import tell_turned
from tests.surfaces.wall.conftest import at, plan, today

__all__ = ["plan", "today"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(plan, today):
    """Works in the economy department since March."""
    department = Department.objects.create(code="economy", name_zh="经济运行局")
    person = User.objects.create_user("zhao")
    post = Post.objects.create(department=department, title_zh="科长")
    Tenure.objects.create(post=post, person=person, since=date(2019, 3, 1))
    return person, department


def said_to(person):
    return [(each.kind, sentence_of(each.kind, each.params), each.times) for each in notices_of(person)]


def test_a_department_is_told_what_it_answers_for_and_not_twice(plan, colleague):
    person, department = colleague
    target = Target.objects.get(subject="技工贸总收入")
    assign_items([target], by=None, lead=department)
    assert said_to(person) == [("plan.assigned", "“技工贸总收入” is yours to answer for", 1)]
    assign_items([target], by=None, lead=department)
    assert len(said_to(person)) == 1


def test_who_assigns_to_the_own_department_is_not_told(plan, colleague):
    person, department = colleague
    assign_items([Target.objects.get(subject="技工贸总收入")], by=person, lead=department)
    assert said_to(person) == []


def test_a_plan_in_review_tells_nobody(plan, colleague):
    person, department = colleague
    plan.state = PlanState.REVIEW
    plan.save()
    assign_items([Target.objects.get(subject="技工贸总收入")], by=None, lead=department)
    assert said_to(person) == []


def test_a_light_that_turns_twice_before_it_was_seen_is_one_notice(plan, colleague):
    person, department = colleague
    target = Target.objects.get(subject="技工贸总收入")
    Target.objects.filter(pk=target.pk).update(lead=department)
    for day in (10, 11):
        turn = LightTurn.objects.create(
            target=target,
            plan=plan,
            light="behind",
            reason_code="behind_pace",
            day=date(2019, 7, day),
            judged_at=at(2019, 7, day),
            recorded_at=clock.now(),
        )
        tell_turned([turn])
    assert said_to(person) == [("plan.light_turned", "The light of “技工贸总收入” turned", 2)]
