"""What does `guatu figures import FILE` do: takes in published figures, as the import page does."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.core.management import call_command

from guatu.site.operands import find_account, read_content
from guatu.zone.statistics.actions import apply_import, preview_import
from guatu.zone.statistics.exports import reject_file
from guatu.zone.statistics.imports import ShownProblem, shown_problems
from guatu.zone.statistics.models import FigureImport


def run(arguments: Sequence[str]) -> int:
    """Prints what the file changes and all that is wrong, and applies it; returns 1 for wrong rows."""
    wanted = _parser().parse_args(arguments)
    content = read_content(wanted.file)
    call_command("migrate", interactive=False, verbosity=0)
    by = find_account(wanted.user)
    preview = preview_import(
        name=wanted.file.name,
        content=content,
        publisher=wanted.publisher,
        published_on=wanted.published_on,
        by=by,
    )
    _print_preview(preview)
    wrong = preview.counts["wrong"]
    if wrong and wanted.rejects:
        wanted.rejects.write_bytes(reject_file(preview))
        print(f"The rows to correct are in {wanted.rejects}.")
    if wanted.preview or (wrong and not wanted.skip_wrong):
        print("Nothing was imported.")
    else:
        apply_import(preview, by=by, skip_wrong=wanted.skip_wrong)
        print("Imported.")
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu figures import")
    parser.add_argument("file", type=Path, metavar="FILE", help="the figures: xlsx or csv")
    parser.add_argument("--publisher", required=True, help="who published them")
    parser.add_argument(
        "--published-on", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="on which day"
    )
    parser.add_argument("--user", metavar="NAME", help="the account that imports them")
    parser.add_argument("--preview", action="store_true", help="only say what would change")
    parser.add_argument(
        "--skip-wrong", action="store_true", help="import the other rows where some are wrong"
    )
    parser.add_argument("--rejects", type=Path, metavar="FILE.xlsx", help="write the wrong rows to this file")
    return parser


def _print_preview(preview: FigureImport) -> None:
    words = ("rows", "new", "restated", "unchanged", "wrong")
    print(f"{preview.document}: " + ", ".join(f"{preview.counts[word]} {word}" for word in words))
    for problem in shown_problems(preview):
        print(_line(problem))


def _line(problem: ShownProblem) -> str:
    place = f"{problem.sheet} {problem.row}".strip()
    return f"  {'error' if problem.is_error else 'note '} {place}, {problem.column}: {problem.sentence}"
