"""What does `guatu plan import FILE` do: takes in a plan for review, as the upload page does."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from django.core.management import call_command

from guatu.plan.actions.importing import import_document
from guatu.plan.models import Plan
from guatu.site.operands import find_account, read_content


def run(arguments: Sequence[str]) -> int:
    """Imports the file and says what was read; a file that was imported before gives its plan again."""
    parser = argparse.ArgumentParser(prog="guatu plan import")
    parser.add_argument("file", type=Path, metavar="FILE", help="the plan: txt, html, docx or pdf")
    parser.add_argument("--by", metavar="NAME", help="the account that imports it")
    wanted = parser.parse_args(arguments)
    content = read_content(wanted.file)
    call_command("migrate", interactive=False, verbosity=0)
    print(_summary(import_document(name=wanted.file.name, content=content, by=find_account(wanted.by))))
    return 0


def _summary(plan: Plan) -> str:
    counts = (("targets", plan.targets), ("tasks", plan.tasks), ("projects", plan.projectmentions))
    read = ", ".join(f"{rows.count()} {name}" for name, rows in counts)
    return f"{plan}: {read}. Review it at /plans/{plan.pk}/review"
