"""What does `guatu read FILE` do: reads a plan and prints a table for people or JSON for machines."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name

from guatu.plan.reading import Plan, UnreadableDocument, read
from guatu.zone.statistics.catalogue import load_catalogue

UNREADABLE = 2

DESCRIPTION = """Reads a work plan (txt, html, docx, pdf) and prints its targets, tasks and projects.
Nothing is sent anywhere. Exit status 2 when the file cannot be read."""


def run(argv: Sequence[str]) -> int:
    """Runs the command with its words; returns 0, or 2 with one sentence on stderr when there is no text."""
    try:
        options = _parser().parse_args(list(argv))
    except SystemExit as end:
        return int(end.code or 0)
    try:
        plan = _read(options)
        _write_files(plan, options)
    except UnreadableDocument as unreadable:
        return _refuse(unreadable.sentence)
    except OSError as error:
        return _refuse(f"{error.filename} cannot be written: {error.strerror}.")
    return _print(plan, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu read", description=DESCRIPTION)
    parser.add_argument("file", type=Path, metavar="FILE", help="the plan: txt, html, docx or pdf")
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the JSON to FILE")
    parser.add_argument(
        "--text", type=Path, metavar="FILE", help="write the text that the offsets refer to (UTF-8) to FILE"
    )
    return parser


def _read(options: argparse.Namespace) -> Plan:
    if options.json or not sys.stderr.isatty():
        return read(options.file, measures=load_catalogue())
    with resolve_name("guatu.site.reading_table:progress")(options.file):
        return read(options.file, measures=load_catalogue())


def _write_files(plan: Plan, options: argparse.Namespace) -> None:
    if options.text:
        options.text.write_bytes(plan.text.encode("utf-8", "surrogatepass"))
    if options.out:
        options.out.write_text(to_json(plan) + "\n", encoding="utf-8")


def _print(plan: Plan, options: argparse.Namespace) -> int:
    try:
        if not options.json:
            resolve_name("guatu.site.reading_table:print_plan")(plan)
        elif not options.out:
            sys.stdout.write(to_json(plan) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of the pipe has seen enough; Python must not complain of it when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def to_json(plan: Plan) -> str:
    """The plan as JSON text, Chinese characters as they are."""
    text = json.dumps(plan.to_dict(), ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8")


def _refuse(sentence: str) -> int:
    print(f"guatu read: {sentence}", file=sys.stderr)
    return UNREADABLE
