"""A published plan with one line of work, a reader of the wall, and figures to hand in."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.models import Department
from guatu.kernel.access.rights import Role
from guatu.plan.models import (
    Identity,
    ItemState,
    Plan,
    PlanDocument,
    PlanState,
    ProjectMention,
    Section,
    Target,
    Task,
)
from guatu.surfaces.wall.boards import forget_all
from guatu.zone.statistics.actions import apply_import, preview_import

TODAY = date(2019, 7, 18)
OPENING = "主要预期目标是：技工贸总收入3908亿元，其中规模工业总产值2550亿元、现代服务业及其他收入1358亿元。"
LINE = "1.发展智能制造。建成公共服务平台；星河智慧城项目开工。"
HEADERS = "指标,时期,数值,单位,同比增长(%),可比基数\n"


@pytest.fixture
def today():
    with clock.use(TODAY):
        yield TODAY


@pytest.fixture
def leader(db):
    user = User.objects.create_user("leader", password="a-long-enough-word")
    assign_role(user, Role.LEADER, by=None)
    return user


@pytest.fixture
def plan(db) -> Plan:
    text = OPENING + "\n" + LINE
    document = PlanDocument.objects.create(
        name="plan.txt",
        content=text.encode(),
        content_type="text/plain",
        text=text,
        text_sha256="0" * 64,
        sha256="0" * 64,
        uploaded_at=at(2019, 3, 1),
    )
    plan = Plan.objects.create(
        title="星野经开区2019年工作计划",
        year=2019,
        state=PlanState.PUBLISHED,
        document=document,
        created_at=at(2019, 3, 1),
        published_at=at(2019, 3, 6),
    )
    fill(plan, text)
    return plan


def fill(plan: Plan, text: str) -> None:
    office = Department.objects.create(code="industry", name_zh="产业发展局")
    line = Section.objects.create(
        plan=plan,
        ref="L1",
        type="line",
        label="1.",
        title="发展智能制造",
        start=len(OPENING) + 1,
        end=len(text),
        order=1,
    )
    names = (
        ("技工贸总收入", "3908亿元", "tech_industry_trade_income"),
        ("规模工业总产值", "2550亿元", "industrial_output_large"),
        ("现代服务业及其他收入", "1358亿元", "modern_services_other_income"),
    )
    whole, *parts = [make_target(plan, text, office, *name) for name in names]
    identity = Identity.objects.create(plan=plan, whole=whole)
    identity.parts.set(parts)
    for kind, words in ((Task, "建成公共服务平台"), (ProjectMention, "星河智慧城项目开工")):
        start = text.index(words)
        item = kind(
            plan=plan, section=line, start=start, end=start + len(words), text=words, state=ItemState.ACCEPTED
        )
        if isinstance(item, ProjectMention):
            item.name, item.stage = "星河智慧城项目", "start"
        item.save()


def make_target(plan: Plan, text: str, lead: Department, name: str, written: str, measure: str) -> Target:
    start = text.index(written)
    amount = Decimal(written.removesuffix("亿元"))
    return Target.objects.create(
        plan=plan,
        start=start,
        end=start + len(written),
        text=written,
        state=ItemState.ACCEPTED,
        subject=name,
        kind="level",
        value=amount,
        unit="亿元",
        unit_norm="CNY",
        scale=Decimal(10**8),
        value_norm=amount * 10**8,
        measure=measure,
        measure_confirmed=True,
        lead=lead,
    )


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=ZONE_TIME)


def hand_in(*rows: str, published_on: date, recorded: date | None = None) -> None:
    """Figures as a csv file, recorded on the day after they were published unless said otherwise."""
    content = (HEADERS + "\n".join(rows)).encode()
    with clock.use(at(*(recorded or published_on).timetuple()[:3])):
        found = preview_import(
            name="月报.csv",
            content=content,
            publisher="统计局",
            published_on=published_on,
            by=None,
            demonstration=True,
        )
        apply_import(found, by=None)


@pytest.fixture
def figures():
    return hand_in


@pytest.fixture(autouse=True)
def nothing_kept():
    """A board that another test drew is of rows that were rolled back since."""
    forget_all()
    yield
    forget_all()
