"""A published plan with figures and a supervisor, for reports that are written down."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User
from django.utils import translation
from reporting import TARGETS, TEXT, TODAY, at

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.plan.models import Identity, ItemState, Plan, PlanDocument, PlanState, Section, Target, Task
from guatu.zone.statistics.actions import apply_import, preview_import


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def today():
    with clock.use(at(TODAY)):
        yield TODAY


@pytest.fixture
def supervisor(db):
    user = User.objects.create_user("ducha", last_name="林", password=None)
    user.groups.add(Group.objects.get_or_create(name="supervision")[0])
    return user


@pytest.fixture
def hand_in(db):
    """Figures as a file, recorded on the day on which they were published."""

    def take(*rows, on):
        content = ("指标,时期,数值,单位,同比增长(%),可比基数\n" + "\n".join(rows)).encode()
        with clock.use(at(on)):
            found = preview_import(
                name="月报.csv",
                content=content,
                publisher="统计局",
                published_on=on,
                by=None,
                demonstration=True,
            )
            apply_import(found, by=None)

    return take


@pytest.fixture
def plan(db):
    document = PlanDocument.objects.create(
        name="plan.txt",
        content=TEXT.encode(),
        content_type="text/plain",
        text=TEXT,
        text_sha256="0" * 64,
        sha256="0" * 64,
        uploaded_at=at(date(2019, 3, 1)),
    )
    made = Plan.objects.create(
        title="星野经济技术开发区管理委员会2019年工作计划",
        year=2019,
        state=PlanState.PUBLISHED,
        document=document,
        demonstration=True,
        created_at=at(date(2019, 3, 1)),
        published_at=at(date(2019, 3, 6)),
    )
    office = Department.objects.create(code="industry", name_zh="产业发展局")
    line = Section.objects.create(
        plan=made, ref="L1", type="line", label="1.", title="发展智能制造", start=45, end=len(TEXT), order=1
    )
    whole, *parts = [_target(made, office, *each) for each in TARGETS]
    Identity.objects.create(plan=made, whole=whole).parts.set(parts)
    Task.objects.create(
        plan=made, section=line, start=52, end=60, text="6月底前完成规划", state=ItemState.ACCEPTED,
        lead=office, due=date(2019, 6, 30),
    )  # fmt: skip
    return made


def _target(plan, lead, name, value, measure):
    start = TEXT.index(name)
    return Target.objects.create(
        plan=plan, start=start, end=start + len(name), text=name, state=ItemState.ACCEPTED, subject=name,
        kind="level", value=Decimal(value), unit="亿元", unit_norm="CNY", scale=Decimal(10**8),
        value_norm=Decimal(value) * 10**8, measure=measure, measure_confirmed=True, lead=lead,
    )  # fmt: skip
