"""What is looked at, and what was found?

    @look("jobs.oldest", _("Waiting jobs"), order=20)
    def oldest_job() -> Finding:
        return good(_("No job waits."))

They stand in the `health.py` of an application. What is looked at costs milliseconds: the page asks it all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError

log = logging.getLogger(__name__)


class Degree(StrEnum):
    """How well it stands."""

    GOOD = "good"
    ABSENT = "absent"  # not set up here, which is no fault
    LOOK = "look"
    BAD = "bad"

    @property
    def light(self) -> str:
        """The light that shows it, told by its shape as well."""
        return {"good": "on_track", "absent": "not_started", "look": "at_risk", "bad": "behind"}[self.value]

    @property
    def words(self) -> str:
        """The same in the reader's language."""
        return {
            "good": _("in order"),
            "absent": _("not set up"),
            "look": _("have a look"),
            "bad": _("act now"),
        }[self.value]


@dataclass(frozen=True)
class Finding:
    """What was found, in a sentence, and what to do about it; empty where nothing is to be done."""

    degree: Degree
    says: str
    todo: str = ""
    code: str = ""
    title: str = ""


@dataclass(frozen=True)
class Look:
    """One thing that is looked at."""

    code: str
    title: str | Promise
    order: int
    see: Callable[[], Finding]


_looks: dict[str, Look] = {}


def good(says: str) -> Finding:
    """All is in order."""
    return Finding(Degree.GOOD, says)


def absent(says: str, todo: str = "") -> Finding:
    """It is not set up here."""
    return Finding(Degree.ABSENT, says, todo)


def worth_a_look(says: str, todo: str) -> Finding:
    """It works, but somebody should have a look."""
    return Finding(Degree.LOOK, says, todo)


def bad(says: str, todo: str) -> Finding:
    """It does not work as it must."""
    return Finding(Degree.BAD, says, todo)


def look(
    code: str, title: str | Promise, *, order: int
) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Declares the function as one that looks at something; `order` is its place on the page."""

    def declare(see: Callable[[], Finding]) -> Callable[[], Finding]:
        if code in _looks and _looks[code].see.__module__ != see.__module__:
            raise GuatuError("look_twice", f"two look at {code}")
        _looks[code] = Look(code, title, order, see)
        return see

    return declare


def look_at_all() -> list[Finding]:
    """What was found everywhere; what cannot even be looked at is bad."""
    return [_look_at(each) for each in sorted(_looks.values(), key=lambda each: (each.order, each.code))]


def worst(findings: Iterable[Finding]) -> Degree:
    """The worst of them; what is not set up is no fault."""
    ranks = (Degree.BAD, Degree.LOOK)
    degrees = {finding.degree for finding in findings}
    return next((rank for rank in ranks if rank in degrees), Degree.GOOD)


def _look_at(each: Look) -> Finding:
    try:
        found = each.see()
    except (DatabaseError, GuatuError, OSError) as error:
        log.warning("%s could not be looked at: %s", each.code, error)
        found = bad(
            _("It could not be looked at: %(why)s") % {"why": str(error).strip().split("\n")[0]},
            _("See to the database first, then look again."),
        )
    return replace(found, code=each.code, title=str(each.title))
