"""Which targets only say again what was promised before?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from guatu.plan.reading.model import Quantity
from guatu.plan.reading.quantities.lexicon import words
from guatu.plan.reading.quantities.reasons import REPEAT

_SAME_THING = [entry.split("=") for entry in words("same_thing")]
_REPEATABLE = frozenset({"growth", "ratio", "reduction", "level"})


def mark_repeats(quantities: Iterable[Quantity]) -> Iterator[Quantity]:
    """The quantities in order; a target of the same value and subject as an earlier one is none."""
    earlier: dict[tuple[str, str, Decimal | None, Decimal | None], list[str]] = defaultdict(list)
    for quantity in quantities:
        if quantity.polarity != "target" or quantity.kind not in _REPEATABLE or quantity.implicit:
            yield quantity
            continue
        subjects = earlier[quantity.kind, quantity.unit_norm, quantity.value_norm, quantity.value_hi]
        name = _plain_name(quantity.subject)
        if name in subjects:
            yield replace(quantity, polarity="non_target", reason=REPEAT)
        else:
            subjects.append(name)
            yield quantity


def _plain_name(subject: str) -> str:
    for name, other in _SAME_THING:
        subject = subject.replace(name, other)
    return subject
