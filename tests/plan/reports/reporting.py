"""Facts for reports without a database: targets that are tracked from invented figures."""

from datetime import date, datetime
from decimal import Decimal

from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation
from guatu.plan.reports.facts import Facts, LineFacts, TargetFacts, TaskFacts
from guatu.plan.reports.kinds import ReportKind, span_of
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import TargetTerms

SCALES = {"CNY": "亿元", "USD": "亿美元"}
DAY = TODAY = date(2019, 7, 18)
TEXT = (
    "技工贸总收入3908亿元，其中规模工业总产值2550亿元、现代服务业及其他收入1358亿元。\n"
    "1.发展智能制造。6月底前完成规划。"
)
TARGETS = (
    ("技工贸总收入", "3908", "tech_industry_trade_income"),
    ("规模工业总产值", "2550", "industrial_output_large"),
    ("现代服务业及其他收入", "1358", "modern_services_other_income"),
)
JUNE = (
    "技工贸总收入,2019年1-6月,1875.8,亿元,10.0,",
    "规模工业总产值,2019年1-6月,1251.3,亿元,10.4,",
    "现代服务业及其他收入,2019年1-6月,624.5,亿元,9.1,",
)
MAY = ("规模工业总产值,2019年1-5月,1010.1,亿元,9.9,",)


def at(day):
    """Ten o'clock on that day."""
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZONE_TIME)


def seen(year, month, amount, growth=None, *, shown="亿元"):
    """A figure as it was published in the middle of the month after."""
    period = Period.of_year(year) if month == 12 else Period.to_month(year, month)
    missing = amount == "missing"
    value = Missing(MissingReason.NOT_REPORTED) if missing else Quantity(Decimal(str(amount)), unit(shown))
    published = date(year + (month == 12), month % 12 + 1, 15)
    return Observation(
        measure_code="m",
        period=period,
        value=value,
        growth=None if growth is None else Decimal(str(growth)),
        comparable_base=None,
        published_on=published,
        recorded_at=datetime(published.year, published.month, published.day, tzinfo=ZONE_TIME),
        revision=1,
        evidence=(),
    )


def target_of(case, pk=1, line=None, lead="产业发展局"):
    """A target with its status, from a case of sentences.toml."""
    code, kind = case.get("unit", "CNY"), case.get("measure_kind", "flow")
    shown = SCALES.get(code, code)
    scale = Decimal(10**8) if code in SCALES else Decimal(1)
    day = case.get("day", DAY)
    observed = tuple(seen(*figure, shown=shown) for figure in case["figures"])
    terms = TargetTerms(
        year=2019,
        kind=case.get("kind", "level"),
        comparator=case.get("comparator", "="),
        value=Decimal(case["value"]) * scale,
        unit=code,
        display_unit=shown,
        measure_kind=kind,
        stale_after_days=case.get("stale_after_days", 60),
    )
    measure = Measure("m", case["name"], case["name"], (), code, shown, kind)
    status = track(terms, observed, day)
    before = track(terms, observed[:-1], day)
    return TargetFacts(
        pk=pk,
        name=case["name"],
        kind=terms.kind,
        comparator=terms.comparator,
        value=Decimal(case["value"]),
        value_hi=None,
        unit=shown,
        lead=lead,
        line=line,
        measure=measure,
        status=status,
        before=before,
        course=observed,
    )


def facts_of(*targets, kind="monthly", code="2019-06", day=DAY, tasks=()):
    """All of a report's facts about those targets."""
    return Facts(
        plan=1,
        plan_title="星野经开区管理委员会2019年工作计划",
        zone="星野经开区管理委员会",
        year=2019,
        demonstration=True,
        span=span_of(ReportKind(kind), code),
        day=day,
        known_at=datetime(day.year, day.month, day.day, 9, 5, tzinfo=ZONE_TIME),
        targets=targets,
        lines=(LineFacts(7, "1", "发展智能制造"),),
        tasks=(TaskFacts(1, "6月底前完成园区规划编制", "产业发展局", date(2019, 6, 30), 7), *tasks),
    )
