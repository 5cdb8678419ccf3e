"""What target does a stretch of text state that a person has selected?"""

from __future__ import annotations

import dataclasses

from guatu.plan.reading.model import Quantity
from guatu.plan.reading.quantities import find_quantities

SENTENCE_ENDS = "。！？!?\r\n"


def read_selection(text: str, start: int, end: int, *, year: int | None = None) -> Quantity | None:
    """The quantity in text[start:end] as a target, read in its sentence; None when there is none.

    Of several the one with the largest overlap, then the first. What the reader took for an achievement or no
    target is a target here: the person who selected it says so.
    """
    start, end = max(0, start), min(end, len(text))
    if start >= end:
        return None
    first, last = _sentence(text, start, end)
    found = find_quantities(text[first:last], sections=(), dropped=(), year=year)
    overlapping = [q for q in (_moved(q, first) for q in found) if q.start < end and start < q.end]
    if not overlapping:
        return None
    best = max(overlapping, key=lambda q: (min(q.end, end) - max(q.start, start), -q.start))
    return dataclasses.replace(best, polarity="target", reason=None)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    stops = [at for mark in SENTENCE_ENDS if (at := text.find(mark, end)) >= 0]
    return first, min(stops, default=len(text) - 1) + 1


def _moved(quantity: Quantity, by: int) -> Quantity:
    parent = quantity.parent
    moved = dataclasses.replace(parent, start=parent.start + by, end=parent.end + by) if parent else None
    return dataclasses.replace(quantity, start=quantity.start + by, end=quantity.end + by, parent=moved)
