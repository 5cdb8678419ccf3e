"""Who looks after an enterprise, and who did before, day by day? Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Care:
    """Somebody (by the user's key) who has an enterprise in care from `since` to the day before `until`."""

    person: int
    since: date
    until: date | None


def cares(
    before: Iterable[Sequence[object]], field: str, person: int | None, since: date | None
) -> list[Care]:
    """Everybody who has or had that care, the oldest first.

    `before` are [field, key or None for nobody, first day] of what was on record; each lasted until the first
    day of what came after. What came later but holds from an earlier day takes the place of all it covers.
    """
    turns = [
        (int(str(who)) if who is not None else None, date.fromisoformat(str(first)))
        for name, who, first in before
        if name == field
    ]
    turns.append((person, since or date.max))
    found: list[Care] = []
    until: date | None = None
    for who, first in reversed(turns):
        if until is not None and first >= until:
            continue
        if who is not None and first < date.max:
            found.append(Care(who, first, until))
        until = first
    return found[::-1]
