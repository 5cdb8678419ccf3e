"""How does a value read, and how is one read from the text of a cell?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guatu.base.errors import GuatuError
from guatu.base.quantities import parse_amount
from guatu.kernel.access.classes import FieldClass, masked
from guatu.kernel.access.naming import person_name
from guatu.kernel.registry.declaration import FieldInfo, Registry, registry_of
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.problems import Problem
from guatu.kernel.sheets.writing import Cell

ShownState = Literal["", "missing", "masked"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value for people; missing and masked are looks of their own, never an empty cell."""

    text: str
    state: ShownState = ""


def shown(info: FieldInfo, record: models.Model, readable: frozenset[FieldClass]) -> Shown:
    """How a field of a record reads for somebody who may read these classes."""
    text = text_of(info, record)
    if text == "":
        return Shown("", "missing")
    if info.field_class not in readable:
        return Shown(masked(text, info.field_class), "masked")
    return Shown(text)


def text_of(info: FieldInfo, record: models.Model) -> str:
    """A field as text in the reader's language, "" where nothing is on record; numbers in groups of three."""
    value = getattr(record, info.name)
    if value is None or value == "":
        return ""
    if info.kind == "choice":
        return str(getattr(record, f"get_{info.name}_display")())
    if info.kind == "flag":
        return _("yes") if value else _("no")
    if info.kind == "link":
        return name_of(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if info.reads is not None:
        return info.reads(str(value))
    return f"{value:,}" if info.kind == "number" else str(value)


def name_of(row: object) -> str:
    """What a row that is pointed to is called; a person by the full name."""
    return person_name(row) if isinstance(row, AbstractBaseUser) else str(row)


def cell_of(info: FieldInfo, record: models.Model, readable: frozenset[FieldClass]) -> Cell:
    """A field for an exported table: numbers and days as such, None where nothing is on record."""
    value = getattr(record, info.name)
    if value is None or value == "":
        return None
    if info.field_class in readable and info.kind in ("number", "day"):
        return cast("Cell", value.normalize() if isinstance(value, Decimal) else value)
    return shown(info, record, readable).text


class UnreadableError(Exception):
    """The text of a cell says nothing that the field can hold."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message)
        self.message = message
        self.params = params


_NO_DAY = gettext_noop("“%(value)s” is no day. Write it as 2019-07-15.")
_NO_NUMBER = gettext_noop("“%(value)s” is not a number. Write digits only; the unit has its column.")
_NO_CHOICE = gettext_noop("“%(value)s” is not one of: %(choices)s.")
_NO_FLAG = gettext_noop("“%(value)s” is neither 是 (yes) nor 否 (no).")
_NO_LINK = gettext_noop("“%(value)s” was not found. Write its code or its whole name.")
_TOO_LONG = gettext_noop("“%(value)s” is longer than %(limit)s characters.")
_NOT_WHOLE = gettext_noop("“%(value)s” is not a whole number.")
_YES = frozenset(["是", "有", "y", "yes", "true", "1", "√", "✓"])
_NO = frozenset(["否", "无", "n", "no", "false", "0", "×"])
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})")


def read_value(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> object:
    """What the text of a cell says for a field; UnreadableError with the reason.

    `links` has for each field that points to another table the key by code or name.
    """
    value = _READERS[info.kind](info, info.tidy(text) if info.tidy else text, links)
    if isinstance(value, Decimal | str):
        _check_size(info, value)
    try:
        info.field.run_validators(value)
    except ValidationError as error:
        raise UnreadableError(" ".join(error.messages).replace("%", "%%")) from error
    return value


def _read_text(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> str:
    return text.strip()


def _read_day(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> date:
    match = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        raise UnreadableError(_NO_DAY) from None


def _read_number(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> Decimal | int:
    try:
        amount = parse_amount(text)
    except GuatuError:
        raise UnreadableError(_NO_NUMBER) from None
    if isinstance(info.field, models.DecimalField):
        return amount
    if amount % 1:
        raise UnreadableError(_NOT_WHOLE)
    return int(amount)


def _read_choice(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> str:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    labels = _choices(info.field)
    if plain not in labels:
        offered = ", ".join(str(label) for _value, label in info.field.flatchoices)
        raise UnreadableError(_NO_CHOICE, choices=offered)
    return labels[plain]


@lru_cache(maxsize=500)
def _choices(field: models.Field[object, object]) -> dict[str, str]:
    labels: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            labels |= {str(label).casefold(): str(value) for value, label in field.flatchoices}
    return labels | {str(value).casefold(): str(value) for value, _label in field.flatchoices}


def _read_flag(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain not in _YES | _NO:
        raise UnreadableError(_NO_FLAG)
    return plain in _YES


def _read_link(info: FieldInfo, text: str, links: Mapping[str, Mapping[str, object]]) -> object:
    found = links[info.name].get(text.strip().casefold())
    if found is None:
        raise UnreadableError(_NO_LINK)
    return found


_READERS = {
    "text": _read_text,
    "day": _read_day,
    "number": _read_number,
    "choice": _read_choice,
    "flag": _read_flag,
    "link": _read_link,
}


def _check_size(info: FieldInfo, value: Decimal | str) -> None:
    limit = info.field.max_length
    if isinstance(value, str) and limit and len(value) > limit:
        raise UnreadableError(_TOO_LONG, limit=str(limit))


def problem_of(info: FieldInfo, error: UnreadableError, text: str) -> Problem:
    """What is said of a cell that cannot be read."""
    return Problem(info.name, error.message, {"value": text[:60], **error.params})


def link_keys(info: FieldInfo) -> dict[str, object]:
    """The keys of the table that a field points to, by code and name; what two are called is neither's."""
    target = info.field.remote_field.model if info.field.remote_field else None
    assert target is not None
    assert issubclass(target, models.Model)
    found: dict[str, object] = {}
    several: set[str] = set()
    for pk, names in _names_in(target):
        for name in {name.casefold() for name in names}:
            if found.setdefault(name, pk) != pk:
                several.add(name)
    return {name: pk for name, pk in found.items() if name not in several}


def naming_fields(registry: Registry) -> tuple[str, ...]:
    """The fields by which people name a record of a registry: its keys, and what it is called."""
    return tuple(dict.fromkeys((*registry.import_keys, registry.columns[0])))


def find_named(registry: Registry, text: str) -> list[Record]:
    """The records of that number or whole name: one where it is clear which is meant, two where it is not."""
    either = models.Q()
    for name in naming_fields(registry):
        either |= models.Q(**{f"{name}__iexact": text})
    return list(registry.model._default_manager.filter(either)[:2])


def _names_in(target: type[models.Model]) -> Iterator[tuple[object, list[str]]]:
    registry = registry_of(target)
    if registry is not None:
        for pk, *values in target._default_manager.values_list("pk", *naming_fields(registry)):
            yield pk, [str(value) for value in values if value]
        return
    for row in target._default_manager.all()[:5000]:
        further = (getattr(row, name, "") for name in ("code", "name_zh", "name_en", "username"))
        yield row.pk, [str(name) for name in (str(row), name_of(row), *further) if name]
