"""Who begins the day at the desk, and what is there for them?"""

from datetime import datetime

import pytest
from mornings import MONDAY, person

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.plan.actions.importing import import_document
from guatu.plan.models import ItemState, LightTurn, Plan, PlanState

TEXT = """星野经开区2019年工作计划

2019年园区主要预期目标:规模工业总产值2550亿元,财政总收入187亿元。

(一)狠抓产业培育

1.发展智能制造。启动星河智慧城市示范项目建设。完善一站式服务机制。
"""


@pytest.fixture(autouse=True)
def _monday(settings):
    settings.LANGUAGE_CODE = "en"
    with clock.use(MONDAY):
        yield


@pytest.fixture
def industry(db):
    return Department.objects.create(code="industry", name_zh="产业局", order=1)


@pytest.fixture
def finance(db):
    return Department.objects.create(code="finance", name_zh="财政局", order=2)


@pytest.fixture
def office(db):
    return person("office", "supervision")


@pytest.fixture
def clerk(industry):
    return person("clerk", "staff", industry)


@pytest.fixture
def followed(office, industry, finance):
    """A published plan: the tasks are the industry bureau's, the second target is the finance bureau's."""
    plan = import_document(name="plan.txt", content=TEXT.encode(), by=office)
    plan.tasks.update(state=ItemState.ACCEPTED, lead=industry)
    plan.targets.update(state=ItemState.ACCEPTED, lead=industry)
    plan.targets.filter(subject__contains="财政").update(lead=finance)
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.PUBLISHED, year=2019, published_at=datetime(2019, 1, 20, 9, tzinfo=clock.ZONE_TIME)
    )
    plan.refresh_from_db()
    return plan


@pytest.fixture
def turn(followed):
    """Writes down that a target showed a light from a day on."""

    def write(target, light: str, day: int, month: int = 7) -> LightTurn:
        at = datetime(2019, month, day, 10, tzinfo=clock.ZONE_TIME)
        return LightTurn.objects.create(
            target=target, plan=followed, light=light, reason_code="parked",
            reason_params={"why": f"因{light}"},
            day=at.date(), judged_at=at, recorded_at=at,
        )  # fmt: skip

    return write


@pytest.fixture
def reddened(followed, turn):
    """The first target turned red on Saturday, the second better on Friday before."""
    first, second = followed.targets.order_by("start")[:2]
    for target in (first, second):
        turn(target, "on_track", 1)
    turn(first, "behind", 20)
    turn(second, "done", 19)
    return first
