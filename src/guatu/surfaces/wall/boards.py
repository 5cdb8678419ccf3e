"""What is hung up for readers: the board of a plan on a day, drawn once for all who look at the same?

Everybody who may see a plan's wall sees the same of it, so what is drawn goes by plan, day and language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guatu.base import clock
from guatu.kernel.measures import registry
from guatu.plan.models import Plan
from guatu.surfaces.wall.board import Board, compose
from guatu.surfaces.wall.kept import Kept
from guatu.surfaces.wall.queries import known_at, plan_facts
from guatu.surfaces.wall.rounds import RoundRow, round_rows, rounds_beside
from guatu.zone.statistics.returns import counting

#: The pieces that the wall's pages are put together from, each a template of its own.
PIECES = (
    *("headlines_beside", "lines_beside", "turns_beside", "sums_beside"),
    *("headlines", "lines", "turned", "sums"),
)
ROUND_PIECES = ("rounds_beside", "rounds")
#: Applications whose tables a board is made of. What firms filed is counted apart, because it changes often.
BEHIND = ("plan", "statistics", "measures", "access")
#: A board is some 200 kB; a day's walls in two languages and a few past days find room.
MOST_BOARDS, MOST_ROUNDS = 24, 24


@dataclass(frozen=True, slots=True)
class Hung:
    """A board and its pieces as HTML."""

    board: Board
    pieces: dict[str, SafeString]


@dataclass(frozen=True, slots=True)
class HungRounds:
    """This month's returns and their pieces as HTML."""

    rows: tuple[RoundRow, ...]
    pieces: dict[str, SafeString]


_boards: Kept[Hung] = Kept(MOST_BOARDS)
_rounds: Kept[HungRounds] = Kept(MOST_ROUNDS)


def hung_board(plan: Plan, day: date) -> Hung:
    """The board of a plan on a day, drawn in the reader's language."""

    def draw() -> Hung:
        board = compose(plan_facts(plan, day))
        return Hung(board, _drawn(PIECES, {"board": board, "at": link_to(day)}))

    return _boards.get((plan.pk, *_key(day)), tables_behind(), draw)


def hung_rounds(day: date) -> HungRounds:
    """The returns of that day's month, as they were then, drawn in the reader's language."""

    def draw() -> HungRounds:
        rows = round_rows(counting.rounds_at(known_at(day)), day)
        return HungRounds(rows, _drawn(ROUND_PIECES, {"rounds": rows, "rounds_beside": rounds_beside(rows)}))

    return _rounds.get(_key(day), (*counting.TABLES, "statistics_listedunit"), draw)


def forget_all() -> None:
    """Lets everything be drawn anew: after the clock was set, or for another database."""
    _boards.forget()
    _rounds.forget()


def link_to(day: date) -> str:
    """What stands behind the links of a past day, so that they stay on it."""
    return f"?day={day.isoformat()}" if day < clock.today() else ""


@cache
def tables_behind() -> tuple[str, ...]:
    """The tables that a board is made of, as far as they are installed."""
    labels = {config.label for config in apps.get_app_configs()}
    models = [m for label in BEHIND if label in labels for m in apps.get_app_config(label).get_models(True)]
    own = {model._meta.db_table for model in models} - set(counting.TABLES)
    return tuple(sorted(own | {watch.table for watch in registry.watches()}))


def _key(day: date) -> tuple[date, bool, str, str]:
    return day, day < clock.today(), get_language() or "", str(getattr(settings, "ZONE_NAME", ""))


def _drawn(names: tuple[str, ...], context: dict[str, object]) -> dict[str, SafeString]:
    return {name: render_to_string(f"wall/pieces/{name}.html", context) for name in names}
