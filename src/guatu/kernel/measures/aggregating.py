"""How do numbers make a larger one: months a year, parts a whole? Pure rules, no Django.

A ratio is divided anew from its numerators and denominators at every level and never averaged; growth is this
value over its comparable base and is never chained from published levels, whose scopes differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, Unit, Value
from guatu.kernel.measures.catalogue import Aggregation
from guatu.kernel.measures.registry import Observation

PLACES = 6
"""Decimals that a quotient keeps: more than anybody publishes."""


def divided(numerator: Quantity, denominator: Quantity, into: Unit) -> Value:
    """The numerator over the denominator in the unit of the ratio; not applicable over zero.

    Of two quantities of one kind the ratio is a share; of two kinds their units are those of the ratio's own
    name (吨标准煤 over 万元), so the amounts divide as they are.
    """
    if not denominator.amount:
        return Missing(MissingReason.NOT_APPLICABLE)
    share = into.dimension == "share"
    below = denominator.to(numerator.unit).amount if share else denominator.amount
    scale = 100 / into.factor if share else Decimal(1)
    return Quantity(_plain(round(numerator.amount * scale / below, PLACES)), into)


def growth_of(value: Value, comparable_base: Quantity | None) -> Decimal | None:
    """Growth in percent on the comparable base; None without one, or over zero."""
    if comparable_base is None or not comparable_base.amount or not isinstance(value, Quantity):
        return None
    return round((value.base / comparable_base.base - 1) * 100, PLACES)


def joined(parts: Sequence[Observation], rule: Aggregation, into: Unit, period: Period) -> Observation | None:
    """One observation from several by the measure's rule; None without any, or where the rule joins none.

    Where a part is missing so is the whole, with its reason: a sum is never guessed. Published growths do not
    add up; what comes of the comparable bases is asked of `growth_of`.
    """
    if not parts or rule == "none":
        return None
    last = max(parts, key=lambda part: part.period)
    if rule == "last":
        return replace(last, period=period)
    value = _added([part.value for part in parts]) if rule == "sum" else _divided(parts, into)
    numerator, denominator = (_all(parts, name) for name in ("numerator", "denominator"))
    return replace(
        last,
        period=period,
        value=value,
        growth=None,
        comparable_base=_all(parts, "comparable_base"),
        numerator=numerator,
        denominator=denominator,
        published_on=max(part.published_on for part in parts),
        recorded_at=max(part.recorded_at for part in parts),
        confirmed_on=_earliest(parts),
        evidence=tuple(e for part in parts for e in part.evidence),
        restates=None,
        formed_at=None,
        restated=None,
    )


def _added(values: Sequence[Value]) -> Value:
    missing = next((value for value in values if isinstance(value, Missing)), None)
    if missing is not None:
        return missing
    total, *rest = (value for value in values if isinstance(value, Quantity))
    for value in rest:
        total += value
    return total


def _divided(parts: Sequence[Observation], into: Unit) -> Value:
    numerator, denominator = _all(parts, "numerator"), _all(parts, "denominator")
    if numerator is None or denominator is None:
        missing = next((part.value for part in parts if isinstance(part.value, Missing)), None)
        return missing or Missing(MissingReason.NOT_REPORTED)
    return divided(numerator, denominator, into)


def _all(parts: Sequence[Observation], name: str) -> Quantity | None:
    """The sum of what every part has; None where one lacks it."""
    found: list[Value] = [getattr(part, name) or Missing(MissingReason.NOT_REPORTED) for part in parts]
    total = _added(found)
    return total if isinstance(total, Quantity) else None


def _earliest(parts: Sequence[Observation]) -> date | None:
    days = [part.confirmed_on for part in parts if part.confirmed_on is not None]
    return min(days) if len(days) == len(parts) else None


def _plain(amount: Decimal) -> Decimal:
    """Without zeros at the end, and without an exponent."""
    return Decimal(f"{amount.normalize():f}")
