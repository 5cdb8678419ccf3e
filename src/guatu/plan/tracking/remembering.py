"""How is a reason kept, so that its sentence can be said again years later, in any language? Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.terms import Reason, ReasonValue

#: What is kept of a value: itself where it is text, else what it is and how it is written.
Kept = str | list[str] | None


def kept_params(reason: Reason) -> dict[str, Kept]:
    """The parameters of a reason as JSON; amounts keep every digit."""
    return {name: _kept(value) for name, value in reason.params.items()}


def reason_from(code: str, kept: Mapping[str, Kept]) -> Reason:
    """The reason that was kept."""
    return Reason(code, {name: _read(value) for name, value in kept.items()})


def _kept(value: ReasonValue) -> Kept:
    match value:
        case Decimal():
            return ["share", str(value)]
        case Quantity():
            return ["amount", str(value.amount), value.unit.code]
        case Period():
            return ["period", value.code]
        case date():
            return ["day", value.isoformat()]
        case _:
            return value


def _read(kept: Kept) -> ReasonValue:
    match kept:
        case ["share", amount]:
            return Decimal(amount)
        case ["amount", amount, code]:
            return Quantity(Decimal(amount), unit(code))
        case ["period", code]:
            return Period.parse(code)
        case ["day", day]:
            return date.fromisoformat(day)
        case str() | None:
            return kept
        case _:
            raise ValueError(f"{kept!r} was not kept by this program")
