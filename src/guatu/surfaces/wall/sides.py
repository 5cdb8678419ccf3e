"""Which sides does the wall have, which one is asked for, and how fast do they follow one another?

/wall/?side=lines&rotate=30&day=2019-06-30: a screen's own link says what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

#: The overview has all of it at once; the others have room for more, and follow one another by themselves.
OVERVIEW = "overview"
SIDES = (OVERVIEW, "headlines", "lines", "turned", "returns")
#: Faster nobody reads a side, slower nobody waits for it.
SHORTEST_S, LONGEST_S = 5, 600


@dataclass(frozen=True, slots=True)
class Side:
    """A side of the wall; `number` is the key that leads to it, `link` its address after /wall/."""

    key: str
    name: str
    number: int
    shown: bool
    link: str


def sides_of(request: HttpRequest) -> tuple[Side, ...]:
    """All sides, the asked one marked; Http404 for one that is none."""
    asked = request.GET.get("side") or (SIDES[1] if rotation_of(request) else OVERVIEW)
    if asked not in SIDES:
        raise Http404(_("The wall has no such side."))
    names = side_names()
    return tuple(
        Side(key, names[key], number, key == asked, _link(request, key))
        for number, key in enumerate(SIDES, 1)
    )


def side_names() -> dict[str, str]:
    """What the sides are called in the reader's language."""
    return {
        OVERVIEW: pgettext("side of the wall", "Overview"),
        "headlines": pgettext("side of the wall", "Headline targets"),
        "lines": pgettext("side of the wall", "Lines of work"),
        "turned": pgettext("side of the wall", "Turned and forecast"),
        "returns": pgettext("side of the wall", "Returns and sums"),
    }


def rotation_of(request: HttpRequest) -> int | None:
    """After how many seconds the next side follows (`?rotate=30`), within 5 and 600; None: it stays."""
    asked = request.GET.get("rotate", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 4:
        raise Http404(_("The wall turns its sides after a number of seconds."))
    return min(max(int(asked), SHORTEST_S), LONGEST_S)


def _link(request: HttpRequest, side: str) -> str:
    query = request.GET.copy()
    query["side"] = side
    if side == OVERVIEW:
        del query["side"]
    query.pop("rotate", None)
    return f"?{query.urlencode()}"
