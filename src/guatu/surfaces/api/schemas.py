"""Which types has a registry for callers: what is read, what is written, what is asked?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal, cast

from django.core.exceptions import ValidationError
from django.db import models
from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints, create_model

from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import FieldInfo, Filter, Registry, Values
from guatu.kernel.registry.models import Record
from guatu.surfaces.api.errors import FieldProblem, WrongFieldsError

LARGEST_KEY = 2**63 - 1
# PostgreSQL keeps no zero byte in a text.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Days = Annotated[date, Field(ge=date(1, 1, 1))]
_TYPES: dict[str, object] = {
    "text": Text,
    "number": Decimal,
    "day": date,
    "flag": bool,
    "link": Annotated[int, Field(ge=1, le=LARGEST_KEY)],
}


class Known(Schema):
    """From whom a value is known, and as of which day."""

    source: str
    as_of: date | None


class Written(Schema):
    """What every write says beside the record."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[Text, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    as_of: date | None = Field(None, description="Today where it is not given.")


def read_schema(registry: Registry) -> type[Schema]:
    """A record as callers get it: every field, null where nothing is on record or it is masked."""
    fields = {name: _readable(info) for name, info in registry.fields.items()}
    return _make(f"{_stem(registry)}Values", fields)


def record_schema(registry: Registry) -> type[Schema]:
    """A record with its key, age and sources."""
    fields: dict[str, object] = {
        "id": (int, ...),
        "recorded_at": (datetime, ...),
        "changed_at": (datetime, ...),
        "demonstration": (bool, ...),
        "record": (read_schema(registry), ...),
        "masked": (list[str], Field(description="Fields that are on record and closed to you.")),
        "known": (Known, Field(description="From whom most of it is known.")),
        "known_otherwise": (dict[str, Known], Field(description="Fields known from others.")),
    }
    return _make(_stem(registry), fields)


def page_schema(registry: Registry, record: type[Schema]) -> type[Schema]:
    """A stretch of a list, and where it goes on."""
    fields: dict[str, object] = {
        "items": (list[record], ...),  # type: ignore[valid-type]  # a type made here
        "next": (str | None, Field(description="Send it as `cursor`; null at the end.")),
    }
    return _make(f"{_stem(registry)}Page", fields)


def write_schema(registry: Registry, *, whole: bool) -> type[Schema]:
    """What a caller sends: a whole new record, or the fields that change."""
    fields = {name: _writable(info, whole) for name, info in registry.fields.items()}
    record = _make(f"{_stem(registry)}{'New' if whole else 'Change'}", fields, closed=True)
    said: dict[str, object] = {"record": (record, ...)}
    if not whole:
        seen = Field(None, description="`changed_at` as you saw it: refused when it was changed since.")
        said["seen"] = (datetime | None, seen)
    name = f"{_stem(registry)}{'Create' if whole else 'Update'}"
    return cast("type[Schema]", create_model(name, __base__=Written, **said))  # type: ignore[call-overload]  # fields by name


def asked_schema(registry: Registry) -> type[Schema]:
    """What a list can be asked: the registry's search and filters."""
    fields: dict[str, object] = {"q": (Text, Field("", max_length=200, description="search"))}
    for declared in registry.filters:
        if isinstance(declared, Filter):
            names, said = [declared.name], str(declared.label)
        else:
            info = registry.fields[declared]
            stretch = info.kind in ("day", "number")
            names, said = (
                [f"{declared}{end}" for end in (("_from", "_to") if stretch else ("",))],
                _said(info),
            )
        fields |= {name: (Text, Field("", max_length=100, description=said)) for name in names}
    return _make(f"{_stem(registry)}Asked", fields)


def values_of(registry: Registry, sent: Schema, readable: frozenset[FieldClass]) -> Values:
    """What was sent, as the registry writes it; WrongFieldsError with all that is wrong."""
    values: dict[str, object] = {}
    problems: list[FieldProblem] = []
    for name, value in sent.dict(exclude_unset=True).items():
        info = registry.fields[name]
        if info.field_class not in readable:
            problems.append(FieldProblem(field=name, message="closed to you"))
            continue
        try:
            values[name] = _clean(info, value)
        except ValidationError as error:
            problems += [FieldProblem(field=name, message=message) for message in error.messages]
    if problems:
        raise WrongFieldsError(problems)
    return values


def plain_record(registry: Registry, record: Record, readable: frozenset[FieldClass]) -> dict[str, object]:
    """A record for its schema; what the caller may not read is null and named in `masked`."""
    values: dict[str, object] = {}
    masked: list[str] = []
    for name, info in registry.fields.items():
        value = getattr(record, info.field.attname)
        closed = info.field_class not in readable
        if closed and value not in (None, ""):
            masked.append(name)
        values[name] = None if closed or (value == "" and info.kind == "choice") else value
    usual, *others = (_known(record, name) for name in ("", *registry.fields))
    named = zip(registry.fields, others, strict=True)
    return {
        "id": record.pk,
        "recorded_at": record.recorded_at,
        "changed_at": record.changed_at,
        "demonstration": record.demonstration,
        "record": values,
        "masked": masked,
        "known": usual,
        "known_otherwise": {name: known for name, known in named if known != usual and name not in masked},
    }


def _known(record: Record, name: str) -> Known:
    source, as_of = record.source_of(name)
    return Known(source=source, as_of=as_of)


def _clean(info: FieldInfo, value: object) -> object:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str) and info.tidy is not None:
        value = info.tidy(value)
    if value is None and not info.field.null:
        value = ""
    return info.field.clean(value, None)


def _readable(info: FieldInfo) -> tuple[object, object]:
    return (_type_of(info, reading=True) | None, Field(None, description=_said(info)))  # type: ignore[operator]  # types made here


def _writable(info: FieldInfo, whole: bool) -> tuple[object, object]:
    kind = _type_of(info, reading=False)
    if info.required:
        # An update may leave a field out, and may not empty it.
        return (kind, Field(... if whole else None, description=_said(info)))
    return (kind | None, Field(None, description=_said(info)))  # type: ignore[operator]  # types made here


def _type_of(info: FieldInfo, *, reading: bool) -> object:
    if info.kind == "choice":
        values = tuple(str(value) for value, _label in info.field.flatchoices if value != "")
        # What was written before a choice was dropped is still read.
        return str if reading else Literal[values]
    if info.kind == "number" and isinstance(info.field, models.IntegerField):
        return int
    if info.kind == "text" and not reading and info.field.max_length:
        return Annotated[Text, StringConstraints(max_length=info.field.max_length)]
    return _TYPES[info.kind]


def _said(info: FieldInfo) -> str:
    said = info.label + (f" ({info.unit})" if info.unit else "")
    if info.kind == "choice":
        choices = (f"{value}: {label}" for value, label in info.field.flatchoices if value != "")
        said += " · " + ", ".join(choices)
    return said if info.field_class is FieldClass.OPEN else f"{said} [{info.field_class.value}]"


def _stem(registry: Registry) -> str:
    return "".join(part.capitalize() for part in registry.slug.split("-"))


def _make(name: str, fields: Mapping[str, object], *, closed: bool = False) -> type[Schema]:
    class Base(Schema):
        model_config = ConfigDict(extra="forbid" if closed else "ignore")

    return cast("type[Schema]", create_model(name, __base__=Base, **fields))  # type: ignore[call-overload]  # fields by name
