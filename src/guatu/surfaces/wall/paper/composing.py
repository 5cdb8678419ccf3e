"""What stands on the sheet, in the reader's words? All that its template sets, as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guatu.surfaces.desk.templatetags.lights import light, light_names
from guatu.surfaces.wall.board import Board, SumRow, Turn
from guatu.surfaces.wall.bullet import Bullet
from guatu.surfaces.wall.forecasts import ForecastRow
from guatu.surfaces.wall.lines import LineRow
from guatu.surfaces.wall.rounds import RoundRow
from guatu.surfaces.wall.tiles import Tile

#: The colours of state on paper, dark enough for ink.
INKS = {
    "done": "#2b68b0",
    "on_track": "#2c7a4b",
    "kept": "#2c7a4b",
    "at_risk": "#a86a00",
    "behind": "#b3302a",
    "broken": "#b3302a",
    "stale": "#6b7178",
    "not_started": "#6b7178",
}
MOST_TURNS, MOST_FORECASTS, MOST_SUMS = 7, 9, 3

Words = dict[str, object]


@dataclass(frozen=True, slots=True)
class Proof:
    """By what the sheet can be checked: where the same wall is seen, and the ledger's last checkpoint."""

    address: str
    made_at: datetime
    size: int | None = None
    root: str = ""


def compose_sheet(board: Board, rounds: Sequence[RoundRow], proof: Proof, *, past: bool) -> Words:
    """The board as the sheet's template takes it."""
    return {
        "lang": "en" if (get_language() or "").startswith("en") else "zh",
        "title": board.title,
        "zone": board.zone,
        "demonstration": _("demonstration data") if board.demonstration else "",
        "day": _as_of(board, past=past),
        "share": [_("Year elapsed"), board.share],
        "counts": [[item.light, item.count, light_names()[item.light]] for item in board.counts],
        "lights": {name: drawn_light(name) for name in INKS},
        "inks": INKS,
        "columns": board.columns,
        "headlines": [_tile(tile) for tile in board.headlines],
        "lines": [_line(line) for line in board.lines],
        "turns": [_turn(turn) for turn in board.turns[:MOST_TURNS]],
        "forecasts": [_forecast(row) for row in board.forecasts[:MOST_FORECASTS]],
        "sums": [_sum(row) for row in board.sums[:MOST_SUMS]],
        "rounds": [_round(row) for row in rounds],
        "words": _words(board),
        "foot": list(_foot(proof)),
    }


def drawn_light(name: str) -> str:
    """The light as the pages draw it, in its ink and by itself."""
    return (
        str(light(name, "", 16))
        .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        .replace("currentColor", INKS[name])
        .replace('class="cut"', 'stroke="#ffffff"')
    )


def _as_of(board: Board, *, past: bool) -> str:
    day = date_format(board.day)
    return (_("As it was shown on %(day)s") if past else _("As of %(day)s")) % {"day": day}


def _words(board: Board) -> Words:
    more = len(board.turns) - MOST_TURNS
    return {
        "target": _("target"),
        "forecast": _("forecast"),
        "chance": _("chance"),
        "from_returns": _("from returns"),
        "headlines": _("Headline targets"),
        "lines": _("Lines of work"),
        "turns": _("Turned since last week"),
        "turns_more": ngettext("and %(more)s more", "and %(more)s more", more) % {"more": more}
        if more > 0
        else "",
        "no_turns": _("No light has turned since %(day)s.") % {"day": board.turned_from},
        "forecasts": _("Expected by the end of the year"),
        "least_first": _("least likely first"),
        "sums": _("Sums of the plan"),
        "rounds": _("Returns this month"),
        "marks": {
            "pace": _("pace"),
            "forecast": _("forecast for the year"),
            "band": _("in 80 of 100 cases"),
        },
        "difference": _("difference"),
    }


def _tile(tile: Tile) -> Words:
    return {
        "name": tile.name,
        "light": tile.light,
        "value": tile.value.number if tile.value else "",
        "instead": tile.instead,
        "unit": tile.unit,
        "period": tile.period,
        "target": tile.target,
        "progress": tile.progress,
        "estimate": tile.estimate,
        "band": tile.band,
        "likely": tile.likely,
        "bullet": _bullet(tile.bullet),
    }


def _bullet(bullet: Bullet | None) -> Words | None:
    if bullet is None:
        return None
    places = ("target", "zero", "bar_start", "bar_width", "pace", "forecast", "band_start", "band_width")
    return {name: _per_cent(getattr(bullet, name)) for name in (*places, "estimate_start", "estimate_width")}


def _per_cent(place: str | None) -> float | None:
    return None if place is None else float(place)


def _line(line: LineRow) -> Words:
    tasks = len(line.tasks)
    return {
        "number": line.number,
        "name": line.name,
        "lead": line.lead,
        "targets": [_chip(tile) for tile in line.targets],
        "tasks": ngettext("%(count)s task", "%(count)s tasks", tasks) % {"count": tasks} if tasks else "",
    }


def _chip(tile: Tile) -> Words:
    now = tile.value.number if tile.value else tile.instead
    return {"light": tile.light, "name": tile.name, "now": now, "of": f"{tile.target} {tile.unit}".strip()}


def _turn(turn: Turn) -> Words:
    words = ("before", "after", "name", "reason", "since")
    return {word: getattr(turn, word) for word in words}


def _forecast(row: ForecastRow) -> Words:
    words: Iterable[str] = ("name", "light", "target", "unit", "band", "likely")
    return {**{word: getattr(row, word) for word in words}, "bullet": _bullet(row.bullet)}


def _sum(row: SumRow) -> Words:
    values = ""
    if row.holds is not None:
        sign = "=" if row.holds else "≠"
        values = f"{row.whole_value} {sign} {' + '.join(row.part_values)} {row.unit}"
    return {
        "names": f"{row.whole} = {' + '.join(row.parts)}",
        "values": values or row.verdict,
        "period": row.period,
        "holds": row.holds,
        "difference": row.difference if row.holds is False else "",
    }


def _round(row: RoundRow) -> Words:
    filed = _("%(filed)s of %(listed)s filed") % {"filed": row.filed, "listed": row.listed}
    return {
        "name": row.name,
        "period": row.period,
        "filed": filed,
        "width": float(row.filed_width),
        "due": row.due,
        "late": row.late,
    }


def _foot(proof: Proof) -> Iterable[str]:
    yield _("Made on %(moment)s") % {"moment": date_format(proof.made_at, "Y-m-d H:i")}
    if proof.address:
        yield _("Every number leads to its records at %(address)s") % {"address": proof.address}
    if proof.size is not None:
        yield _("Ledger checkpoint: %(size)s entries, root %(root)s") % {
            "size": f"{proof.size:,}",
            "root": proof.root,
        }
