"""What does `guatu measures` do? It checks stored numbers, forms them anew, exports them, closes periods."""

import argparse
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rich.console import Console

from guatu.base.clock import now, today
from guatu.kernel.measures import registry
from guatu.kernel.measures.checking import check
from guatu.kernel.measures.closing import close_periods
from guatu.kernel.measures.exporting import as_csv, as_xlsx, series_table
from guatu.kernel.measures.jobs import note_check
from guatu.kernel.measures.recomputing import recompute
from guatu.site.progress import say

DIFFERENT = 1
SAMPLE = 40


def run(arguments: Sequence[str]) -> int:
    """Does what the words say; returns 1 where a stored number differs from its records."""
    wanted = _options().parse_args(arguments)
    if wanted.verb == "recompute":
        return _recompute(wanted.codes)
    if wanted.verb == "close":
        closed = close_periods(wanted.through, reason=wanted.reason, measure=wanted.measure, by=None)
        print(f"closed up to {closed.through}: {closed.reason}")
        return 0
    if wanted.verb == "export":
        return _export(wanted.code, wanted.file)
    return _check(None if wanted.all else _sample(), keep=wanted.all)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu measures")
    verbs = parser.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("check", help="compute numbers from their records and compare")
    checking.add_argument("--all", action="store_true", help=f"all measures, not {SAMPLE} of them")
    forming = verbs.add_parser("recompute", help="form numbers anew from their records")
    forming.add_argument("codes", nargs="*", metavar="CODE", help="measures; all where none is named")
    exporting = verbs.add_parser("export", help="write a measure's numbers as csv or xlsx")
    exporting.add_argument("code", metavar="CODE")
    exporting.add_argument("file", type=Path, metavar="FILE", help="its name ends with .csv or .xlsx")
    closing = verbs.add_parser("close", help="let the numbers of what is over hold as they are")
    closing.add_argument("through", type=date.fromisoformat, metavar="DAY", help="the last day, 2018-12-31")
    closing.add_argument("--reason", required=True)
    closing.add_argument("--measure", default="", metavar="CODE")
    return parser


def _sample() -> list[str]:
    codes = [entry.measure.code for entry in registry.entries() if entry.topic]
    return random.sample(codes, min(SAMPLE, len(codes)))


def _check(codes: list[str] | None, *, keep: bool) -> int:
    found = check(codes, known_at=now())
    if keep:
        note_check(found)
    for difference in found.differences:
        print(f"different: {difference}")
    print(f"{found.numbers} numbers of {found.measures} measures, {len(found.differences)} different")
    return DIFFERENT if found.differences else 0


def _recompute(codes: list[str]) -> int:
    with Console(stderr=True).status("forming numbers"):
        formed = recompute(codes or None, say=say)
    print(f"{formed.added} numbers added, of {len(formed.measures)} measures")
    return 0


def _export(code: str, file: Path) -> int:
    measure = registry.get(code)
    rows = series_table(measure, registry.observations(code, known_at=now()), today())
    file.write_bytes(as_xlsx(measure.name_zh[:31], rows) if file.suffix == ".xlsx" else as_csv(rows))
    print(f"{len(rows)} periods written to {file}")
    return 0
