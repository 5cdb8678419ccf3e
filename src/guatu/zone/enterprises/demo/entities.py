"""Which market entities has the demonstration zone? Ten thousand, all invented, the same ones every time.

Their codes carry the district 999999, which no district has, so that no real code is ever hit; every name
begins with the invented 星野.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, partial
from random import Random

from guatu.base import clock
from guatu.base.happenings import Happening, live_through
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import insert_records, update_records
from guatu.kernel.registry.declaration import Values, get_registry
from guatu.zone.enterprises.actions import SLUG
from guatu.zone.enterprises.demo.places import STREETS, place_of
from guatu.zone.enterprises.models import Contact, Enterprise, Kind, Scale, Status, Title
from guatu.zone.enterprises.rules.uscc import ALPHABET, check_character, organisation_check

COUNT = 10_000
DISTRICT = "999999"
LISTS = (date(2019, 2, 28), date(2019, 3, 31), date(2019, 4, 30), date(2019, 5, 31), date(2019, 6, 30))
"""The last days of the months whose lists came in."""
SOURCE = "市场监管局月度清单（演示）"
_SEED = 20190228
_FIRST = "澄岚砚栖穗珩屿桦钧泓璟昀瀚鹭霁霖岱煦翊峤"
_SECOND = "远驰拓禾川石信和锐达恒源越创成启邦睿凯元"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英兰萍"


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch of trade: its words in names, its class of industry, how often it occurs."""

    word: str
    industry: str
    weight: int
    kind: Kind = Kind.COMPANY


_BRANCHES = (
    _Branch("机械", "C3511", 60),
    _Branch("智能装备", "C3491", 40),
    _Branch("汽车零部件", "C3670", 45),
    _Branch("电子", "C3989", 40),
    _Branch("新材料", "C2651", 25),
    _Branch("电气", "C3829", 25),
    _Branch("精密模具", "C3525", 20),
    _Branch("生物医药", "C2770", 15),
    _Branch("食品", "C1492", 20),
    _Branch("建筑工程", "E4790", 40),
    _Branch("物流", "G5437", 50),
    _Branch("供应链", "L7224", 25),
    _Branch("软件", "I6513", 70),
    _Branch("信息技术", "I6540", 80),
    _Branch("贸易", "F5199", 160),
    _Branch("商贸", "F5219", 140),
    _Branch("科技", "M7590", 150),
    _Branch("环保", "N7729", 30),
    _Branch("检测", "M7452", 15),
    _Branch("人力资源", "L7269", 25),
    _Branch("物业", "K7020", 20),
    _Branch("文化传播", "R8890", 30),
    _Branch("餐馆", "H6210", 260, Kind.SOLE_TRADER),
    _Branch("便利店", "F5213", 280, Kind.SOLE_TRADER),
    _Branch("五金经营部", "F5274", 120, Kind.SOLE_TRADER),
    _Branch("汽修店", "O8111", 90, Kind.SOLE_TRADER),
    _Branch("服装店", "F5232", 110, Kind.SOLE_TRADER),
    _Branch("蔬菜种植", "A0141", 12, Kind.COOPERATIVE),
)
_FORMS = {
    Kind.COMPANY: "有限公司",
    Kind.COOPERATIVE: "专业合作社",
    Kind.SOLE_TRADER: "",
    Kind.BRANCH: "分公司",
    Kind.OTHER: "",
}


def load_enterprises(say: Callable[[str], None] = lambda _line: None, count: int = COUNT) -> int:
    """Lives through the lists of the half year; how many entities there are, 0 where they are there."""
    if Enterprise.objects.filter(demonstration=True).exists():
        return 0
    say(f"{count} market entities")
    live_through(lists_of_half_year(count))
    return count


def lists_of_half_year(count: int = COUNT) -> Iterator[Happening]:
    """The lists of the market supervision bureau, month by month.

    Each list is recorded in the morning of the fourth day after its month.
    """
    for before, known_on in zip((date.min, *LISTS), LISTS, strict=False):
        record = partial(_record_list, count, before, known_on)
        yield Happening(morning_after(known_on), "", f"market entities to {known_on}", record)


@cache
def made_entities(count: int = COUNT) -> tuple[Values, ...]:
    """The entities of the half year as they were at its end."""
    return tuple(make_enterprises(count, LISTS[-1]))


def _record_list(count: int, before: date, known_on: date) -> None:
    made = made_entities(count)
    with action("enterprises.load_demonstration", by=None):
        _record_new(made, before, known_on)
        _record_closed(made, before, known_on)


def morning_after(day: date) -> datetime:
    """When the list of a month is recorded that ends on that day."""
    later = day + timedelta(days=4)
    return datetime(later.year, later.month, later.day, 9, tzinfo=clock.ZONE_TIME)


def _record_new(made: Sequence[Values], before: date, known_on: date) -> None:
    fresh = [
        _as_of(values, known_on) for values in made if before < _day(values["established_on"]) <= known_on
    ]
    registry = get_registry(SLUG)
    written = insert_records(registry, fresh, source=SOURCE, as_of=known_on, demonstration=True)
    add_people_and_titles([record for record in written if isinstance(record, Enterprise)], known_on)


def _record_closed(made: Sequence[Values], before: date, known_on: date) -> None:
    closed = {
        str(values["uscc"]): {"status": values["status"], "closed_on": values["closed_on"]}
        for values in made
        if values["closed_on"] and before < _day(values["closed_on"]) <= known_on
        if _day(values["established_on"]) <= before
    }
    records = Enterprise.objects.filter(uscc__in=closed)
    changes = [(record, closed[str(record.uscc)]) for record in records]
    update_records(get_registry(SLUG), changes, source=SOURCE, as_of=known_on)


def _as_of(values: Values, day: date) -> Values:
    """What was known on that day: whatever was closed later was still in business."""
    if values["closed_on"] is None or _day(values["closed_on"]) <= day:
        return values
    return {**values, "status": Status.IN_BUSINESS, "closed_on": None}


def _day(value: object) -> date:
    assert isinstance(value, date)
    return value


def make_enterprises(count: int, known_on: date) -> Iterator[dict[str, object]]:
    """The values of so many invented entities, the same for the same number and day."""
    random = Random(_SEED)  # noqa: S311 - invented data, no secret
    names: set[str] = set()
    for number in range(count):
        yield make_enterprise(random, number, names, known_on)


def make_enterprise(random: Random, number: int, names: set[str], known_on: date) -> dict[str, object]:
    """The values of one invented entity, its name none of those that are taken."""
    branch = random.choices(_BRANCHES, [branch.weight for branch in _BRANCHES])[0]
    return _values(random, number, branch, _name(random, branch, names), known_on)


def _name(random: Random, branch: _Branch, taken: set[str]) -> str:
    while True:
        trade = random.choice(_FIRST) + random.choice(_SECOND)
        trade += random.choice(_SECOND) if len(taken) > 2000 else ""
        name = f"星野{trade}{branch.word}{_FORMS[branch.kind]}"
        if name not in taken:
            taken.add(name)
            return name


def _values(random: Random, number: int, branch: _Branch, name: str, known_on: date) -> dict[str, object]:
    began = _beginning(random, known_on)
    status, ended = _end(random, began, known_on)
    is_company = branch.kind is Kind.COMPANY
    large = is_company and branch.industry[0] in "CEFI" and random.random() < 0.12
    employees = random.randint(60, 1800) if large else random.randint(1, 40)
    values: dict[str, object] = {
        "name": name,
        "uscc": _code(number, branch.kind),
        "kind": branch.kind,
        "status": status,
        "established_on": began,
        "closed_on": ended,
        "legal_representative": random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=2)),
        "registered_capital": _capital(random, large) if is_company else None,
        "registered_address": _address(random),
        "actual_address": _address(random) if random.random() < 0.1 else "",
        "industry": branch.industry,
        "scale": _scale(branch.industry) if large else Scale.BELOW,
        "employees": employees if is_company else None,
        "foreign_share": Decimal(random.choice((25, 49, 51, 100)))
        if large and random.random() < 0.1
        else None,
    }
    return values | place_of(str(values["actual_address"] or values["registered_address"]))


def _beginning(random: Random, known_on: date) -> date:
    # More were founded each year than the year before; the first in 1993.
    days = (known_on - date(1993, 3, 1)).days
    return date(1993, 3, 1) + timedelta(days=int(days * random.random() ** 0.45))


def _end(random: Random, began: date, known_on: date) -> tuple[Status, date | None]:
    age = (known_on - began).days
    if age < 400 or random.random() > 0.16:
        return Status.IN_BUSINESS, None
    ended = began + timedelta(days=random.randint(365, age))
    return random.choices((Status.CANCELLED, Status.REVOKED, Status.MOVED_OUT), (70, 20, 10))[0], ended


def _code(number: int, kind: Kind) -> str:
    position = {Kind.SOLE_TRADER: "2", Kind.COOPERATIVE: "3"}.get(kind, "1")
    organisation = "D" + "".join(ALPHABET[number // 31**power % 31] for power in range(6, -1, -1))
    first = f"9{position}{DISTRICT}{organisation}{organisation_check(organisation)}"
    return first + check_character(first)


def _capital(random: Random, large: bool) -> Decimal:
    return Decimal(random.choice((2000, 5000, 8000, 12000, 30000) if large else (50, 100, 200, 500, 1000)))


def _address(random: Random) -> str:
    return f"星野经开区{random.choice(STREETS)}{random.randint(1, 399)}号"


def _scale(industry: str) -> Scale:
    return {"C": Scale.INDUSTRY, "F": Scale.TRADE, "E": Scale.CONSTRUCTION}.get(industry[0], Scale.SERVICE)


def add_people_and_titles(records: list[Enterprise], known_on: date) -> None:
    """Whom one calls at the larger ones, and which of them is a high-tech firm."""
    random = Random(_SEED + 1)  # noqa: S311 - invented data, no secret
    large = [r for r in records if r.scale != Scale.BELOW and r.status == Status.IN_BUSINESS]
    Contact.objects.bulk_create(_contact(random, record, known_on) for record in large)
    old_enough = [r for r in large if r.established_on and r.established_on < date(2015, 12, 1)]
    Title.objects.bulk_create(_title(random, record) for record in old_enough if random.random() < 0.4)


def _contact(random: Random, record: Enterprise, known_on: date) -> Contact:
    return Contact(
        enterprise=record,
        name=random.choice(_SURNAMES) + random.choice(_GIVEN),
        post=random.choice(("总经理", "办公室主任", "财务负责人", "统计员")),
        # Numbers of the form 100 0000 xxxx are given to nobody.
        phone=f"1000000{random.randint(0, 9999):04}",
        source="企业走访（演示）",
        as_of=known_on,
    )


def _title(random: Random, record: Enterprise) -> Title:
    year = random.choice((2016, 2017, 2018))
    return Title(
        enterprise=record,
        name="高新技术企业",
        number=f"演示GR{year}{random.randint(0, 9999):04}",
        issuer="省科技厅（演示）",
        valid_from=date(year, 12, 1),
        valid_to=date(year + 3, 11, 30),
        source="科技局名单（演示）",
        recorded_at=clock.now(),
    )
