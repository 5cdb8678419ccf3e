"""Which columns has the open table of targets, and what stands in each? One list, reviewed.

A column is in it by name: nothing personal, commercial or restricted, no micro-data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from guatu.base.quantities import Missing
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.sheets.writing import Cell, csv_file
from guatu.plan.models import Plan
from guatu.plan.queries.public import OpenFigure, OpenTarget, open_targets

# Files of targets stand beside those of registries under this name.
FILES = "targets"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its stable name, what it is called, how it is written, how closely it is kept."""

    name: str
    title: str
    title_en: str
    type: str
    cell: Callable[[Plan, OpenTarget], Cell]
    kept: FieldClass = FieldClass.OPEN


def _value(target: OpenTarget) -> Cell:
    if target.actual is None:
        return None
    shown = target.shown_unit
    alike = shown is not None and shown.dimension == target.actual.unit.dimension
    return target.actual.to(shown).amount.normalize() if alike and shown else target.actual.amount.normalize()


def value_state(figure: OpenFigure | None) -> str:
    """Why there is a value or none: a missing one is told by its reason and is never a zero."""
    if figure is None:
        return "no_published_figure"
    return figure.value.reason.value if isinstance(figure.value, Missing) else "published"


def _of_figure(pick: Callable[[OpenFigure], Cell]) -> Callable[[Plan, OpenTarget], Cell]:
    return lambda plan, target: None if target.figure is None else pick(target.figure)


COLUMNS = (
    Column("plan_year", "计划年度", "year of the plan", "integer", lambda plan, t: plan.year),
    Column("target_id", "目标标识", "identity of the target", "string", lambda plan, t: t.identity),
    Column("target", "目标名称", "what is promised", "string", lambda plan, t: t.name_zh),
    Column("target_en", "英文名称", "English name of the measure", "string", lambda plan, t: t.name_en),
    Column(
        "measure",
        "指标代码",
        "code of the measure",
        "string",
        lambda plan, t: t.measure.code if t.measure else "",
    ),
    Column("kind", "目标类型", "sort of figure", "string", lambda plan, t: str(t.kind)),
    Column(
        "comparator",
        "比较方式",
        "how the actual must stand to it",
        "string",
        lambda plan, t: str(t.comparator),
    ),
    Column(
        "target_value",
        "目标值",
        "promised value",
        "number",
        lambda plan, t: t.value.normalize() if t.value is not None else None,
    ),
    Column(
        "target_value_high",
        "目标上限",
        "upper value of a range",
        "number",
        lambda plan, t: t.value_hi.normalize() if t.value_hi is not None else None,
    ),
    Column("unit", "计量单位", "unit of the values", "string", lambda plan, t: t.unit),
    Column("value", "完成值", "published actual", "number", lambda plan, t: _value(t)),
    Column(
        "value_state",
        "数据状态",
        "published, or why there is no value",
        "string",
        lambda plan, t: value_state(t.figure),
    ),
    Column("period", "所属时期", "period of the actual", "string", _of_figure(lambda f: f.period.code)),
    Column("period_end", "时期截止日", "last day of the period", "date", _of_figure(lambda f: f.period.end)),
    Column(
        "growth_percent",
        "同比增长（%）",
        "published growth on a comparable base",
        "number",
        _of_figure(lambda f: f.growth),
    ),
    Column(
        "progress_percent",
        "完成进度（%）",
        "actual over target",
        "number",
        lambda plan, t: None if t.progress is None else round(t.progress * 100, 1),
    ),
    Column("light", "状态灯", "light of the target", "string", lambda plan, t: t.light),
    Column("published_on", "发布日期", "day of publication", "date", _of_figure(lambda f: f.published_on)),
    Column(
        "updated_on",
        "更新日期",
        "day on which it was shown first",
        "date",
        _of_figure(lambda f: f.recorded_on),
    ),
)
DEMONSTRATION = Column(
    "demonstration",
    "演示数据",
    "demonstration data",
    "boolean",
    lambda plan, t: "true" if plan.demonstration else "false",
)
ALL_COLUMNS = (*COLUMNS, DEMONSTRATION)


def public_csv(plan: Plan, day: date) -> tuple[bytes, int]:
    """The open targets of that day as csv, and how many; the same targets give the same bytes."""
    rows = open_targets(plan, day)
    cells = ([column.cell(plan, each) for column in ALL_COLUMNS] for each in rows)
    return csv_file([column.name for column in ALL_COLUMNS], cells), len(rows)


def columns_schema() -> dict[str, object]:
    """The columns as Frictionless Data's Table Schema tells them; an empty cell is missing, never zero."""
    fields = [
        {"name": each.name, "type": each.type, "title": each.title, "title_en": each.title_en}
        for each in ALL_COLUMNS
    ]
    return {"fields": fields, "missingValues": [""], "primaryKey": "target_id"}
