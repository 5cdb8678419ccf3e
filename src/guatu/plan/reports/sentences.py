"""What does a report say of one target, in one sentence? Rules over the words of sentences.toml; pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from guatu.base.periods import Period
from guatu.plan.reports.blocks import Piece
from guatu.plan.reports.facts import Facts, TargetFacts
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.readings import has_pace, plain, read
from guatu.plan.tracking.lights import Light

Pieces = tuple[Piece, ...]
Words = Mapping[str, Mapping[str, str]]
_HOLE = re.compile(r"\{(\w+)\}")
_ASPECT_NAMES = {
    "actual": "完成数",
    "target": "年度目标",
    "growth": "同比增速",
    "progress": "完成年度目标比重",
    "pace": "序时进度",
    "lead": "与序时进度之差",
    "gap": "与年度目标之差",
    "forecast": "预计全年",
}


@cache
def words() -> Words:
    """The words of sentences.toml."""
    with Path(__file__).with_name("sentences.toml").open("rb") as file:
        return tomllib.load(file)


def fill(template: str, value_of: Callable[[str], Piece]) -> Pieces:
    """The template with its holes filled, as pieces: words stay words, numbers stay numbers."""
    pieces: list[Piece] = []
    for place, part in enumerate(_HOLE.split(template)):
        piece = value_of(part) if place % 2 else part
        if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
            pieces[-1] += piece
        elif piece != "":
            pieces.append(piece)
    return tuple(pieces)


def number_of(numbering: Numbering, target: TargetFacts, aspect: str, *, bare: bool = False) -> Piece:
    """One aspect of a target as a number, without its sign where it ends in _abs."""
    plain_aspect = aspect.removesuffix("_abs")
    key, what = f"target/{target.pk}/{plain_aspect}", f"{target.name}：{_ASPECT_NAMES[plain_aspect]}"
    unsigned = aspect != plain_aspect
    signed = not unsigned and aspect in ("lead", "gap")
    return numbering.number(key, what, bare=bare, signed=signed, unsigned=unsigned)


def sentence(target: TargetFacts, numbering: Numbering) -> Pieces:
    """The target's sentence, without the 截至 before it and the full stop after it."""
    group, parts = _parts(target, numbering.facts)
    said = words()[group]
    return fill("".join(said[part] for part in parts), lambda hole: _fill(hole, target, numbering))


def until(period: Period | None, facts: Facts) -> str:
    """截至6月底, or 2019年全年 for a year's end; nothing where there is no period."""
    if period is None:
        return ""
    said = words()["until"]["year" if period.last_month == 12 else "month"]
    return said.format(month=period.last_month, year=period.year)


def target_in_words(target: TargetFacts) -> str:
    """What the plan promises, with its comparator: 280亿元以上, 不超过3起, 10—12%."""
    if target.value is None:
        return ""
    unit = target.status.target.unit.name_zh if target.status.target else target.unit
    low = plain(target.status.target.amount if target.status.target else target.value, None)
    if target.comparator == "range" and target.value_hi is not None:
        return f"{low}—{plain(target.value_hi, None)}{unit}"
    said = words()["comparators"].get(target.comparator, "{value}")
    return said.format(value=low + unit)


def lamp_word(light: Light) -> str:
    """What a light says, in Chinese."""
    return words()["lamps"][light.value]


def month_day(day: date) -> str:
    """7月29日."""
    return f"{day.month}月{day.day}日"


def _fill(hole: str, target: TargetFacts, numbering: Numbering) -> Piece:
    params = target.status.reason.params
    if hole == "name":
        return target.name
    if hole == "period":
        period = target.status.observation.period if target.status.observation else params.get("period")
        return period.name_zh if isinstance(period, Period) else ""
    if hole == "day":
        day = params.get("day")
        return month_day(day) if isinstance(day, date) else ""
    if hole == "why":
        return str(params.get("why", ""))
    if hole == "missing":
        return read(f"target/{target.pk}/actual", numbering.facts).missing
    return number_of(numbering, target, hole)


def _parts(target: TargetFacts, facts: Facts) -> tuple[str, list[str]]:
    """Which group of words, and which of them one after the other."""
    code = target.status.reason.code
    if code == "stale":
        return "silent", ["stale" if target.status.actual is not None and has_pace(target) else "stale_bare"]
    if code in words()["silent"]:
        return "silent", [code]
    parts = _judged(target, code, facts)
    if target.status.observation is not None and target.status.observation.restates is not None:
        parts.append("restated")
    return "target", parts


def _judged(target: TargetFacts, code: str, facts: Facts) -> list[str]:
    if code.startswith("zero_"):
        return ["zero_broken"] if code == "zero_broken" else ["zero_kept", "zero_confirmed"]
    if code.startswith("rate_"):
        return _rate(target, code)
    if code.startswith(("stock_", "milestone_")):
        reached = target.status.light in (Light.DONE,)
        return ["state", "stock_reached" if reached else "stock_short"]
    if code.startswith("ceiling_"):
        held = "ceiling_exceeded" if code == "ceiling_exceeded" else "ceiling_held"
        return ["flow", *_growth(target, facts), held]
    return _flow(target, code, facts)


def _rate(target: TargetFacts, code: str) -> list[str]:
    actual = target.status.actual
    below = actual is not None and actual.amount < 0
    subject = "rate"
    if target.kind == "reduction":
        subject = "rate_rise" if below else "rate_fall"
    if code in ("rate_held", "rate_done"):
        return [subject, "rate_met"]
    over = target.measure is not None and target.measure.better == "less" and target.kind == "ratio"
    return [subject, "rate_over" if over else "rate_short"]


def _flow(target: TargetFacts, code: str, facts: Facts) -> list[str]:
    actual = target.status.actual
    if actual is not None and actual.amount == 0:
        return ["count_none"]
    start = ["flow", *_growth(target, facts)]
    if code in ("flow_done", "flow_missed"):
        return [*start, "reached" if code == "flow_done" else "missed"]
    parts = [*start, "progress", *_pace(target, facts)]
    if read(f"target/{target.pk}/forecast", facts).amount is not None:
        parts.append("forecast")
    return parts


def _growth(target: TargetFacts, facts: Facts) -> list[str]:
    growth = read(f"target/{target.pk}/growth", facts).amount
    if growth is None:
        return []
    return ["growth_even" if growth == 0 else "growth_up" if growth > 0 else "growth_down"]


def _pace(target: TargetFacts, facts: Facts) -> list[str]:
    lead = read(f"target/{target.pk}/lead", facts)
    if lead.amount is None:
        return []
    if abs(lead.amount) < Decimal("0.05"):
        return ["even"]
    return ["ahead" if lead.amount > 0 else "behind"]
