"""Which number does a key mean? Pure; the same reading prints a number and finds it again.

Keys are words between slashes: target/12/progress, measure/registered_entities/2019M01-06, lights/behind,
line/7/behind, sum/3/difference, pair/industrial_output_large/gap, tasks/overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Missing, Quantity, round_half_up
from guatu.kernel.measures.registry import Observation
from guatu.plan.reports.facts import Facts, PairFacts, SumFacts, TargetFacts
from guatu.plan.reports.judging import due_by, lights_that_moved, pace_gap
from guatu.plan.tracking.lights import Light

PERCENT, POINTS = "%", "个百分点"
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Read:
    """A number as it can be printed: exact amount, unit, decimals (None: all it has), period, measure.

    `missing` says in words why there is no amount: 缺报, 不适用, 未到期, 无数据.
    """

    amount: Decimal | None
    unit: str = ""
    places: int | None = None
    period: str = ""
    measure: str = ""
    missing: str = ""

    @property
    def shown(self) -> str:
        """The amount as it is printed, half up; the word for what is missing."""
        return self.missing if self.amount is None else plain(self.amount, self.places)


def plain(amount: Decimal, places: int | None) -> str:
    """An amount without grouping, with a true minus: official papers write 1251.3亿元 (GB/T 15835)."""
    shown = amount.normalize() if places is None else round_half_up(amount, places)
    text = f"{abs(shown):f}"
    return MINUS + text if shown < 0 else text


def read(key: str, facts: Facts) -> Read:
    """The number of that key; one without an amount where the facts no longer know such a thing."""
    word, _, rest = key.partition("/")
    reader = _READERS.get(word)
    found = reader(rest, facts) if reader else None
    return found or Read(None, missing="无数据")


def _read_target(rest: str, facts: Facts) -> Read | None:
    pk, _, aspect = rest.partition("/")
    target = facts.target(int(pk)) if pk.isdigit() else None
    if target is None or aspect not in _ASPECTS:
        return None
    status = target.status
    found = _ASPECTS[aspect](target)
    period = status.observation.period.code if status.observation else ""
    measure = target.measure.code if target.measure else ""
    if found is None:
        return Read(None, period=period, measure=measure, missing=_missing_word(target))
    amount, unit, places = found
    return Read(amount, unit, places, "" if aspect == "target" else period, measure)


def _missing_word(target: TargetFacts) -> str:
    observation = target.status.observation
    if observation is not None and isinstance(observation.value, Missing):
        return observation.value.reason.name_zh
    return _WORDS_OF_REASONS.get(target.status.reason.code, "无数据")


#: What is said of a target without any figure, by the reason of its light.
_WORDS_OF_REASONS = {
    "never_fed": "缺报",
    "not_yet_due": "未到期",
    "no_measure": "无来源",
    "parked": "暂不评价",
    "unit_mismatch": "无来源",
}
Found = tuple[Decimal, str, int | None] | None


def _of(quantity: Quantity | None, places: int | None = None) -> Found:
    return None if quantity is None else (quantity.amount, quantity.unit.name_zh, places)


def _growth(target: TargetFacts) -> Found:
    observation = target.status.observation
    if observation is None or observation.growth is None or target.kind in ("growth", "reduction"):
        return None
    return observation.growth, PERCENT, 1


def _progress(target: TargetFacts) -> Found:
    progress = target.status.progress
    return None if progress is None or not has_pace(target) else (progress * 100, PERCENT, 1)


def _pace(target: TargetFacts) -> Found:
    share = target.status.pace_share
    return None if share is None or not has_pace(target) else (share * 100, PERCENT, 1)


def _lead(target: TargetFacts) -> Found:
    gap = pace_gap(target.status) if has_pace(target) else None
    return None if gap is None else (gap, POINTS, 1)


def _gap(target: TargetFacts) -> Found:
    """How far a rate or a stock is from its target: percentage points for shares."""
    status = target.status
    if status.actual is None or status.target is None:
        return None
    distance = status.actual - status.target
    share = status.target.unit.dimension == "share"
    return distance.amount, POINTS if share else distance.unit.name_zh, 1 if share else None


def _forecast(target: TargetFacts) -> Found:
    forecast = target.status.forecast
    if forecast is None or target.status.light is Light.DONE:
        return None  # what is reached already is not forecast
    most = 2 if abs(forecast.amount) < 10 else 1
    known = [places_of(each) for each in (target.status.actual, target.status.target) if each is not None]
    places = 0 if forecast.unit.dimension == "count" else min(max(known, default=0), most)
    return forecast.amount, forecast.unit.name_zh, places


_ASPECTS: dict[str, Callable[[TargetFacts], Found]] = {
    "actual": lambda target: _of(target.status.actual),
    "target": lambda target: _of(target.status.target),
    "growth": _growth,
    "progress": _progress,
    "pace": _pace,
    "lead": _lead,
    "gap": _gap,
    "forecast": _forecast,
}


def has_pace(target: TargetFacts) -> bool:
    """Whether a share of the year's target says anything: of amounts that add up, not of rates or stocks.

    A stock is not a share of its target (§5.4 of common practice: no per cent of a stock as if it flowed).
    """
    kind = target.measure.kind if target.measure else ""
    return kind in ("flow", "count") and target.kind not in ("growth", "reduction", "ratio")


def _read_lights(rest: str, facts: Facts) -> Read | None:
    return _count(facts.targets, rest)


def _read_headlines(rest: str, facts: Facts) -> Read | None:
    return _count(facts.headlines, rest)


def _read_line(rest: str, facts: Facts) -> Read | None:
    pk, _, light = rest.partition("/")
    if light == "tasks":
        return Read(Decimal(sum(str(task.line) == pk for task in facts.tasks)), "项")
    return _count([target for target in facts.targets if str(target.line) == pk], light)


def _read_lead(rest: str, facts: Facts) -> Read | None:
    name, _, light = rest.partition("/")
    return _count([target for target in facts.targets if target.lead == name], light)


def _count(targets: Sequence[TargetFacts], light: str) -> Read:
    if light == "total":
        return Read(Decimal(len(targets)), "项")
    wanted = light.split("+")
    return Read(Decimal(sum(target.status.light.value in wanted for target in targets)), "项")


def _read_turned(rest: str, facts: Facts) -> Read | None:
    better, worse = lights_that_moved(facts)
    counts = {"better": len(better), "worse": len(worse), "total": len(better) + len(worse)}
    return Read(Decimal(counts[rest]), "项") if rest in counts else None


def _read_tasks(rest: str, facts: Facts) -> Read | None:
    counts = {
        "total": len(facts.tasks),
        "overdue": len(due_by(facts.tasks, facts.day)),
        "unled": sum(not task.lead for task in facts.tasks),
        "unled_targets": sum(not target.lead for target in facts.targets),
    }
    return Read(Decimal(counts[rest]), "项") if rest in counts else None


def _read_measure(rest: str, facts: Facts) -> Read | None:
    code, _, period = rest.partition("/")
    for count in facts.counts:
        if count.measure.code == code and count.observation is not None:
            same = not period or count.observation.period.code == period
            return _observed(count.observation, None if same else "无数据")
    return None


def _observed(observation: Observation, missing: str | None = None) -> Read:
    period, code = observation.period.code, observation.measure_code
    if missing or isinstance(observation.value, Missing):
        word = missing or observation.value.display("zh")
        return Read(None, period=period, measure=code, missing=word)
    share = observation.value.unit.name_zh == PERCENT
    return Read(observation.value.amount, observation.value.unit.name_zh, 1 if share else None, period, code)


def _read_sum(rest: str, facts: Facts) -> Read | None:
    pk, _, part = rest.partition("/")
    found = next((each for each in facts.sums if str(each.pk) == pk), None)
    quantity = _sum_part(found, part) if found and found.check else None
    if found is None or found.check is None or quantity is None:
        return None
    return Read(quantity.amount, quantity.unit.name_zh, None, found.check.period.code)


def _sum_part(found: SumFacts, part: str) -> Quantity | None:
    assert found.check is not None, "asked only of sums that could be checked"
    if part == "whole":
        return found.check.whole
    if part == "difference":
        return found.check.difference
    return found.check.parts[int(part)] if part.isdigit() and int(part) < len(found.check.parts) else None


def _read_pair(rest: str, facts: Facts) -> Read | None:
    code, _, part = rest.partition("/")
    pair = next((each for each in facts.pairs if each.published.code == code), None)
    return _pair_part(pair, part) if pair else None


def _pair_part(pair: PairFacts, part: str) -> Read | None:
    if part == "published":
        return _observed(pair.figure) if pair.figure else None
    if part == "collected":
        return _as_published(pair, pair.collected) if pair.collected else None
    figure, collected = (each.value if each else None for each in (pair.figure, pair.collected))
    if not (isinstance(figure, Quantity) and isinstance(collected, Quantity) and same_period(pair)):
        return None
    period = pair.figure.period.code if pair.figure else ""
    if part == "gap":
        rest = figure - collected
        return Read(rest.amount, rest.unit.name_zh, places_of(figure), period, pair.published.code)
    if part == "share" and figure.amount:
        return Read(collected.to(figure.unit).amount / figure.amount * 100, PERCENT, 1, period)
    return None


def _as_published(pair: PairFacts, collected: Observation) -> Read:
    """What firms reported, with as many decimals as the published figure beside it has."""
    found = _observed(collected)
    if pair.figure is None or not isinstance(pair.figure.value, Quantity) or found.amount is None:
        return found
    return Read(found.amount, found.unit, places_of(pair.figure.value), found.period, found.measure)


def same_period(pair: PairFacts) -> bool:
    """Whether figure and sum speak of the same days."""
    return bool(pair.figure and pair.collected and pair.figure.period.same_days(pair.collected.period))


def places_of(quantity: Quantity) -> int:
    """How many decimals a quantity was published with, at least one for amounts of money."""
    places = max(0, -int(quantity.amount.normalize().as_tuple().exponent))
    return max(places, 1) if quantity.unit.dimension.startswith("money:") else places


def period_name(code: str) -> str:
    """A period's Chinese name by its code, nothing for nothing."""
    return Period.parse(code).name_zh if code else ""


_READERS: dict[str, Callable[[str, Facts], Read | None]] = {
    "target": _read_target,
    "lights": _read_lights,
    "headlines": _read_headlines,
    "line": _read_line,
    "lead": _read_lead,
    "turned": _read_turned,
    "tasks": _read_tasks,
    "measure": _read_measure,
    "sum": _read_sum,
    "pair": _read_pair,
}
