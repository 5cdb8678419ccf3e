"""Which measure does a target promise: bound by its name, unit and kind, with a confidence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from functools import lru_cache

from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.names import MeasureNames
from guatu.plan.reading.model import MeasureBinding, Quantity


def bind_measures(quantities: Iterable[Quantity], measures: Sequence[Measure]) -> tuple[Quantity, ...]:
    """The quantities, each target with the surest of the measures that its words may mean."""
    if not measures:
        return tuple(quantities)
    names = _names(tuple(measures))
    return tuple(_bound(quantity, names) for quantity in quantities)


@lru_cache(maxsize=4)
def _names(measures: tuple[Measure, ...]) -> MeasureNames:
    return MeasureNames(measures)


def _bound(quantity: Quantity, names: MeasureNames) -> Quantity:
    if quantity.polarity != "target":
        return quantity
    bindings = names.find(quantity.subject, quantity.unit_norm, quantity.kind)
    if not bindings:
        return quantity
    # Several measures of one name and unit are a question for a person.
    sure = bindings[0].confidence if len(bindings) == 1 else min(bindings[0].confidence, 0.5)
    return dataclasses.replace(quantity, measure=MeasureBinding(bindings[0].measure.code, sure))
