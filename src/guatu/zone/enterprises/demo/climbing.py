"""Which figures did the invented firms authorise, and which steps of the ladder did they take?

None of it comes from a statistical return: each firm let the zone use it, until the end of the next year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from guatu.base import clock
from guatu.base.happenings import Happening
from guatu.base.periods import Period
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.ledger.context import action
from guatu.zone.enterprises.actions import keep_copies
from guatu.zone.enterprises.actions.ladder import enter_scale, leave_scale, reach_stage
from guatu.zone.enterprises.demo.days import chance, moment
from guatu.zone.enterprises.demo.entities import made_entities
from guatu.zone.enterprises.demo.larger import closing, firm_of, firms_of, larger, smaller
from guatu.zone.enterprises.models import Enterprise, ListingStep, Scale, ScaleSpell, Stage
from guatu.zone.enterprises.rules.ladder import Threshold, threshold_for

TODAY = date(2019, 7, 18)
KNOWN_TO = 12
CLOSING_SINCE = date(2019, 3, 12)
AUTHORISED_UNTIL = date(2020, 12, 31)
SOURCE = "企业授权（演示）"
_LIST = "统计部门单位名录（演示）"
_OFFICE = "金融办上市后备库（演示）"
_BELOW, _ABOVE, _HIGH_TECH, _LISTING, _GONE = 70, 40, 36, 7, 2
_NEW_SINCE_YEAR = 2017
# How a year's revenue spreads over its months: quiet in spring, a third of it in the last quarter.
_SEASONS = (0, 12, 20, 28, 36, 46, 54, 62, 71, 80, 89, 100)


def climbing(count: int) -> Iterator[Happening]:
    """The list of those above scale, the ways to the stock exchange, what firms let the zone know."""
    yield Happening(moment(date(2019, 3, 8)), "", "who is above scale", partial(_load_steps, count))
    days = {date(2019, 3, 29), date(2019, 4, 12)}
    days |= {_known_on(month) for month in range(2, KNOWN_TO + 1)}
    for day in sorted(days):
        yield Happening(moment(day, 15), "", "figures that firms authorised", partial(_keep, count, day))
    yield from _climbs(count)


def _climbs(count: int) -> Iterator[Happening]:
    """What changes on the ladder in the second half: some come above scale, some fall, one goes public."""
    industries = {str(each["uscc"]): str(each["industry"]) for each in made_entities(count)}
    makers = [uscc for uscc in _fitting(count) if industries[uscc][0] == "C"]
    came = chance("came above scale").sample(makers, 5)
    for uscc, month in zip(came, (8, 8, 9, 10, 11), strict=True):
        enter = partial(_enter, uscc, date(2019, month, 1))
        yield Happening(moment(date(2019, month, 12), 10), "chanye", "a firm comes above scale", enter)
    for uscc, month in zip(closing(CLOSING_SINCE, count)[:_GONE], (8, 9), strict=False):
        day = date(2019, month, 20)
        says = "a closed firm is taken off the list"
        yield Happening(moment(day, 10), "chanye", says, partial(_leave, uscc, day))
    for uscc, day in zip(
        _going_public(count), (date(2019, 8, 22), date(2019, 10, 17), date(2019, 12, 5)), strict=False
    ):
        says = "a step to the stock exchange"
        yield Happening(moment(day, 11), "", says, partial(_step_up, uscc, day))


def _enter(uscc: str, since: date) -> None:
    firm = firm_of(uscc)
    if not firm.scale_spells.filter(until=None).exists():
        enter_scale(firm, scale=Scale.INDUSTRY, since=since, by=None, source=_LIST)


def _leave(uscc: str, day: date) -> None:
    spell = ScaleSpell.objects.get(enterprise__uscc=uscc, until=None)
    leave_scale(spell, on=day, by=None, source=_LIST)


def _step_up(uscc: str, day: date) -> None:
    firm = firm_of(uscc)
    reached = set(firm.listing_steps.values_list("stage", flat=True))
    following = next((stage for stage in Stage if stage not in reached), None)
    if following is not None:
        reach_stage(firm, stage=following, reached_on=day, by=None, source=_OFFICE, board="主板")


def _load_steps(count: int) -> None:
    """Since when larger firms are on the bureau's list, and which are on the way to the stock exchange."""
    random = chance("steps")
    with action("enterprises.load_demonstration", by=None):
        spells = [_spell(firm) for firm in firms_of(larger(count))]
        # Two that close soon stay on the list for months: nobody tells the bureau.
        spells += (_spell(firm) for firm in firms_of(closing(CLOSING_SINCE, count)[:_GONE]))
        ScaleSpell.objects.bulk_create(spells, batch_size=1000)
        way = [step for firm in firms_of(_going_public(count)) for step in _way(random, firm)]
        ListingStep.objects.bulk_create(way)


def _keep(count: int, day: date) -> None:
    told = [copy for copy in _told(count) if copy.value.as_of == day]
    keep_copies(told, by=None, demonstration=True)


def _told(count: int) -> Iterator[AuthorisedCopy]:
    """Revenue by the month of some seventy small and forty larger firms; what the high-tech title asks."""
    random = chance("facts")
    firms = {firm.uscc: firm for firm in firms_of((*larger(count), *smaller(count)))}
    fitting = _fitting(count)
    for uscc in random.sample(fitting, _BELOW):
        yield from _revenue(random, firms[uscc], below=True)
    on_list = [uscc for uscc in larger(count) if threshold_for(firms[uscc].industry, TODAY)]
    for uscc in random.sample(on_list, _ABOVE):
        yield from _revenue(random, firms[uscc], below=False)
    # Of small firms only makers: their size is told by another element, so none crosses a threshold by it.
    titled = [uscc for uscc in larger(count) if firms[uscc].industry[0] in "CIM"]
    titled += (uscc for uscc in fitting if firms[uscc].industry[0] == "C")
    for uscc in random.sample(titled, _HIGH_TECH):
        yield from _high_tech(random, firms[uscc])
    for uscc in _going_public(count):
        yield from _profits(random, firms[uscc])


def _fitting(count: int) -> list[str]:
    """The codes of small firms of a trade that has a threshold."""
    industries = {str(each["uscc"]): str(each["industry"]) for each in made_entities(count)}
    return [uscc for uscc in smaller(count) if threshold_for(industries[uscc], TODAY)]


def _going_public(count: int) -> list[str]:
    """The codes of the firms on the way to the stock exchange."""
    return chance("listing").sample(larger(count), _LISTING)


def _known_on(month: int) -> date:
    """When the figures of that month of 2019 were given."""
    return Period.to_month(2019, month).end + timedelta(15)


def _spell(firm: Enterprise) -> ScaleSpell:
    since = _on_list_since(firm)
    return ScaleSpell(enterprise=firm, scale=firm.scale, since=since, source=_LIST, recorded_at=clock.now())


def _on_list_since(firm: Enterprise) -> date:
    began = firm.established_on or date(2010, 1, 1)
    return date(2019 if began.year >= _NEW_SINCE_YEAR else max(2011, began.year + 2), 1, 1)


def _way(random: Random, firm: Enterprise) -> Iterator[ListingStep]:
    stages = list(Stage)[: random.choice((1, 1, 2, 3, 4, 6))]
    days = sorted(date(2017, 3, 1) + timedelta(random.randrange(800)) for _stage in stages)
    for stage, day in zip(stages, days, strict=True):
        is_last = stage == stages[-1]
        yield ListingStep(
            enterprise=firm,
            stage=stage,
            reached_on=day,
            board="科创板" if firm.industry[0] in "CI" else "主板",
            obstacle=random.choice(("历史用地未取得权证", "社保缴纳合规证明", "")) if is_last else "",
            source=_OFFICE,
        )


def _revenue(random: Random, firm: Enterprise, *, below: bool) -> Iterator[AuthorisedCopy]:
    threshold = threshold_for(firm.industry, TODAY)
    assert threshold is not None
    last_year = _level(random, threshold, below=below)
    growth = Decimal(random.randint(88, 135)) / 100
    yield _copy(firm, threshold.element, Period.of_year(2017), last_year * Decimal("0.9"), date(2019, 3, 29))
    yield _copy(firm, threshold.element, Period.of_year(2018), last_year, date(2019, 3, 29))
    for month in range(2, 13):
        amount = last_year * _SEASONS[month - 1] / 100
        if month < 12:
            yield _copy(firm, threshold.element, Period.to_month(2018, month), amount, date(2019, 3, 29))
        if month <= KNOWN_TO:
            yield _copy(
                firm, threshold.element, Period.to_month(2019, month), amount * growth, _known_on(month)
            )


def _level(random: Random, threshold: Threshold, *, below: bool) -> Decimal:
    """Last year's revenue, in the threshold's unit: around it for the small, mostly above for the others."""
    share = random.uniform(0.5, 1.02) if below else random.choice((random.uniform(0.8, 1.1), 2.5, 4))
    return threshold.amount.amount * Decimal(round(share, 3))


def _high_tech(random: Random, firm: Enterprise) -> Iterator[AuthorisedCopy]:
    sales = Decimal(random.randint(1500, 30_000))
    intensity = Decimal(random.choice((25, 32, 42, 55, 68))) / 1000
    staff = Decimal(random.randint(40, 400))
    for year in (2016, 2017, 2018):
        period = Period.of_year(year)
        spent = sales * intensity
        yield _copy(firm, "revenue", period, sales, date(2019, 4, 12))
        yield _copy(firm, "rd_expense", period, spent, date(2019, 4, 12))
        yield _copy(firm, "rd_expense_in_china", period, spent * Decimal("0.9"), date(2019, 4, 12))
        sales *= Decimal("1.12")
    last = {
        "total_income": (sales, "万元"),
        "high_tech_income": (sales * random.randint(45, 95) / 100, "万元"),
        "employees": (staff, "人"),
        "technical_staff": (staff * random.randint(7, 30) // 100, "人"),
        "core_ip_rights": (Decimal(random.choice((0, 1, 3, 8))), "count:件"),
        "innovation_score": (Decimal(random.randint(58, 90)), "number"),
        "major_cases": (Decimal(0), "count:件"),
    }
    for element, (amount, counted) in last.items():
        if random.random() < 0.93:
            yield _copy(firm, element, Period.of_year(2018), amount, date(2019, 4, 12), counted)


def _profits(random: Random, firm: Enterprise) -> Iterator[AuthorisedCopy]:
    profit, sales = Decimal(random.randint(600, 4000)), Decimal(random.randint(6000, 40_000))
    for year in (2016, 2017, 2018):
        yield _copy(firm, "net_profit", Period.of_year(year), profit, date(2019, 4, 12))
        yield _copy(firm, "revenue", Period.of_year(year), sales, date(2019, 4, 12))
        profit *= Decimal(random.choice(("-0.2", "0.9", "1.2", "1.4")))
        sales *= Decimal("1.1")
    yield _copy(
        firm,
        "share_capital",
        Period.of_year(2018),
        Decimal(random.choice((2000, 3000, 6000))),
        date(2019, 4, 12),
    )


def _copy(
    firm: Enterprise, element: str, period: Period, amount: Decimal, as_of: date, counted: str = "万元"
) -> AuthorisedCopy:
    value = KnownValue(element, period, round(amount, 2), counted, SOURCE, as_of)
    return AuthorisedCopy(firm.pk, value, "入规升高培育", AUTHORISED_UNTIL)
