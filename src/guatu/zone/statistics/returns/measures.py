"""Which numbers do the returns offer? Sums of what firms reported, beside what was published.

They are read from released sums, so that a wall costs one short query and no single firm is ever recognised
(`rules/summing.py`). Their growth is on the comparable base: what the same firms re-reported for last year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from guatu.base.clock import day_of
from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, Value, unit
from guatu.kernel.measures import registry
from guatu.kernel.measures.aggregating import divided, growth_of
from guatu.kernel.measures.catalogue import Measure, MeasureKind
from guatu.kernel.measures.registry import Observation
from guatu.kernel.measures.traces import Tracer
from guatu.kernel.measures.watching import Watch
from guatu.zone.statistics.returns.models import ReleasedSums


@dataclass(frozen=True, slots=True)
class ReturnMeasure:
    """A measure of the returns: which item of which form; a ratio also by which it is divided.

    `unit` is that of the item, `scale` turns a ratio into the unit of the measure; `units` are those of
    what is divided. `published` is the code of the published measure beside which it is shown.
    """

    measure: Measure
    form: str
    item: str
    unit: str
    over: tuple[str, str] | None = None
    scale: Decimal = Decimal(1)
    units: tuple[str, str] = ("", "")
    published: str = ""


def _measure(
    code: str, zh: str, en: str, base: str, shown: str, kind: MeasureKind, definition: tuple[str, str]
) -> Measure:
    return Measure(
        code=code,
        name_zh=zh,
        name_en=en,
        synonyms=(),
        unit=base,
        display_unit=shown,
        kind=kind,
        stale_after_days=45,
        definition_zh=definition[0],
        definition_en=definition[1],
        source="verified returns of enterprises, summed and released",
    )


OUTPUT = _measure(
    "reported_industrial_output",
    "规模工业总产值（企业报表汇总）",
    "Industrial output, summed from returns",
    "CNY",
    "亿元",
    "flow",
    (
        "已审核的工业产销总值报表之和；与公布数之差为未归集部分。",
        "Sum of the verified returns of industrial output; what is published beyond it was not collected.",
    ),
)
INCOME = _measure(
    "reported_services_income",
    "服务业商贸营业收入（企业报表汇总）",
    "Income of services and trade, summed from returns",
    "CNY",
    "亿元",
    "flow",
    (
        "已审核的服务业商贸企业经营报表之和。",
        "Sum of the verified returns of services, trade and construction.",
    ),
)
INVESTMENT = _measure(
    "reported_investment",
    "固定资产投资（项目报表汇总）",
    "Fixed-asset investment, summed from returns",
    "CNY",
    "亿元",
    "flow",
    ("已审核的投资项目报表之和。", "Sum of the verified returns of investment projects."),
)
ELECTRICITY = _measure(
    "reported_electricity",
    "规模工业用电量（企业报表汇总）",
    "Electricity of industry, summed from returns",
    "kWh",
    "万千瓦时",
    "flow",
    ("已审核的能源报表之和。", "Sum of the verified returns of energy."),
)
ENERGY_INTENSITY = _measure(
    "reported_energy_per_output",
    "单位工业总产值能耗（企业报表汇总）",
    "Energy per unit of output, from returns",
    "tce_per_10k_cny",
    "tce_per_10k_cny",
    "ratio",
    (
        "综合能源消费量（吨标准煤）除以工业总产值（万元，现价）。",
        "Tonnes of standard coal per 10,000 yuan of output.",
    ),
)
COVERAGE = _measure(
    "returns_coverage",
    "工业产销报表覆盖率",
    "Coverage of the returns of industrial output",
    "percent",
    "percent",
    "ratio",
    (
        "已审核报表的企业数除以应报企业数。",
        "Firms with a verified return as a share of those that had to report.",
    ),
)

MEASURES = (
    ReturnMeasure(OUTPUT, "industrial_output", "output", "千元", published="industrial_output_large"),
    ReturnMeasure(INCOME, "services_income", "income", "千元", published="modern_services_other_income"),
    ReturnMeasure(INVESTMENT, "investment", "completed", "万元", published="fixed_asset_investment"),
    ReturnMeasure(ELECTRICITY, "energy", "electricity", "万千瓦时"),
    # 吨标准煤 over 千元: one 万元 is ten 千元.
    ReturnMeasure(
        ENERGY_INTENSITY,
        "energy",
        "energy_total",
        "tce_per_10k_cny",
        over=("industrial_output", "output"),
        scale=Decimal(10),
        units=("tce", "万元"),
    ),
)
RELEASES = Watch(
    table="statistics_releasedsums",
    columns=("form_code", "period", "revision", "asked", "counted", "totals"),
    topic="'returns'",
    recorded=("r.released_at",),
)
_BY_CODE = {each.measure.code: each for each in MEASURES}


def shown_items(form: str) -> frozenset[str]:
    """The items of a form of which a measure shows the sum, with those of last year."""
    items = {each.item for each in MEASURES if each.form == form}
    items |= {each.over[1] for each in MEASURES if each.over is not None and each.over[0] == form}
    return frozenset(items | {f"{item}_last_year" for item in items})


def register_measures(tracer: Tracer) -> None:
    """Makes them known, with the released sums as their source, and who tells the returns behind a sum."""
    for measure in (*(each.measure for each in MEASURES), COVERAGE):
        registry.register(measure, observe, topic="returns", watches=(RELEASES,), tracer=tracer)


def observe(codes: Collection[str], known_at: datetime) -> Mapping[str, Sequence[Observation]]:
    """What was released of the returns by then: one query, whatever is asked."""
    releases = _releases(known_at)
    return {code: _observed(code, releases) for code in codes}


_Releases = Mapping[tuple[str, str], Sequence[ReleasedSums]]
"""By form and period code, the first revision first."""


def _releases(known_at: datetime) -> _Releases:
    found: defaultdict[tuple[str, str], list[ReleasedSums]] = defaultdict(list)
    rows = ReleasedSums.objects.filter(released_at__lte=known_at).defer("divisions", "returns")
    for row in rows.order_by("period_end", "revision"):
        found[row.form_code, row.period].append(row)
    return found


def _observed(code: str, releases: _Releases) -> Sequence[Observation]:
    form = "industrial_output" if code == COVERAGE.code else _BY_CODE[code].form
    told = [
        _of_period(code, rows, releases) for (its_form, _period), rows in releases.items() if its_form == form
    ]
    return [observation for observation in told if observation is not None]


def _of_period(code: str, rows: Iterable[ReleasedSums], releases: _Releases) -> Observation | None:
    """The latest word on a period, with what it restates."""
    latest: Observation | None = None
    for row in rows:
        observation = _coverage(row) if code == COVERAGE.code else _observation(_BY_CODE[code], row, releases)
        if observation is not None:
            same = latest is not None and latest.value == observation.value
            latest = replace(observation, restates=latest.restates if same and latest else latest)
    return latest


def _observation(told: ReturnMeasure, row: ReleasedSums, releases: _Releases) -> Observation | None:
    if told.over is not None:
        beside = releases.get((told.over[0], row.period))
        return None if beside is None else _ratio(told, row, beside[-1])
    value, base = _amount(row, told.item), _amount(row, f"{told.item}_last_year")
    shown_in = unit(told.measure.display_unit)
    quantity: Value = (
        Missing(MissingReason.NOT_REPORTED) if value is None else _quantity(value, told, shown_in.code)
    )
    comparable = None if base is None else _quantity(base, told, shown_in.code)
    return _said(told, row, quantity, growth_of(quantity, comparable), comparable)


def _ratio(told: ReturnMeasure, row: ReleasedSums, beside: ReleasedSums) -> Observation:
    """One item over another, both kept; missing where the two forms were not filed by as many firms."""
    assert told.over is not None
    above, below = _amount(row, told.item), _amount(beside, told.over[1])
    said = _said(told, row, Missing(MissingReason.NOT_REPORTED), None, None)
    # Two forms that other firms filed do not divide: the same number of firms is the least that must hold.
    if above is None or not below or row.counted != beside.counted:
        return said
    numerator = Quantity(above, unit(told.units[0]))
    denominator = Quantity(below / told.scale, unit(told.units[1]))
    value = divided(numerator, denominator, unit(told.unit))
    return replace(said, value=value, numerator=numerator, denominator=denominator)


def _coverage(row: ReleasedSums) -> Observation:
    told = ReturnMeasure(COVERAGE, row.form_code, "", "percent")
    counted, asked = (Quantity(Decimal(count), unit("count:家")) for count in (row.counted, row.asked))
    share = divided(counted, asked, unit("percent"))
    return replace(_said(told, row, share, None, None), numerator=counted, denominator=asked)


def _said(
    told: ReturnMeasure, row: ReleasedSums, value: Value, growth: Decimal | None, base: Quantity | None
) -> Observation:
    return Observation(
        measure_code=told.measure.code,
        period=Period.parse(row.period),
        value=value,
        growth=growth,
        comparable_base=base,
        published_on=day_of(row.released_at),
        recorded_at=row.released_at,
        revision=row.revision,
        evidence=(),
    )


def _amount(row: ReleasedSums, item: str) -> Decimal | None:
    text = row.totals.get(item)
    return None if text is None else Decimal(text)


def _quantity(amount: Decimal, told: ReturnMeasure, shown_in: str) -> Quantity:
    return Quantity(amount, unit(told.unit)).to(shown_in)
