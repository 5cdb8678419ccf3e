"""What does `guatu play` do: play the demonstration's year on, and say whether two plays are alike?"""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.management import call_command

from guatu.base.errors import GuatuError
from guatu.base.happenings import Happening
from guatu.site.demo.year.digest import digest
from guatu.site.demo.year.player import play, played_to
from guatu.site.demo.year.schedule import FIRST, LAST
from guatu.site.ledger_command import seal_quietly
from guatu.site.postgres.borrowing import OWN, keep_day
from guatu.site.progress import say

_NAMED = 3


def run(arguments: Sequence[str]) -> int:
    """Plays from where the database stands up to a day, sealing the ledger each day; returns 0."""
    wanted = _parser().parse_args(arguments)
    call_command("migrate", interactive=False, verbosity=0)
    if not wanted.digest:
        _play(wanted)
    elif (last := played_to()) is None:
        raise GuatuError("nothing_played", "No day was played in this database yet.")
    else:
        print(f"{digest(last)}  to {last}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu play", description="Plays the demonstration's year on.")
    parser.add_argument(
        "--until", type=date.fromisoformat, default=LAST, metavar="DAY", help=f"{FIRST} … {LAST} (default)"
    )
    parser.add_argument("--seed", type=int, help="of what is left to chance after July 18")
    parser.add_argument("--day-by-day", action="store_true", help="a line for each day, not for each month")
    parser.add_argument(
        "--pause", type=float, default=0.0, metavar="S", help="seconds to wait after each day"
    )
    parser.add_argument("--digest", action="store_true", help="print what two plays alike have in common")
    return parser


def _play(wanted: argparse.Namespace) -> None:
    before = played_to()
    telling = _Telling(each_day=wanted.day_by_day or wanted.pause > 0, pause=wanted.pause)
    days = play(wanted.until, seed=wanted.seed, told=telling.tell)
    last = played_to()
    if not days:
        say(f"nothing to play: this database was played to {before} already")
    if last is not None:
        _keep(last)
        say(f"played to {last}; ./run demo serves it on that day")


def _keep(day: date) -> None:
    # A database that was given has no day beside this checkout.
    if os.environ.get(OWN):
        keep_day(day)


class _Telling:
    """Says what happened, by the day or by the month, and seals the ledger of each day."""

    def __init__(self, *, each_day: bool, pause: float) -> None:
        self._each_day, self._pause = each_day, pause
        self._month: list[Happening] = []

    def tell(self, day: date, happened: Sequence[Happening]) -> None:
        """Is told of a day that was played."""
        seal_quietly(say)
        self._month += happened
        if self._each_day:
            say(f"{day}  {_in_short(happened)}")
        elif (day + timedelta(1)).month != day.month:
            say(f"{day:%Y-%m}     {_in_short(self._month)}")
            self._month = []
        time.sleep(self._pause)


def _in_short(happened: Sequence[Happening]) -> str:
    """How much happened, and some of it in words."""
    if not happened:
        return "nothing happened"
    words = Counter(each.says for each in happened if each.says)
    named = ", ".join(f"{says} ({count})" if count > 1 else says for says, count in words.most_common(_NAMED))
    return f"{len(happened)} happenings: {named}" if named else f"{len(happened)} happenings"
