"""What do `guatu plan import` and `guatu plan check` do?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from guatu.base.errors import Refused
from guatu.plan.actions import find_imported, import_document
from guatu.plan.models import Plan
from guatu.plan.queries import ShownFinding, count_items, shown_findings
from guatu.site.operands import find_account, read_content
from guatu.site.trouble import TroubleError

BLOCKED = 1
MARKS = {"error": "[red]✗[/red]", "warning": "[yellow]![/yellow]", "note": "[dim]·[/dim]"}
SENTENCE_SHOWN = 60


def run(argv: Sequence[str]) -> int:
    """Runs the command; returns 0, or 1 when the checked plan cannot be published as it is."""
    options = _parser().parse_args(list(argv))
    call_command("migrate", interactive=False, verbosity=0)
    try:
        return _import(options) if options.verb == "import" else _check(options)
    except Refused as refused:
        raise TroubleError(refused.sentence) from refused


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu plan", description="Imports plans and checks them.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="import|check")
    importing = verbs.add_parser("import", help="import a plan for review, as the upload page does")
    importing.add_argument("file", type=Path, metavar="FILE", help="the plan: txt, html, docx or pdf")
    importing.add_argument("--user", metavar="NAME", help="the account that imports it")
    checking = verbs.add_parser("check", help="say what stands against publishing a plan (计划体检)")
    checking.add_argument("plan", metavar="FILE|ID", help="a file, which is not imported, or a plan's number")
    return parser


def _import(options: argparse.Namespace) -> int:
    content, by = read_content(options.file), find_account(options.user)
    known = find_imported(content)
    plan = known or import_document(name=options.file.name, content=content, by=by)
    counts = {kind: sum(states.values()) for kind, states in count_items(plan).items()}
    read = ", ".join(f"{number} {kind}s" for kind, number in counts.items())
    already = "imported before: " if known else ""
    print(f"{already}{plan} (plan {plan.pk}): {read}. Review it at /plans/{plan.pk}/review")
    return 0


def _check(options: argparse.Namespace) -> int:
    with _plan_to_check(options.plan) as plan:
        found = shown_findings(plan)
        title = str(plan)
    console = Console()
    console.print(_table(title, found))
    blocking = sum(each.finding.blocks for each in found)
    console.print(f"{len(found)} findings, {blocking} of them stand against publishing.")
    return BLOCKED if blocking else 0


@contextmanager
def _plan_to_check(named: str) -> Iterator[Plan]:
    """The plan of that number; or of that file, read for the check alone and not kept."""
    if named.isascii() and named.isdigit() and not Path(named).exists():
        plan = Plan.objects.select_related("document").filter(pk=int(named)).first()
        if plan is None:
            raise TroubleError(f"There is no plan {named}.")
        yield plan
        return
    with transaction.atomic():
        yield import_document(name=Path(named).name, content=read_content(Path(named)), by=None)
        transaction.set_rollback(True)


def _table(title: str, found: Sequence[ShownFinding]) -> Table:
    table = Table(title=escape(title), title_justify="left", expand=True, show_lines=False)
    table.add_column("", width=1)
    table.add_column("at", justify="right")
    table.add_column("finding", ratio=4)
    table.add_column("what to do", ratio=3)
    table.add_column("sentence", ratio=3, style="dim")
    for each in found:
        sentence = each.sentence.replace("\n", " ").strip()[:SENTENCE_SHOWN]
        mark = MARKS[each.finding.severity]
        table.add_row(mark, str(each.finding.start), escape(each.message), each.what_to_do, escape(sentence))
    return table
