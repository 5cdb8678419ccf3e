"""How far are the lines of work, one by one? Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from guatu.plan.reports.blocks import Block, Cell, Column, Heading, Paragraph, Table
from guatu.plan.reports.facts import LineFacts, TargetFacts
from guatu.plan.reports.judging import SLOW
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import cell, numeral, target_paragraph
from guatu.plan.tracking.lights import Light

STATES: tuple[tuple[str, tuple[Light, ...]], ...] = (
    ("完成或正常", (Light.DONE, Light.KEPT, Light.ON_TRACK)),
    ("预警", (Light.AT_RISK,)),
    ("滞后或突破", (Light.BEHIND, Light.BROKEN)),
    ("未评价", (Light.STALE, Light.NOT_STARTED)),
)


def lines(numbering: Numbering) -> tuple[Block, ...]:
    """The table of the lines of work, and a sentence for each target in them that lags."""
    facts = numbering.facts
    slow = [t for t in facts.targets if t.line is not None and t.status.light in SLOW]
    slow.sort(key=lambda target: target.status.light.urgency)
    blocks: list[Block] = [line_table(numbering)]
    if slow:
        blocks.append(Paragraph(("各项重点工作中，慢于进度要求的目标有：",)))
        blocks += [target_paragraph(target, numbering) for target in slow]
    return tuple(blocks)


def lines_in_full(numbering: Numbering) -> tuple[Block, ...]:
    """The table, and under each line of work all its targets."""
    facts = numbering.facts
    blocks: list[Block] = [line_table(numbering)]
    place = 0
    for line in facts.lines:
        its = [target for target in facts.targets if target.line == line.pk]
        if its:
            place += 1
            blocks.append(Heading(2, f"（{numeral(place)}）{line.name}"))
            blocks += [target_paragraph(target, numbering) for target in its]
    return tuple(blocks)


def line_table(numbering: Numbering) -> Table:
    """One row a line of work: who leads most of it, how many targets stand how, how many tasks it has."""
    facts = numbering.facts
    columns = (
        Column("序号", 0.8, "center"),
        Column("重点工作", 3.2),
        Column("主要牵头单位", 2.2),
        Column("目标（项）", 1.25, "center"),
        *(Column(f"{name}（项）", 1.3, "center") for name, _lights in STATES),
        Column("任务（项）", 1.3, "center"),
    )
    rows = tuple(_row(numbering, line) for line in facts.lines)
    return Table("表2　重点工作推进情况", columns, rows)


def _row(numbering: Numbering, line: LineFacts) -> tuple[Cell, ...]:
    facts = numbering.facts
    its = [target for target in facts.targets if target.line == line.pk]
    key = f"line/{line.pk}"
    counts = [
        numbering.number(
            f"{key}/{'+'.join(light.value for light in lights)}", f"{line.name}：{name}目标数", bare=True
        )
        for name, lights in STATES
    ]
    return (
        cell(line.number),
        cell(line.name),
        cell(_leads(numbering, line, its)),
        cell(numbering.number(f"{key}/total", f"{line.name}：目标数", bare=True)),
        *(cell(count) for count in counts),
        cell(numbering.number(f"{key}/tasks", f"{line.name}：任务数", bare=True)),
    )


def _leads(numbering: Numbering, line: LineFacts, its: Sequence[TargetFacts]) -> str:
    tasks = [task.lead for task in numbering.facts.tasks if task.line == line.pk and task.lead]
    leads = Counter([target.lead for target in its if target.lead] + tasks)
    return leads.most_common(1)[0][0] if leads else "未明确"
