"""How is the wall kept as one file that opens anywhere, without a network, and can be compared later?

Styles and drawings stand in it; it runs no script and asks nothing of anybody. It says as of when it is, and
carries the ledger's last checkpoint: whoever has the file can later demand the proof that the ledger of today
continues the one of then (`guatu ledger prove --from SIZE`).
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.kernel.ledger.last_word import last_word
from guatu.plan.models import Plan
from guatu.surfaces.wall.boards import hung_board, hung_rounds
from guatu.surfaces.wall.sides import SIDES, side_names

STYLES = ("guatu.css", "wall.css")
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
_LINK = re.compile(r' href="(/[^"]*)"')


def take_snapshot(plan: Plan, day: date, *, address: str = "") -> str:
    """The wall of that day as one HTML file; `address` is where the wall itself is, for its links.

    Without an address nothing in it leads anywhere.
    """
    hung, rounds = hung_board(plan, day), hung_rounds(day)
    names = side_names()
    page = render_to_string(
        "wall/snapshot.html",
        {
            "board": hung.board,
            "pieces": hung.pieces | rounds.pieces,
            "sides": [(key, names[key]) for key in SIDES],
            "past": day < clock.today(),
            "day": day,
            "offline": True,
            "made_at": clock.now(),
            "address": address,
            "word": last_word(),
            "styles": _styles(),
        },
    )
    return _LINK.sub(lambda link: _absolute(link[1], address), page)


def _absolute(path: str, address: str) -> str:
    return f' href="{urljoin(address, path)}"' if address else ""


@cache
def _styles() -> str:
    return "\n".join(_MAP.sub("", _style(name)) for name in STYLES)


def _style(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise GuatuError("no_styles", f"{name} was not built: run ./run setup")
    return Path(found).read_text("utf-8")
