"""What does `guatu health` say?"""

import argparse
import json
from collections.abc import Sequence

from django.db import DatabaseError, connection
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guatu.kernel.health.findings import Degree, Finding, bad, look_at_all, worst

NOT_IN_ORDER = 1
COLOURS = {Degree.GOOD: "green", Degree.ABSENT: "dim", Degree.LOOK: "yellow", Degree.BAD: "red"}
SHAPES = {Degree.GOOD: "●", Degree.ABSENT: "○", Degree.LOOK: "▲", Degree.BAD: "■"}


def run(arguments: Sequence[str]) -> int:
    """Prints what was found; returns 1 where something needs an act now."""
    parser = argparse.ArgumentParser(prog="guatu health")
    parser.add_argument("--json", action="store_true", help="for programs")
    wanted = parser.parse_args(arguments)
    findings = _look()
    if wanted.json:
        print(json.dumps(_told(findings), ensure_ascii=False, indent=1))
    else:
        _print(findings)
    return NOT_IN_ORDER if worst(findings) == Degree.BAD else 0


def _look() -> list[Finding]:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return [bad(str(error).strip().split("\n")[0], "Start the database, or see to DATABASE_URL.")]
    return look_at_all()


def _told(findings: Sequence[Finding]) -> dict[str, object]:
    words = ("code", "degree", "says", "todo")
    found = [{word: getattr(finding, word) for word in words} for finding in findings]
    return {"worst": worst(findings), "findings": found}


def _print(findings: Sequence[Finding]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        said = f"{finding.says}\n[dim]→ {escape(finding.todo)}[/dim]" if finding.todo else finding.says
        colour, degree = COLOURS[finding.degree], finding.degree
        table.add_row(f"[{colour}]{SHAPES[degree]} {degree.words}[/{colour}]", finding.title, said)
    Console().print(table)
