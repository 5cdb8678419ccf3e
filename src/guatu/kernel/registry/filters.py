"""Which filters has a list, what was chosen, and which records remain?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db.models import ForeignKey, Q
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Filter, Registry
from guatu.kernel.registry.values import name_of

FilterLook = Literal["choice", "days", "numbers", "text"]
NOTHING = "-"
"""Chosen in a filter for records where the field is not on record."""


@dataclass(frozen=True, slots=True)
class ShownFilter:
    """A filter as the list shows it: its choices, and what is chosen (for stretches: from and to)."""

    name: str
    label: str
    look: FilterLook
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    chosen_to: str = ""
    unit: str = ""

    @property
    def in_words(self) -> str:
        """What is chosen, for the line above the table; "" where nothing is."""
        if self.look == "choice":
            return dict(self.choices).get(self.chosen, "")
        if self.chosen and self.chosen_to:
            return f"{self.chosen} – {self.chosen_to}"
        if self.chosen or self.chosen_to:
            return f"≥ {self.chosen}" if self.chosen else f"≤ {self.chosen_to}"
        return ""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it stands for in an address."""
        return (f"{self.name}_from", f"{self.name}_to") if self.look in ("days", "numbers") else (self.name,)


@dataclass(slots=True)
class Filtered:
    """The filters of a list, the condition that they make, and what could not be understood."""

    filters: list[ShownFilter] = field(default_factory=list)
    condition: Q = field(default_factory=Q)
    complaints: list[str] = field(default_factory=list)


def read_filters(registry: Registry, given: Mapping[str, str], readable: frozenset[FieldClass]) -> Filtered:
    """The registry's filters with what `given` chooses; a field that is masked to the reader has none."""
    filtered = Filtered()
    for declared in registry.filters:
        if isinstance(declared, Filter):
            _read_own(declared, given, filtered)
            continue
        info = registry.fields[declared]
        if info.field_class in readable:
            _READERS[_look(info)](info, given, filtered)
    return filtered


def _look(info: FieldInfo) -> FilterLook:
    looks: dict[str, FilterLook] = {"day": "days", "number": "numbers", "text": "text"}
    return looks.get(info.kind, "choice")


def _read_own(declared: Filter, given: Mapping[str, str], filtered: Filtered) -> None:
    choices = tuple((value, str(label)) for value, label in declared.choices())
    chosen = given.get(declared.name, "")
    if chosen and chosen in dict(choices):
        filtered.condition &= declared.condition(chosen)
    elif chosen:
        _complain(filtered, str(declared.label), chosen)
        chosen = ""
    filtered.filters.append(ShownFilter(declared.name, str(declared.label), "choice", choices, chosen))


def _read_choice(info: FieldInfo, given: Mapping[str, str], filtered: Filtered) -> None:
    choices = tuple(_choices(info))
    chosen = given.get(info.name, "")
    if chosen and chosen not in dict(choices):
        _complain(filtered, info.label, chosen)
        chosen = ""
    if chosen:
        filtered.condition &= _equal(info, chosen)
    filtered.filters.append(ShownFilter(info.name, info.label, "choice", choices, chosen))


def _choices(info: FieldInfo) -> Iterable[tuple[str, str]]:
    if info.kind == "flag":
        yield from (("1", _("yes")), ("0", _("no")))
    elif isinstance(info.field, ForeignKey):
        rows = info.field.remote_field.model._default_manager.all()[:200]
        yield from ((str(row.pk), name_of(row)) for row in rows)
    else:
        yield from ((str(value), str(label)) for value, label in info.field.flatchoices if value != "")
    if info.field.null or info.field.blank:
        yield NOTHING, _("not on record")


def _equal(info: FieldInfo, chosen: str) -> Q:
    if chosen == NOTHING:
        nothing = Q(**{f"{info.name}__isnull": True})
        return nothing | Q(**{info.name: ""}) if info.kind in ("choice", "text") else nothing
    if info.kind == "flag":
        return Q(**{info.name: chosen == "1"})
    return Q(**{info.name: chosen})


def _read_days(info: FieldInfo, given: Mapping[str, str], filtered: Filtered) -> None:
    _read_stretch(info, given, filtered, "days")


def _read_numbers(info: FieldInfo, given: Mapping[str, str], filtered: Filtered) -> None:
    _read_stretch(info, given, filtered, "numbers")


def _read_stretch(
    info: FieldInfo, given: Mapping[str, str], filtered: Filtered, look: Literal["days", "numbers"]
) -> None:
    chosen = {"from": "", "to": ""}
    for end, comparison in (("from", "gte"), ("to", "lte")):
        written = given.get(f"{info.name}_{end}", "").strip()
        if not written:
            continue
        bound = _day(written) if look == "days" else _amount(written)
        if bound is None:
            _complain(filtered, info.label, written)
            continue
        chosen[end] = written
        filtered.condition &= Q(**{f"{info.name}__{comparison}": bound})
    shown = ShownFilter(
        info.name, info.label, look, chosen=chosen["from"], chosen_to=chosen["to"], unit=info.unit
    )
    filtered.filters.append(shown)


def _read_text(info: FieldInfo, given: Mapping[str, str], filtered: Filtered) -> None:
    chosen = given.get(info.name, "").strip()[:100]
    if chosen:
        filtered.condition &= Q(**{f"{info.name}__icontains": chosen})
    filtered.filters.append(ShownFilter(info.name, info.label, "text", chosen=chosen))


_READERS = {"choice": _read_choice, "days": _read_days, "numbers": _read_numbers, "text": _read_text}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _amount(written: str) -> Decimal | None:
    try:
        amount = parse_amount(written)
    except GuatuError:
        return None
    return amount if amount.adjusted() < 15 else None


def _complain(filtered: Filtered, label: str, written: str) -> None:
    words = {"filter": label, "value": written[:40]}
    filtered.complaints.append(
        _("“%(value)s” is nothing that %(filter)s can be; it was passed over.") % words
    )
