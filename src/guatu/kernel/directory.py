"""Which enterprises does the zone know, and what do other sources say of one?

The trade that keeps the files of enterprises registers itself here; trades that must not know it ask here for
a name, an industry, a figure. Statistical micro-data never come this way: what an enterprise allows to be
copied out of its return is handed over by `keep_copies`, into a store of its own (统计法, design law 11).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from guatu.base.errors import GuatuError
from guatu.base.periods import Period
from guatu.kernel.ledger.context import Acting


@dataclass(frozen=True, slots=True)
class Entity:
    """An enterprise as other trades see it; `uscc` is "" where it has only an old registration number.

    `industry` is a code of GB/T 4754 with its letter (C3511), `status` and `scale` the words of its file
    (in_business, cancelled …; industry, trade, service, construction, below, "").
    """

    id: int
    uscc: str
    name: str
    industry: str
    status: str
    scale: str = ""

    @property
    def division(self) -> str:
        """The division of GB/T 4754, a letter and two digits (C35); "" where no industry is known."""
        return self.industry[:3]


@dataclass(frozen=True, slots=True)
class KnownValue:
    """What is known of an enterprise from a source that is not its statistical return.

    `element` is the code of a data element (electricity, tax_paid …), `unit` a unit of
    `guatu.base.quantities`, `source` who says so, `as_of` the day as of which it is known.
    """

    element: str
    period: Period
    amount: Decimal
    unit: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class AuthorisedCopy:
    """A value that an enterprise lets the zone use for services: which, for what (`scope`), until when."""

    entity_id: int
    value: KnownValue
    scope: str
    until: date


class Directory(Protocol):
    """What the trade that keeps the enterprises answers."""

    def entities(
        self,
        *,
        ids: Collection[int] | None = None,
        usccs: Collection[str] | None = None,
        scales: Collection[str] | None = None,
    ) -> Sequence[Entity]:
        """The enterprises that fit all that is given, in the order of their keys."""
        ...

    def known_values(
        self, entity_ids: Collection[int], elements: Collection[str], period: Period
    ) -> Sequence[tuple[int, KnownValue]]:
        """What other sources say of these enterprises for the period, each with the enterprise's key."""
        ...

    def keep_copies(self, copies: Sequence[AuthorisedCopy], *, by: Acting | None) -> None:
        """Keeps values that the enterprise authorised; the same value again changes nothing."""
        ...


_registered: list[Directory] = []


def register_directory(directory: Directory) -> None:
    """Makes the provider known; a second one is refused."""
    if _registered and _registered[0] is not directory:
        raise GuatuError(
            "directory_registered_twice", "another directory of enterprises is registered already"
        )
    _registered[:] = [directory]


def entities(
    *,
    ids: Collection[int] | None = None,
    usccs: Collection[str] | None = None,
    scales: Collection[str] | None = None,
) -> Sequence[Entity]:
    """The enterprises that fit all that is given; none where nobody keeps enterprises."""
    return _registered[0].entities(ids=ids, usccs=usccs, scales=scales) if _registered else ()


def entity(key: int) -> Entity | None:
    """The enterprise with that key."""
    return next(iter(entities(ids=(key,))), None)


def known_values(
    entity_ids: Collection[int], elements: Collection[str], period: Period
) -> Sequence[tuple[int, KnownValue]]:
    """What other sources say of these enterprises for the period; nothing where nobody keeps enterprises."""
    return _registered[0].known_values(entity_ids, elements, period) if _registered else ()


def keep_copies(copies: Sequence[AuthorisedCopy], *, by: Acting | None) -> None:
    """Hands values that an enterprise authorised to the trade that keeps enterprises."""
    if not _registered:
        raise GuatuError("no_directory", "nobody keeps enterprises in this installation")
    _registered[0].keep_copies(copies, by=by)
