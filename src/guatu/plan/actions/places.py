"""What stands at a place of the document: its text, its section, the figure in it?"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.plan.lint.findings import Sentences
from guatu.plan.models import Plan, Section
from guatu.plan.reading import UnreadableDocument, read
from guatu.plan.reading import model as reading_model
from guatu.plan.reading.model import Quantity

# Around a piece that was cut off or selected; they belong to no item.
MARKS = " \t\r\n\u3000,,;;、。.::"


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space and separating marks at its ends; refused when nothing is left."""
    if not 0 <= start < end <= len(text):
        raise Refused("bad_span", _("This is not a place in the document."))
    while start < end and text[start] in MARKS:
        start += 1
    while start < end and text[end - 1] in MARKS:
        end -= 1
    if start == end:
        raise Refused("bad_span", _("Nothing but marks and spaces is selected."))
    return start, end


def section_at(plan: Plan, start: int) -> Section | None:
    """The innermost section that a place lies in."""
    around = [each for each in plan.sections.all() if each.start <= start < each.end]
    return min(around, key=lambda each: each.end - each.start, default=None)


def quantity_at(plan: Plan, start: int, end: int) -> Quantity | None:
    """The figure in the span: one that the reader left aside as no target, else what it reads there now."""
    found = (
        each for each in (*_left_aside(plan), *_read_again(plan, start, end)) if start <= each.start < end
    )
    return next(found, None)


def _left_aside(plan: Plan) -> Iterator[Quantity]:
    reading = cast(
        "dict[str, list[dict[str, object]]]", Plan.objects.values_list("reading", flat=True).get(pk=plan.pk)
    )
    for trap in reading.get("traps", []):
        yield _quantity(trap)


def _read_again(plan: Plan, start: int, end: int) -> Iterator[Quantity]:
    text = plan.document.text
    first, last = Sentences(text).around(start, end)
    try:
        found = read(text[first:last]).quantities
    except UnreadableDocument:
        return
    for each in found:
        parts = (each.start + first, each.end + first)
        yield _moved(each, *parts)


def _moved(quantity: Quantity, start: int, end: int) -> Quantity:
    fields = {name: getattr(quantity, name) for name in Quantity.__dataclass_fields__}
    return Quantity(**{**fields, "start": start, "end": end, "parent": None, "section": None})


def _quantity(trap: dict[str, object]) -> Quantity:
    """A stored quantity as the reader gave it; numbers were kept as JSON."""
    decimals = {name: _decimal(trap.get(name)) for name in ("value", "value_hi", "value_norm")}
    known = {name: trap[name] for name in Quantity.__dataclass_fields__ if name in trap}
    rest = {
        "scale": _decimal(trap.get("scale")) or Decimal(1),
        "parent": None,
        "measure": None,
        "section": None,
    }
    return reading_model.Quantity(**{**known, **decimals, **rest})  # type: ignore[arg-type]  # our own JSON


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
