"""How does the demonstration zone come to life? Its year is lived through, action by action.

Everything is written by the same actions that people use, under the clock of the day on which it happened, so
that every past day can be asked for what was known then.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from django.contrib.auth.models import User
from django.db import transaction

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.jobs import look_everywhere, publish_files
from guatu.plan.actions.importing import import_document
from guatu.plan.actions.publishing import publish_plan
from guatu.plan.models import Plan
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.burden import load_demo_burden
from guatu.site.demo.documents import load_demo_documents
from guatu.site.demo.papers import Paper, read_papers
from guatu.site.demo.people import create_departments, create_people, create_representatives
from guatu.site.demo.returns import load_demo_returns
from guatu.site.demo.review import assign_plan, review_plan
from guatu.site.demo.zone import DEPARTMENT_PLAN, FOLDER, PLAN, read_zone
from guatu.zone.enterprises.demo import load_enterprises, load_work
from guatu.zone.statistics.actions import apply_import, preview_import

Progress = Callable[[str], None]


def load_demo(progress: Progress) -> None:
    """Fills the database with 星野经开区 and its year up to `DEMO_TODAY`; does nothing where it is already.

    All or nothing: when it is interrupted, the next start begins anew.
    """
    with transaction.atomic():
        if not Plan.objects.filter(demonstration=True).exists():
            _live_through(progress)
        load_enterprises(progress)
        with clock.use(_at("2019-03-08T10:10")), action("demo.create_representatives", by=None):
            create_representatives(read_zone())
        load_work(_by_username(), {office.code: office for office in Department.objects.all()}, progress)
        load_demo_returns(progress)
        load_demo_documents(read_zone(), User.objects.get(username="zhaoshang"), progress)
        load_demo_burden()
        with clock.use(_at(f"{DEMO_TODAY}T05:10")):
            look_everywhere()
            publish_files()


def _live_through(progress: Progress) -> None:
    zone = read_zone()
    with clock.use(_at("2019-02-25T09:00")):
        progress("departments and people")
        with action("demo.create_people", by=None):
            departments = create_departments(zone)
            people = create_people(zone, departments)
    with clock.use(_at("2019-03-01T15:20")):
        progress("reading the year's plan")
        plan = _import(PLAN, "星野经开区2019年工作计划.txt", people["ducha2"])
    with clock.use(_at("2019-03-05T10:40")):
        progress("reviewing and assigning it")
        review_plan(plan, by=people["ducha"])
        assign_plan(plan, zone, departments, people, by=people["ducha"])
    with clock.use(_at("2019-03-06T17:05")):
        publish_plan(plan, by=people["ducha"])
    _record_papers(people, progress)
    with clock.use(_at("2019-07-17T16:30")):
        _import(DEPARTMENT_PLAN, "产业发展局2019年工作要点.txt", people["ducha2"])


def _by_username() -> dict[str, User]:
    return {user.username: user for user in User.objects.all()}


def _import(file: str, name: str, by: User) -> Plan:
    return import_document(name=name, content=(FOLDER / file).read_bytes(), by=by, demonstration=True)


def _record_papers(people: dict[str, User], progress: Progress) -> None:
    for month, papers in groupby(read_papers(), lambda paper: f"{paper.recorded_at:%Y-%m}"):
        progress(f"figures recorded in {month}")
        for paper in papers:
            with clock.use(paper.recorded_at):
                _record(paper, people[paper.recorded_by])


def _record(paper: Paper, by: User) -> None:
    figures = preview_import(
        name=f"{paper.name}.csv",
        content=paper.content,
        publisher=paper.publisher,
        published_on=paper.published_on,
        by=by,
        demonstration=True,
    )
    apply_import(figures, by=by)


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=clock.ZONE_TIME)
