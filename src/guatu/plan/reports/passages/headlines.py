"""How far are the targets that the plan sets before all lines of work? Pure."""

from __future__ import annotations

from collections.abc import Sequence

from guatu.plan.reports.blocks import Block, Cell, Column, Heading, Table
from guatu.plan.reports.drawing import draw_bars, draw_lines
from guatu.plan.reports.facts import TargetFacts
from guatu.plan.reports.judging import GOOD, SLOW, UNTOLD
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import aspect_cell, cell, lamp_cell, numeral, target_paragraph
from guatu.plan.reports.sentences import number_of

COLUMNS = (
    Column("指标", 3.3),
    Column("单位", 1.5, "center"),
    Column("年度目标", 1.45, "right"),
    Column("累计完成", 1.65, "right"),
    Column("同比（%）", 1.45, "right"),
    Column("完成目标（%）", 1.5, "right"),
    Column("较序时进度（百分点）", 1.75, "right"),
    Column("预计全年", 1.65, "right"),
    Column("状态", 0.8, "center"),
)
GROUPS = (
    ("达到或快于进度要求的目标", GOOD),
    ("慢于进度要求的目标", SLOW),
    ("暂不能评价的目标", UNTOLD),
)


def headlines(numbering: Numbering) -> tuple[Block, ...]:
    """The table of headline targets, their charts, and one sentence for each, by how they stand."""
    targets = numbering.facts.headlines
    table = target_table(numbering, targets, "表1　主要预期目标完成情况")
    bars = draw_bars(targets, numbering, "图1　主要预期目标完成进度（年度目标＝100）")
    blocks: list[Block] = []
    groups = [(name, [t for t in targets if t.status.light in lights]) for name, lights in GROUPS]
    for place, (name, its) in enumerate((group for group in groups if group[1]), start=1):
        blocks.append(Heading(2, f"（{numeral(place)}）{name}"))
        blocks += [target_paragraph(target, numbering) for target in its]
    lines = draw_lines(targets, numbering.facts, "图2　主要指标累计完成数")
    return table, bars, *lines, *blocks


def headlines_in_short(numbering: Numbering) -> tuple[Block, ...]:
    """The table and the chart alone."""
    targets = numbering.facts.headlines
    return (
        target_table(numbering, targets, "表1　主要预期目标最新进度"),
        draw_bars(targets, numbering, "图1　主要预期目标完成进度（年度目标＝100）"),
    )


def target_table(numbering: Numbering, targets: Sequence[TargetFacts], caption: str) -> Table:
    """Targets as a table of the usual columns."""
    return Table(caption, COLUMNS, tuple(_row(numbering, target) for target in targets))


def _actual_cell(numbering: Numbering, target: TargetFacts) -> Cell:
    """What was reached; of an older period than the report's, the months are said beside it."""
    found = aspect_cell(numbering, target, "actual", bare=True)
    observation, wanted = target.status.observation, numbering.facts.span.figures
    if target.status.actual is None or observation is None or wanted is None:
        return found
    if observation.period.last_month == wanted.last_month:
        return found
    return cell(*found.pieces, f"（{observation.period.name_zh.removeprefix(f'{wanted.year}年')}）")


def _forecast_cell(numbering: Numbering, target: TargetFacts) -> Cell:
    forecast = number_of(numbering, target, "forecast", bare=True)
    return cell("" if isinstance(forecast, str) else forecast)


def _row(numbering: Numbering, target: TargetFacts) -> tuple[Cell, ...]:
    unit = target.status.target.unit.name_zh if target.status.target else target.unit
    return (
        cell(target.name),
        cell(unit),
        aspect_cell(numbering, target, "target", bare=True),
        _actual_cell(numbering, target),
        aspect_cell(numbering, target, "growth", bare=True),
        aspect_cell(numbering, target, "progress", bare=True),
        aspect_cell(numbering, target, "lead", bare=True),
        _forecast_cell(numbering, target),
        lamp_cell(target),
    )
