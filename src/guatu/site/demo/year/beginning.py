"""How does the zone begin its year: its people, the plan of the year, and what departments say of it?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.happenings import Happening
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.plan.actions.importing import import_document
from guatu.plan.actions.publishing import publish_plan
from guatu.plan.models import Plan, PlanState
from guatu.site.demo.people import create_departments, create_people, create_representatives
from guatu.site.demo.review import assign_plan, review_plan
from guatu.site.demo.zone import DEPARTMENT_PLAN, FOLDER, PLAN, read_zone


def beginning() -> Iterator[Happening]:
    """From the first account to the published plan; in July a department's plan comes to be reviewed."""
    yield Happening(_at("2019-02-25T09:00"), "", "departments and people", _people)
    yield Happening(_at("2019-03-01T15:20"), "ducha2", "the year's plan is read", _read_plan)
    yield Happening(_at("2019-03-05T10:40"), "ducha", "the plan is reviewed and assigned", _review)
    yield Happening(_at("2019-03-06T17:05"), "ducha", "the plan is published", _publish)
    yield Happening(_at("2019-03-08T10:10"), "", "firms get their accounts", _representatives)
    yield Happening(_at("2019-07-17T16:30"), "ducha2", "a department's plan is read", _read_department_plan)


def acting(username: str) -> User:
    """The account of that name."""
    return User.objects.get(username=username)


def _people() -> None:
    zone = read_zone()
    with action("demo.create_people", by=None):
        create_people(zone, create_departments(zone))


def _representatives() -> None:
    with action("demo.create_representatives", by=None):
        create_representatives(read_zone())


def _read_plan() -> None:
    _import(PLAN, "星野经开区2019年工作计划.txt")


def _read_department_plan() -> None:
    _import(DEPARTMENT_PLAN, "产业发展局2019年工作要点.txt")


def _import(file: str, name: str) -> Plan:
    content = (FOLDER / file).read_bytes()
    return import_document(name=name, content=content, by=acting("ducha2"), demonstration=True)


def _review() -> None:
    plan = Plan.objects.get(state=PlanState.REVIEW, demonstration=True)
    departments = {office.code: office for office in Department.objects.all()}
    people = {user.username: user for user in User.objects.all()}
    review_plan(plan, by=people["ducha"])
    assign_plan(plan, read_zone(), departments, people, by=people["ducha"])


def _publish() -> None:
    publish_plan(Plan.objects.get(state=PlanState.REVIEW, demonstration=True), by=acting("ducha"))


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE_TIME)
