"""What lags, who leads it, and what is overdue? Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guatu.plan.reports.blocks import Block, Cell, Column, Paragraph, Table
from guatu.plan.reports.facts import TargetFacts
from guatu.plan.reports.judging import due_by, slow_by_lead
from guatu.plan.reports.numbering import Numbering
from guatu.plan.reports.passages.words import aspect_cell, cell, lamp_cell, say
from guatu.plan.reports.sentences import month_day

MOST_TASKS = 15
LONGEST_TASK = 40


def lagging(numbering: Numbering) -> tuple[Block, ...]:
    """Targets that are behind or broken by who leads them, then tasks past their day."""
    by_lead = slow_by_lead(numbering.facts)
    if not by_lead:
        return (Paragraph(("目前没有滞后或突破的目标。",)), *overdue_tasks(numbering))
    said = say(
        "滞后或突破的目标共{count}，涉及{leads}，请对照差距逐项提出追赶措施。",
        numbering,
        count=("lights/behind+broken", "滞后或突破的目标数"),
        leads="、".join(lead or "未明确牵头单位" for lead in by_lead),
    )
    return said, _by_lead(numbering, by_lead), *overdue_tasks(numbering)


def _by_lead(numbering: Numbering, by_lead: Mapping[str, Sequence[TargetFacts]]) -> Table:
    columns = (
        Column("牵头单位", 2.2),
        Column("目标", 3.6),
        Column("年度目标", 1.9, "right"),
        Column("累计完成", 1.9, "right"),
        Column("完成目标（%）", 1.5, "right"),
        Column("较序时进度（百分点）", 1.9, "right"),
        Column("状态", 0.8, "center"),
    )
    rows = tuple(
        (
            cell((lead or "未明确") if place == 0 else "　"),
            cell(target.name),
            aspect_cell(numbering, target, "target"),
            aspect_cell(numbering, target, "actual"),
            aspect_cell(numbering, target, "progress", bare=True),
            aspect_cell(numbering, target, "lead", bare=True),
            lamp_cell(target),
        )
        for lead, targets in by_lead.items()
        for place, target in enumerate(targets)
    )
    return Table("表3　滞后事项", columns, rows)


def overdue(numbering: Numbering) -> tuple[Block, ...]:
    """Tasks past their day, and what nobody leads yet."""
    tasks = overdue_tasks(numbering)
    unled = say(
        "尚未明确牵头单位的目标{targets}、任务{tasks}。",
        numbering,
        targets=("tasks/unled_targets", "未明确牵头单位的目标数"),
        tasks=("tasks/unled", "未明确牵头单位的任务数"),
    )
    return (*tasks, unled)


def overdue_tasks(numbering: Numbering) -> tuple[Block, ...]:
    """Tasks whose day is over, of which no record says that they are done."""
    tasks = due_by(numbering.facts.tasks, numbering.facts.day)
    if not tasks:
        return (Paragraph(("没有已到时限而无办结记录的任务。",)),)
    said = say(
        "已到计划时限、系统尚无办结记录的任务{count}，请牵头单位核实办理情况并补充记录。",
        numbering,
        count=("tasks/overdue", "已到时限而无办结记录的任务数"),
    )
    columns = (
        Column("序号", 0.7, "center"),
        Column("任务", 6.2),
        Column("牵头单位", 2.2),
        Column("时限", 1.6, "center"),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, task in enumerate(tasks[:MOST_TASKS], start=1):
        text = task.text if len(task.text) <= LONGEST_TASK else task.text[:LONGEST_TASK] + "……"
        due = month_day(task.due) if task.due else "—"
        rows.append((cell(str(place)), cell(text.strip("。；，")), cell(task.lead or "未明确"), cell(due)))
    left = len(tasks) - MOST_TASKS
    note = f"另有{left}项，见系统“任务”页" if left > 0 else ""
    return said, Table("已到时限而无办结记录的任务", columns, tuple(rows), note)
