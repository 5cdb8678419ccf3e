"""What do `guatu wall snapshot` and `guatu wall print` do?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from django.utils.translation import activate

from guatu.base import clock
from guatu.kernel.ledger.last_word import last_word
from guatu.plan.models import Plan, PlanState
from guatu.site.trouble import TroubleError
from guatu.surfaces.wall.boards import hung_board, hung_rounds
from guatu.surfaces.wall.paper import PAPERS, Form, set_wall
from guatu.surfaces.wall.paper.composing import Proof, compose_sheet
from guatu.surfaces.wall.snapshot import take_snapshot


def run(arguments: Sequence[str]) -> int:
    """Writes the wall into a file."""
    wanted = _parser().parse_args(arguments)
    if wanted.language:
        activate(wanted.language)
    wanted.file.write_bytes(cast("Callable[[argparse.Namespace], bytes]", wanted.make)(wanted))
    print(wanted.file)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu wall")
    verbs = parser.add_subparsers(required=True, metavar="snapshot|print")
    keeping = verbs.add_parser("snapshot", help="keep the wall as one HTML file that opens anywhere")
    keeping.set_defaults(make=_snapshot)
    printing = verbs.add_parser("print", help="set the wall on paper, as .pdf or .svg")
    printing.add_argument("--paper", choices=list(PAPERS), default="a0")
    printing.set_defaults(make=_print)
    for each in (keeping, printing):
        each.add_argument("file", type=Path, metavar="FILE")
        each.add_argument("--day", type=date.fromisoformat, help="as it was shown then (2019-06-30)")
        each.add_argument("--plan", type=int, help="the plan's number; the current one, if not given")
        each.add_argument("--address", default="", help="of the wall, for its links (https://…/wall/)")
        each.add_argument("--language", choices=["zh-hans", "en"])
    return parser


def _snapshot(wanted: argparse.Namespace) -> bytes:
    return take_snapshot(_plan(wanted), _day(wanted), address=wanted.address).encode()


def _print(wanted: argparse.Namespace) -> bytes:
    day, now, word = _day(wanted), clock.now(), last_word()
    proof = Proof(wanted.address, now, word.size if word else None, word.root if word else "")
    board = hung_board(_plan(wanted), day).board
    sheet = compose_sheet(board, hung_rounds(day).rows, proof, past=day < clock.today())
    form: Form = "svg" if wanted.file.suffix == ".svg" else "pdf"
    return set_wall(PAPERS[wanted.paper], sheet, form=form, moment=int(now.timestamp()))


def _day(wanted: argparse.Namespace) -> date:
    today = clock.today()
    return min(wanted.day or today, today)


def _plan(wanted: argparse.Namespace) -> Plan:
    published = Plan.objects.filter(state=PlanState.PUBLISHED)
    if wanted.plan:
        found = published.filter(pk=wanted.plan).first()
    else:
        found = published.filter(year__lte=_day(wanted).year).order_by("-year", "-published_at").first()
    if found is None:
        raise TroubleError("no such plan is published; see `guatu plan`")
    return found
