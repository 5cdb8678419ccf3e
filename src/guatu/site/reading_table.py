"""How is a read plan shown on a terminal?"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guatu.plan.reading.model import Plan, Quantity, Section

# Where no terminal tells a width (a pipe, a file), a line holds this much.
PLAIN_WIDTH = 140
COMPARATORS = {"=": "", ">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ ", "range": ""}
SURE = 0.9


def progress(path: Path) -> AbstractContextManager[object]:
    """A sign of life on stderr while the file is read."""
    return Console(stderr=True).status(f"reading {escape(path.name)} …")


def print_plan(plan: Plan) -> None:
    """Prints title, targets, lines of work, projects and warnings, as wide as the terminal."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    console.print(f"[bold]{escape(plan.title) or '(no title)'}[/bold]   year {plan.year or 'unknown'}")
    console.print(_summary(plan))
    for table in (_targets(plan), _lines(plan), _projects(plan)):
        if table.row_count:
            console.print(table)
    _print_remarks(console, plan)


def _summary(plan: Plan) -> str:
    polarities = Counter(quantity.polarity for quantity in plan.quantities)
    checkable = sum(task.checkable for task in plan.tasks)
    return (
        f"{len(plan.targets)} targets ({polarities['achievement']} achievements and "
        f"{polarities['non_target']} other quantities left out), {len(plan.tasks)} tasks "
        f"({checkable} checkable), {len(plan.projects)} projects, {len(plan.institutions)} institutions"
    )


def _targets(plan: Plan) -> Table:
    table = Table(
        "",
        "target",
        "value",
        "kind",
        "by",
        "measure",
        title="Targets",
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    table.columns[2].justify = "right"
    wholes = {(t.start, t.end) for t in plan.targets}
    for target in plan.targets:
        part = target.parent is not None and (target.parent.start, target.parent.end) in wholes
        table.add_row(
            target.section or "",
            ("  其中 " if part else "") + escape(target.subject),
            f"[bold]{escape(value_text(target))}[/bold]",
            target.kind,
            escape(target.deadline or ""),
            _measure_text(target),
        )
    return table


def value_text(quantity: Quantity) -> str:
    """The value with its comparator and unit as the plan writes it: 「≥ 280亿元」, 「0起」."""
    low, high = _number(quantity.value), _number(quantity.value_hi)
    span = f"{low}–{high}" if quantity.comparator == "range" else low
    return f"{COMPARATORS[quantity.comparator]}{span}{quantity.unit}"


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _measure_text(target: Quantity) -> str:
    if target.measure is None:
        return "[red]none[/red]"
    colour = "green" if target.measure.confidence >= SURE else "yellow"
    return f"[{colour}]{escape(target.measure.code)} {target.measure.confidence:.0%}[/{colour}]"


def _lines(plan: Plan) -> Table:
    table = Table(
        "",
        "line of work",
        "tasks",
        "checkable",
        "targets",
        title="Lines",
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    for column in table.columns[2:]:
        column.justify = "right"
    for section in plan.sections:
        if section.type in {"part", "line"} and section.tense == "coming":
            table.add_row(*_line_cells(plan, section), style="bold" if section.type == "part" else "")
    return table


def _line_cells(plan: Plan, section: Section) -> Sequence[str]:
    tasks = [task for task in plan.tasks if section.start <= task.start < section.end]
    targets = [target for target in plan.targets if section.start <= target.start < section.end]
    return (
        section.id,
        f"{escape(section.label)} {escape(section.title)}",
        str(len(tasks)),
        str(sum(task.checkable for task in tasks)),
        str(len(targets)),
    )


def _projects(plan: Plan) -> Table:
    table = Table(
        "", "project", "stage asked for", "by", title="Projects", title_justify="left", box=box.SIMPLE_HEAD
    )
    for project in plan.projects:
        table.add_row(
            project.section or "",
            escape(project.name),
            (project.stage or "").replace("_", " "),
            escape(project.deadline or ""),
        )
    return table


def _print_remarks(console: Console, plan: Plan) -> None:
    for warning in plan.warnings:
        console.print(f"[yellow]warning[/yellow] {escape(warning.message)}", soft_wrap=True)
    left_out = Counter(stretch.reason for stretch in plan.dropped)
    characters = sum(stretch.end - stretch.start for stretch in plan.dropped)
    if left_out:
        reasons = ", ".join(f"{reason} ×{times}" for reason, times in left_out.items())
        console.print(f"[dim]left out: {characters:,} characters ({escape(reasons)})[/dim]")
