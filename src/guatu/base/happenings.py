"""What happens in a year that is played: when, by whom, and what is done then? Plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from guatu.base import clock


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that somebody does at a moment: `by` is a username, "" for the system; `says` it in words.

    What `does` needs of the database it looks up when its time has come.
    """

    at: datetime
    by: str
    says: str
    does: Callable[[], object]


def in_order(parts: Iterable[Iterable[Happening]]) -> list[Happening]:
    """Everything by its moment; what happens at one moment keeps the order of the parts."""
    return sorted(chain.from_iterable(parts), key=lambda happening: happening.at)


def live_through(happenings: Iterable[Happening]) -> None:
    """Lets them happen one after the other, each under the clock of its moment."""
    for happening in happenings:
        with clock.use(happening.at):
            happening.does()
