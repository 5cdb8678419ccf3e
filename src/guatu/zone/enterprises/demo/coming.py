"""Which visits and inspections did the invented firms have, and what did they ask?

Until the middle of July visits were put down at the end of their week; from then on they are planned ahead,
and somebody notes on the day that they took place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TypedDict

from django.contrib.auth.models import User

from guatu.base.happenings import Happening
from guatu.kernel.access.models import Department
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_records
from guatu.kernel.registry.declaration import get_registry
from guatu.zone.enterprises.actions import INSPECTIONS, VISITS
from guatu.zone.enterprises.actions.appointments import cancel, make
from guatu.zone.enterprises.actions.visit_tasks import raise_question, settle_question
from guatu.zone.enterprises.demo.caring import linked
from guatu.zone.enterprises.demo.days import SEED, chance, moment
from guatu.zone.enterprises.demo.larger import firms_of, larger
from guatu.zone.enterprises.models import Enterprise, Inspection, Visit, VisitTask

FIRST, LAST = date(2019, 3, 12), date(2019, 7, 17)
PLANNED_TO = date(2019, 8, 30)
"""Up to where was planned on the day of the demonstration."""
_VISITED, _INSPECTED = 400, 150
_SECOND = (date(2019, 9, 2), date(2019, 12, 20))
_VISITED_LATER, _INSPECTED_LATER = 260, 95
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
_VISITS_A_QUARTER = 2


class _Words(TypedDict):
    """A question as the table of questions keeps it."""

    question: str
    department: Department
    person: User | None
    due: date


@dataclass(frozen=True, slots=True)
class _Coming:
    """Somebody comes: its number, to which firm (by code), on which day; the `seed` of its chances."""

    number: str
    uscc: str
    day: date
    seed: int

    @property
    def chance(self) -> Random:
        """The chances of this one visit or inspection."""
        return chance(self.number, self.seed)

    @property
    def is_cancelled(self) -> bool:
        """Whether what was planned does not take place."""
        return self.day > LAST and chance(f"cancelled {self.number}", self.seed).random() < 0.08


_Record = Callable[[date, Sequence[_Coming]], None]


def coming(count: int, seed: int) -> Iterator[Happening]:
    """What the zone promised, every visit with its questions, every inspection."""
    yield Happening(moment(date(2019, 3, 1)), "", "how often anybody may come", _load_budgets)
    visits = [*_comings("ZF", linked(count), _VISITED, _VISITED_LATER, seed)]
    yield from _put_down(visits, "visits", 17, _record_visits)
    for visit in visits:
        if visit.day > LAST:
            yield Happening(moment(visit.day, 16), "", "", partial(_visited, visit))
        yield from _settling(visit)
    inspections = [*_comings("JC", larger(count), _INSPECTED, _INSPECTED_LATER, seed)]
    yield from _put_down(inspections, "inspections", 16, _record_inspections)
    for inspection in inspections:
        if inspection.day > LAST:
            yield Happening(moment(inspection.day, 15), "", "", partial(_inspected, inspection))


def _load_budgets() -> None:
    """What the zone promised: two visits a quarter; one inspection a year by the same body, three in all."""
    rows = (
        ("visits-2019", "visit", 2, "quarter", False, date(2019, 1, 1)),
        ("inspections-2019", "inspection", 3, "year", False, date(2019, 3, 1)),
        ("inspections-2019-by-body", "inspection", 1, "year", True, date(2019, 3, 1)),
    )
    names = ("code", "coming", "most", "span", "each_body", "since")
    with action("enterprises.load_demonstration", by=None):
        values = [dict(zip(names, row, strict=True)) for row in rows]
        registry = get_registry("contact-budgets")
        insert_records(registry, values, source=_NOTICE, as_of=date(2019, 3, 1), demonstration=True)


def _comings(mark: str, usccs: Sequence[str], first: int, later: int, seed: int) -> Iterator[_Coming]:
    """All of the year in the order of their days: of two fifths of the firms nobody ever thinks."""
    random = chance(f"comings {mark}")
    thought_of = random.sample(usccs, len(usccs) * 3 // 5)
    days = [(day, SEED) for day in _days(random, FIRST, PLANNED_TO, first)]
    days += ((day, seed) for day in _days(chance(f"later {mark}", seed), *_SECOND, later))
    for number, (day, its_seed) in enumerate(days, 1):
        firm = chance(f"firm {mark} {number}", its_seed).choice(thought_of)
        yield _Coming(f"{mark}2019-{number:04}", firm, day, its_seed)


def _days(random: Random, first: date, last: date, count: int) -> list[date]:
    days = (first + timedelta(random.randrange((last - first).days)) for _number in range(count))
    return sorted(day + timedelta(max(0, 0 if day.weekday() < 5 else 7 - day.weekday())) for day in days)


def _put_down(comings: Sequence[_Coming], what: str, hour: int, record: _Record) -> Iterator[Happening]:
    at_once: defaultdict[date, list[_Coming]] = defaultdict(list)
    for each in comings:
        at_once[_recorded(each.day)].append(each)
    for recorded, together in at_once.items():
        says = f"{len(together)} {what} put down"
        yield Happening(moment(recorded, hour), "", says, partial(record, recorded, together))


def _recorded(day: date) -> date:
    """When it was put down: what was made, at the end of its week; what was planned, in the month before."""
    if day > PLANNED_TO:
        return _last_working_day_before(day.replace(day=1))
    return min(LAST, day + timedelta(4 - day.weekday() if day.weekday() < 4 else 0))


def _last_working_day_before(day: date) -> date:
    earlier = day - timedelta(1)
    return earlier - timedelta(max(0, earlier.weekday() - 4))


def _record_visits(recorded: date, visits: Sequence[_Coming]) -> None:
    firms = _firms(visits)
    over = _over_budget(visits)
    values = [_visit(each, firms[each.uscc], over) for each in visits]
    with action("visits.plan", by=None):
        made = insert_records(get_registry(VISITS), values, source=_LOG, as_of=recorded, demonstration=True)
        by_number = {visit.number: visit for visit in made if isinstance(visit, Visit) and visit.made_on}
        tasks = [
            VisitTask(visit=by_number[each.number], **_asked(asked))
            for each in visits
            if each.number in by_number
            for asked in _questions(each)
        ]
        VisitTask.objects.bulk_create(tasks)


def _record_inspections(recorded: date, inspections: Sequence[_Coming]) -> None:
    firms = _firms(inspections)
    values = [_inspection(each, firms[each.uscc]) for each in inspections]
    with action("inspections.plan", by=None):
        registry = get_registry(INSPECTIONS)
        insert_records(registry, values, source=_PLAN, as_of=recorded, demonstration=True)


def _firms(comings: Sequence[_Coming]) -> dict[str, Enterprise]:
    return {str(firm.uscc): firm for firm in firms_of(sorted({each.uscc for each in comings}))}


def _over_budget(visits: Sequence[_Coming]) -> frozenset[str]:
    """The numbers of those that come a third time in a quarter, besides what stands already."""
    seen: defaultdict[tuple[str, int], int] = defaultdict(int)
    standing = Visit.objects.filter(enterprise__uscc__in={each.uscc for each in visits})
    for uscc, day in standing.exclude(state="cancelled").values_list("enterprise__uscc", "planned_on"):
        seen[uscc or "", _quarter(day)] += 1
    over = set()
    for each in visits:
        seen[each.uscc, _quarter(each.day)] += 1
        if seen[each.uscc, _quarter(each.day)] > _VISITS_A_QUARTER:
            over.add(each.number)
    return frozenset(over)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _visit(coming: _Coming, firm: Enterprise, over: frozenset[str]) -> dict[str, object]:
    random, is_made = coming.chance, coming.day <= LAST
    return {
        "number": coming.number,
        "enterprise_id": firm.pk,
        "topic": random.choice(_TOPICS),
        "visitor_id": random.choice(
            (firm.linked_leader_id, firm.service_officer_id, firm.service_officer_id)
        ),
        "others": "",
        "planned_on": coming.day,
        "state": "made" if is_made else "planned",
        "made_on": coming.day if is_made else None,
        "findings": _found(coming) if is_made else "",
        "exception_reason": "企业来函请求现场协调（演示）" if coming.number in over else "",
    }


def _found(coming: _Coming) -> str:
    return chance(f"findings {coming.number}", coming.seed).choice(_FINDINGS)


def _inspection(coming: _Coming, firm: Enterprise) -> dict[str, object]:
    random, is_made = coming.chance, coming.day <= LAST
    body, matter, basis = random.choice(_BODIES)
    ground = random.choices(("plan", "complaint", "recheck"), (80, 12, 8))[0]
    again = Inspection.objects.filter(enterprise=firm, body=body, ground="plan").exists()
    return {
        "number": coming.number,
        "enterprise_id": firm.pk,
        "body": body,
        "matter": matter,
        "basis": basis,
        "ground": ground,
        "planned_on": coming.day,
        "state": "made" if is_made else "planned",
        "made_on": coming.day if is_made else None,
        "officers": "张某、李某（演示）",
        "notice": "",
        "result": _result(coming) if is_made else "",
        "exception_reason": "上级专项行动统一部署（演示）" if again and ground == "plan" else "",
    }


def _result(coming: _Coming) -> str:
    said = ("未发现问题", "责令限期整改", "当场改正")
    return chance(f"result {coming.number}", coming.seed).choice(said)


def _visited(coming: _Coming) -> None:
    """Notes on its day that a planned visit took place, with what was asked; or that it does not."""
    visit = Visit.objects.get(number=coming.number)
    if coming.is_cancelled:
        cancel(visit, by=visit.visitor)
        return
    visit = make(visit, on=coming.day, by=visit.visitor, findings=_found(coming))
    for asked in _questions(coming):
        raise_question(visit, by=visit.visitor, **_asked(asked))


def _inspected(coming: _Coming) -> None:
    inspection = Inspection.objects.get(number=coming.number)
    if coming.is_cancelled:
        cancel(inspection, by=None)
    else:
        make(inspection, on=coming.day, by=None, result=_result(coming))


@dataclass(frozen=True, slots=True)
class _Question:
    """What was asked at a visit, of which office, due when; settled on which day, None if not this year."""

    text: str
    office: str
    due: date
    done_on: date | None


def _questions(coming: _Coming) -> Iterator[_Question]:
    random = chance(f"questions {coming.number}", coming.seed)
    for text, office in random.sample(_QUESTIONS, random.choice((0, 0, 1, 1, 2))):
        due = coming.day + timedelta(random.choice((14, 20, 30)))
        done = coming.day + timedelta(random.randint(5, 32))
        yield _Question(text, office, due, done if random.random() < 0.8 else None)


def _asked(question: _Question) -> _Words:
    return {
        "question": question.text,
        "department": Department.objects.get(code=question.office),
        "person": User.objects.filter(username=question.office).first(),
        "due": question.due,
    }


def _settling(coming: _Coming) -> Iterator[Happening]:
    if coming.is_cancelled:
        return
    for question in _questions(coming):
        if question.done_on is not None:
            at = moment(question.done_on, 18)
            yield Happening(at, question.office, "", partial(_settle, coming, question))


def _settle(coming: _Coming, question: _Question) -> None:
    task = VisitTask.objects.filter(visit__number=coming.number, question=question.text).first()
    assert task is not None
    answer = chance(f"answer {coming.number} {question.text}", coming.seed).choice(_ANSWERS)
    settle_question(task, answer=answer, by=task.person, on=question.done_on)
