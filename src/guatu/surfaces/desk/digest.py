"""What does a digest say of the desk? How much waits and comes, by its sort: names stay in the pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from guatu.kernel.access.queries import departments_of
from guatu.kernel.notifying.letters import Line, Part, site_address
from guatu.surfaces.desk.morning.providers import coming, waiting
from guatu.surfaces.desk.morning.rows import Reach, Row, reached


def desk_parts(person: User) -> list[Part]:
    """What waits for the person and what comes in the next days, counted; in the active language."""
    own = departments_of(person)
    return [
        Part(_("Waits for you"), _counted(reached(waiting(person), Reach.MINE, person, own))),
        Part(_("Comes in the next days"), _counted(reached(coming(person), Reach.MINE, person, own))),
    ]


def _counted(rows: Iterable[Row]) -> tuple[Line, ...]:
    counts = Counter(row.chip or row.kind for row in rows)
    desk = site_address(reverse("desk:home"))
    return tuple(Line(f"{chip}: {count}", desk) for chip, count in counts.items())
