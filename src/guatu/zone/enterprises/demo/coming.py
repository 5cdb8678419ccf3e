"""Which visits and inspections did the invented firms have, and what did they ask?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_records
from guatu.kernel.registry.declaration import get_registry
from guatu.zone.enterprises.actions import INSPECTIONS, VISITS
from guatu.zone.enterprises.demo.days import chance, moment
from guatu.zone.enterprises.models import Enterprise, Visit, VisitTask

FIRST, LAST = date(2019, 3, 12), date(2019, 7, 17)
PLANNED_TO = date(2019, 8, 30)
_VISITED = 400
_INSPECTED = 150
_LOG = "走访台账（演示）"
_PLAN = "年度检查计划（演示）"
_NOTICE = "关于规范涉企走访和检查的通知（演示）"
_TOPICS = ("生产经营情况", "项目建设进度", "用工和用电", "政策兑现", "入规培育", "安全生产")
_FINDINGS = ("订单饱满，二期扩产中。", "原材料涨价，毛利下降。", "招工难，缺焊工。", "已通过环评，等待供地。")
_QUESTIONS = (
    ("二期用地指标何时落实", "guotu"),
    ("厂区门口公交线路加密", "jianshe"),
    ("高峰期限电影响交付", "fagai"),
    ("技改补贴到账时间", "caizheng"),
    ("员工子女就近入学", "dangzheng"),
    ("高技能人才公寓", "renli"),
    ("废水排放标准解读", "huanjing"),
)
_ANSWERS = ("已协调落实并回访企业。", "已答复，企业表示满意。", "列入下半年计划，已书面告知。")
_BODIES = (
    ("应急管理局", "安全生产", "安全生产法"),
    ("生态环境分局", "排污许可执行", "排污许可管理办法"),
    ("市场监管局", "特种设备", "特种设备安全法"),
    ("建设局", "消防验收", "消防法"),
)


def load_budgets() -> None:
    """What the zone promised: two visits a quarter; one inspection a year by the same body, three in all."""
    rows = (
        ("visits-2019", "visit", 2, "quarter", False, date(2019, 1, 1)),
        ("inspections-2019", "inspection", 3, "year", False, date(2019, 3, 1)),
        ("inspections-2019-by-body", "inspection", 1, "year", True, date(2019, 3, 1)),
    )
    names = ("code", "coming", "most", "span", "each_body", "since")
    with clock.use(moment(date(2019, 3, 1))), action("enterprises.load_demonstration", by=None):
        values = [dict(zip(names, row, strict=True)) for row in rows]
        registry = get_registry("contact-budgets")
        insert_records(registry, values, source=_NOTICE, as_of=date(2019, 3, 1), demonstration=True)


def load_visits(
    large: Sequence[Enterprise], people: Mapping[str, User], departments: Mapping[str, Department]
) -> None:
    """Visits week by week, with their questions; a tenth is planned only, and a few firms see too many."""
    random = chance("visits")
    linked = [firm for firm in large if firm.service_officer_id]
    weeks: defaultdict[date, list[dict[str, object]]] = defaultdict(list)
    for number, (firm, day) in enumerate(_days(random, linked, _VISITED), 1):
        values = _visit(random, firm, day) | {"number": f"ZF2019-{number:04}"}
        weeks[_recorded(day)].append(values)
    for recorded in sorted(weeks):
        with clock.use(moment(recorded, 17)), action("enterprises.load_demonstration", by=None):
            made = insert_records(
                get_registry(VISITS), weeks[recorded], source=_LOG, as_of=recorded, demonstration=True
            )
            visits = [visit for visit in made if isinstance(visit, Visit) and visit.made_on]
            tasks = [task for visit in visits for task in _questions(random, visit, people, departments)]
            VisitTask.objects.bulk_create(tasks)


def load_inspections(large: Sequence[Enterprise]) -> None:
    """Inspections month by month: most by plan, some on complaints, some let through with a reason."""
    random = chance("inspections")
    months: defaultdict[date, list[dict[str, object]]] = defaultdict(list)
    seen: defaultdict[tuple[int, str], int] = defaultdict(int)
    for number, (firm, day) in enumerate(_days(random, large, _INSPECTED), 1):
        body, matter, basis = random.choice(_BODIES)
        values = _inspection(random, firm, day) | {"body": body, "matter": matter, "basis": basis}
        if values["ground"] == "plan":
            seen[firm.pk, body] += 1
            if seen[firm.pk, body] > 1:
                values["exception_reason"] = "上级专项行动统一部署（演示）"
        months[_recorded(day)].append(values | {"number": f"JC2019-{number:04}"})
    for recorded in sorted(months):
        with clock.use(moment(recorded, 16)), action("enterprises.load_demonstration", by=None):
            insert_records(
                get_registry(INSPECTIONS),
                months[recorded],
                source=_PLAN,
                as_of=recorded,
                demonstration=True,
            )


def _days(random: Random, firms: Sequence[Enterprise], count: int) -> Iterator[tuple[Enterprise, date]]:
    """So many days of the half year in their order, each with a firm: of two fifths nobody ever thinks."""
    thought_of = random.sample(list(firms), len(firms) * 3 // 5)
    working = (PLANNED_TO - FIRST).days
    days = sorted(FIRST + timedelta(random.randrange(working)) for _number in range(count))
    for day in days:
        yield (
            random.choice(thought_of),
            day + timedelta(max(0, 0 if day.weekday() < 5 else 7 - day.weekday())),
        )


def _recorded(day: date) -> date:
    """What was planned ahead was put down on the last day; what was made, at the end of its week."""
    return min(LAST, day + timedelta(4 - day.weekday() if day.weekday() < 4 else 0))


def _visit(random: Random, firm: Enterprise, day: date) -> dict[str, object]:
    is_made = day <= LAST
    return {
        "enterprise_id": firm.pk,
        "topic": random.choice(_TOPICS),
        "visitor_id": random.choice(
            (firm.linked_leader_id, firm.service_officer_id, firm.service_officer_id)
        ),
        "others": "",
        "planned_on": day,
        "state": "made" if is_made else "planned",
        "made_on": day if is_made else None,
        "findings": random.choice(_FINDINGS) if is_made else "",
        "exception_reason": "企业来函请求现场协调（演示）" if random.random() < 0.03 else "",
    }


def _inspection(random: Random, firm: Enterprise, day: date) -> dict[str, object]:
    is_made = day <= LAST
    return {
        "enterprise_id": firm.pk,
        "ground": random.choices(("plan", "complaint", "recheck"), (80, 12, 8))[0],
        "planned_on": day,
        "state": "made" if is_made else "planned",
        "made_on": day if is_made else None,
        "officers": "张某、李某（演示）",
        "notice": "",
        "result": random.choice(("未发现问题", "责令限期整改", "当场改正")) if is_made else "",
        "exception_reason": "",
    }


def _questions(
    random: Random, visit: Visit, people: Mapping[str, User], departments: Mapping[str, Department]
) -> Iterator[VisitTask]:
    assert visit.made_on is not None
    for question, office in random.sample(_QUESTIONS, random.choice((0, 0, 1, 1, 2))):
        due = visit.made_on + timedelta(random.choice((14, 20, 30)))
        done = visit.made_on + timedelta(random.randint(5, 32))
        is_done = done <= LAST and random.random() < 0.8
        yield VisitTask(
            visit=visit,
            question=question,
            department=departments[office],
            person=people.get(office),
            due=due,
            done_on=done if is_done else None,
            answer=random.choice(_ANSWERS) if is_done else "",
            done_by=people.get(office) if is_done else None,
        )
