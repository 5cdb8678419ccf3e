"""Which places do bars and points take on a report's charts? Pure; typst and Word draw from these."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from guatu.base.quantities import Quantity
from guatu.plan.reports.blocks import Bar, BarChart, Line, LineChart, Number
from guatu.plan.reports.facts import Facts, TargetFacts
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.readings import has_pace, plain
from guatu.plan.reports.sentences import lamp_word, number_of
from guatu.plan.tracking.lights import Light

#: So many small charts stand under one another in pairs.
MOST_LINES = 4
FEWEST_POINTS = 3


def draw_bars(targets: Sequence[TargetFacts], numbering: Numbering, caption: str) -> BarChart:
    """The progress of the targets that a share of the year's amount says something of."""
    shown = [target for target in targets if has_pace(target)]
    bars = tuple(_bar(target, numbering) for target in shown)
    told = "；".join(f"{bar.name}{bar.number.printed if bar.number else '无数据'}" for bar in bars)
    return BarChart(caption, bars, f"{caption}。{told}。")


def _bar(target: TargetFacts, numbering: Numbering) -> Bar:
    status = target.status
    forecast = None
    if (
        status.light is not Light.DONE
        and status.forecast is not None
        and status.target is not None
        and status.target.amount
    ):
        forecast = status.forecast.to(status.target.unit).amount / status.target.amount
    number = number_of(numbering, target, "progress")
    share = None if status.light is Light.STALE and status.actual is None else status.progress
    return Bar(
        target.name,
        status.light.value,
        _per_cent(share),
        _per_cent(status.pace_share),
        _per_cent(forecast),
        number if isinstance(number, Number) else None,
    )


def _per_cent(share: Decimal | None) -> float | None:
    return None if share is None else float(round(share * 100, 2))


def draw_lines(targets: Sequence[TargetFacts], facts: Facts, caption: str) -> tuple[LineChart, ...]:
    """Small charts of the first targets whose course over the year is known; nothing where none is."""
    lines = tuple(line for line in (_line(target, facts) for target in targets) if line is not None)
    if not lines:
        return ()
    told = "；".join(f"{line.name}（{line.unit}）" for line in lines[:MOST_LINES])
    return (
        LineChart(
            caption, lines[:MOST_LINES], f"{caption}：{told}，实线为今年，虚线为上年，横线为年度目标。"
        ),
    )


def _line(target: TargetFacts, facts: Facts) -> Line | None:
    goal = target.status.target
    if goal is None or not has_pace(target) or target.measure is None or target.measure.kind != "flow":
        return None
    this_year = _points(target, facts.year, goal)
    if len(this_year) < FEWEST_POINTS:
        return None
    last_year = _points(target, facts.year - 1, goal)
    highest = max(Decimal(str(y)) for _month, y in (*this_year, *last_year, (12, float(goal.amount))))
    return Line(
        target.name,
        target.status.light.value,
        goal.unit.name_zh,
        this_year,
        last_year,
        float(goal.amount),
        _ticks(highest),
    )


def _points(target: TargetFacts, year: int, goal: Quantity) -> tuple[tuple[int, float], ...]:
    found: dict[int, float] = {}
    for observation in target.course:
        period, value = observation.period, observation.value
        if period.year == year and period.first_month == 1 and isinstance(value, Quantity):
            found[period.last_month] = float(value.to(goal.unit).amount)
    return tuple(sorted(found.items()))


def _ticks(highest: Decimal) -> tuple[tuple[float, str], ...]:
    """Two to five round marks from zero to just above the highest."""
    magnitude = Decimal(1).scaleb(highest.adjusted())
    step = next(
        factor * magnitude
        for factor in (Decimal("0.2"), Decimal("0.5"), Decimal(1), Decimal(2), Decimal(5))
        if highest / (factor * magnitude) <= 4
    )
    count = int((highest / step).to_integral_value(ROUND_CEILING))
    return tuple((float(step * place), plain(step * place, None)) for place in range(count + 1))


def lamps_in_words() -> dict[str, str]:
    """What each light's shape means."""
    return {light.value: lamp_word(light) for light in Light}
