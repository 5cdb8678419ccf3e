"""A year in June: a plan with headline targets in every light, fifteen lines of work, and sums."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.identities import check_identity
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import Reason, Status, TargetTerms
from guatu.surfaces.wall.facts import PlanFacts, SectionFacts, SumFacts, TargetFacts, TaskFacts

TODAY = date(2019, 6, 30)
LINES = """
做优做强主导产业链 全面推进智能制造 大力培育新经济 精准开展招商引资 全力抓好重大项目建设
多措并举拓展空间 着力打造人才强区 强化资金保障 深化“放管服”改革 加快推进产城融合
持续优化营商环境 坚决打好三大攻坚战 深化体制机制改革 提升干部履职能力 纵深推进廉政建设
"""
DEPARTMENTS = (
    "产业发展局",
    "经济运行局",
    "投资促进局",
    "规划建设局",
    "财政金融局",
    "行政审批局",
    "党政办公室",
)
HEADLINES = (
    # name, unit, value, comparator, kind, measure kind, months with what they add up to
    ("技工贸总收入", "亿元", "3908", "=", "level", "flow", {4: "1210", 5: "1584.6"}),
    ("规模工业总产值", "亿元", "2550", "=", "level", "flow", {4: "840", 5: "1066.2"}),
    ("现代服务业及其他收入", "亿元", "1358", "=", "level", "flow", {4: "370", 5: "518.4"}),
    ("规模工业增加值", "亿元", "600", "=", "level", "flow", {4: "190", 5: "236.5"}),
    ("财政总收入", "亿元", "187", "=", "level", "flow", {4: "66.1", 5: "84.3"}),
    ("工商税收", "亿元", "155", "=", "level", "flow", {4: "38.2", 5: "47.9"}),
    ("全社会固定资产投资", "亿元", "280", ">=", "level", "flow", {4: "96", 5: "115.2"}),
    ("工业及生产性服务业投资", "亿元", "210", "=", "level", "flow", {2: "20"}),
    ("实际到位外资", "亿美元", "7", "=", "level", "flow", {4: "4.1", 5: "7.02"}),
    ("外贸进出口总额", "亿美元", "46", "=", "level", "flow", {4: "15.2", 5: None}),
    ("主要经济指标增速", "%", "10", ">=", "ratio", "growth", {4: "9.1", 5: "9.4"}),
    ("研发经费占主营业务收入比重", "%", "3.5", ">=", "ratio", "ratio", {3: "3.61"}),
    ("单位工业总产值能耗下降", "%", "2", ">=", "ratio", "ratio", {}),
)


def make_year() -> PlanFacts:
    sections = (
        SectionFacts(1, "part", "", "主要预期目标"),
        *(SectionFacts(10 + n, "line", f"{n}.", name) for n, name in enumerate(LINES.split(), 1)),
    )
    headlines = [headline(pk, row) for pk, row in enumerate(HEADLINES, 1)]
    whole, one, other = (series_of(HEADLINES[n]) for n in range(3))
    return PlanFacts(
        pk=1,
        title="星野经济技术开发区2019年工作计划",
        year=2019,
        day=TODAY,
        zone="",
        demonstration=True,
        sections=sections,
        targets=(*headlines, *line_targets()),
        tasks=tuple(tasks()),
        sums=(
            SumFacts(
                "技工贸总收入",
                ("规模工业总产值", "现代服务业及其他收入"),
                "亿元",
                check_identity(whole, (one, other), Decimal("0.05")),
            ),
            SumFacts(
                "产业项目引进",
                ("50亿元以上项目", "10—50亿元项目"),
                "个",
                check_identity(counts("9"), (counts("3"), counts("5")), Decimal(0)),
            ),
        ),
    )


def headline(pk: int, row: tuple[str, str, str, str, str, str, dict[int, str | None]]) -> TargetFacts:
    name, written, value, comparator, kind, measure_kind, _ = row
    terms = TargetTerms(
        year=2019,
        kind=kind,
        comparator=comparator,
        value=Decimal(value),
        unit=written,
        display_unit=written,
        measure_kind=measure_kind,
        stale_after_days=45 if measure_kind != "ratio" else 120,
    )
    observed = series_of(row)
    before = [o for o in observed if o.period.end.month < 5]
    return TargetFacts(
        pk=pk,
        name=name,
        unit=written,
        unit_norm=written,
        comparator=comparator,
        status=track(terms, observed, TODAY),
        before=track(terms, before, TODAY - timedelta(days=17)),
        section=1,
        lead=DEPARTMENTS[pk % 7],
        value=Decimal(value),
    )


def series_of(row: tuple[str, str, str, str, str, str, dict[int, str | None]]) -> list[Observation]:
    return [observation(month, amount, row[1]) for month, amount in row[6].items()]


def observation(month: int, amount: str | None, written: str) -> Observation:
    missing = Missing(MissingReason.NOT_REPORTED)
    return Observation(
        measure_code="example",
        period=Period.to_month(2019, month),
        value=missing if amount is None else Quantity(Decimal(amount), unit(written)),
        growth=None,
        comparable_base=None,
        published_on=date(2019, month + 1, 18),
        recorded_at=datetime(2019, month + 1, 20, 9, tzinfo=UTC) + timedelta(days=5),
        revision=1,
        evidence=(),
    )


def counts(amount: str) -> list[Observation]:
    return [observation(5, amount, "个")]


def line_targets() -> list[TargetFacts]:
    lights = [*Light] * 5
    found = []
    for number in range(34):
        status = Status(
            lights[(number * 5) % 8], Reason("no_measure"), target=Quantity(Decimal(30), unit("个"))
        )
        line = 11 + (number * 7) % 15
        found.append(
            TargetFacts(100 + number, f"第{number}项工作目标", "个", "count:个", ">=", status, section=line)
        )
    return found


def tasks() -> list[TaskFacts]:
    return [
        TaskFacts(500 + n, f"任务{n}", 11 + (n * n + n // 3) % 15, DEPARTMENTS[(n * n + n // 3) % 7])
        for n in range(273)
    ]
