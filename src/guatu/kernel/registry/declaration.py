"""What does a trade say of a registry, so that all its pages, files and searches can be made from it?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import translation
from django.utils.text import capfirst

from guatu.base.errors import GuatuError
from guatu.kernel.access import scopes
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.rights import RIGHTS
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.problems import Problem
from guatu.kernel.registry.spelling import plain_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Values = Mapping[str, object]
Kind = Literal["text", "number", "day", "choice", "flag", "link"]
Check = Callable[[Values, date], Iterable[Problem]]
"""What is wrong with the values of a record on a day, beyond what each field says by itself; pure."""

Tidy = Callable[[str], str]
"""How a written text is put into the form in which it is kept: trimmed, in capitals …"""

_BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_KEPT_CLOSELY = frozenset({FieldClass.PERSONAL, FieldClass.COMMERCIAL, FieldClass.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that stand together in the file and the form of a record."""

    title: StrOrPromise
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of a trade's own: choices as (value, label), and what a chosen value means."""

    name: str
    label: StrOrPromise
    choices: Callable[[], Iterable[tuple[str, StrOrPromise]]]
    condition: Callable[[str], models.Q]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that hang on a record (contacts, titles): their model, its key to the record, their columns.

    `add` is the action for the form: add(record, by=…, and one keyword for each of `typed`); `remove` takes a
    row away: remove(row, by=…). Without them the rows are only shown.
    """

    name: str
    title: StrOrPromise
    model: type[models.Model]
    key: str
    fields: tuple[str, ...]
    classes: Mapping[str, FieldClass] = field(default_factory=dict)
    typed: tuple[str, ...] = ()
    add: Callable[..., models.Model] | None = None
    remove: Callable[..., None] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record, for its timeline."""

    on: date
    text: StrOrPromise
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """Where the records of a registry lie, in degrees of CGCS2000 (GB/T 18522; WGS 84 but for centimetres).

    Either the fields that hold longitude and latitude, or the one that holds a GeoJSON geometry.
    """

    lon: str = ""
    lat: str = ""
    geometry: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that say where a record lies."""
        return tuple(name for name in (self.lon, self.lat, self.geometry) if name)


@dataclass(frozen=True, slots=True)
class Public:
    """What of a registry everybody may see without signing in: open fields alone, of the records in `only`.

    The first column is what a record is called.
    """

    columns: tuple[str, ...]
    only: models.Q = field(default_factory=models.Q)
    note: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A tab of a trade's own beside the file of a record: a template, and what `context` gives it.

    `in_file` puts it under the fields of the file instead. Without the right it is not there.
    """

    name: str
    title: StrOrPromise
    template: str
    context: Callable[[Record, User], Mapping[str, object]]
    right: str = ""
    in_file: bool = False


@dataclass(frozen=True)
class FieldInfo:
    """A field of a registry, as lists, forms, imports and exports need it."""

    name: str
    field: models.Field[object, object]
    kind: Kind
    field_class: FieldClass
    unit: str
    heads: tuple[str, ...]
    tidy: Tidy | None = None
    reads: Tidy | None = None

    @property
    def label(self) -> str:
        """What the field is called, in the reader's language."""
        return capfirst(str(self.field.verbose_name))

    @property
    def required(self) -> bool:
        """Whether a record must have it."""
        return not self.field.blank and not self.field.has_default()

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What a choice can be, as (value, label in the reader's language); of other kinds none."""
        return tuple((str(value), str(label)) for value, label in self.field.flatchoices if value != "")


@dataclass(frozen=True, eq=False)
class Registry:
    """One model as a registry. What is not said has a plain default; what is said replaces what is generated.

    `import_keys` are tried in their order: the first that a row fills in finds the record that it changes.
    `heads` are further names of columns in tables, apart by spaces. `near` are fields whose likeness is
    pointed out as a possible duplicate: the same but for width and marks (or `near_text`), or when spoken,
    or nearly so. `near_places` and `near_codes` speak for or against it: addresses, and of a number the part
    that is the same wherever one and the same is registered.
    `tidy` puts a written text into the form in which it is kept, `reads` tells what a code means.
    `before_write` gets a record with its new values and what they were before; it may set further fields, and
    returns their names. `check` finds what is wrong beyond the single field.
    """

    slug: str
    model: type[Record]
    columns: tuple[str, ...]
    search: tuple[str, ...]
    form: tuple[str, ...] | tuple[Section, ...]
    import_keys: tuple[str, ...]
    note: StrOrPromise = ""
    filters: tuple[str | Filter, ...] = ()
    order: str = ""
    totals: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    near_places: tuple[str, ...] = ()
    near_codes: Mapping[str, Tidy] = field(default_factory=dict)
    heads: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, FieldClass] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    tidy: Mapping[str, Tidy] = field(default_factory=dict)
    reads: Mapping[str, Tidy] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    panels: tuple[Panel, ...] = ()
    map: MapLayer | None = None
    public: Public | None = None
    view_right: str = "records.view"
    edit_right: str = "records.edit"
    check: Check | None = None
    near_text: Callable[[str], str] | None = None
    before_write: Callable[[Record, Values], Iterable[str]] | None = None
    create: Callable[..., Record] | None = None
    change: Callable[..., Record] | None = None
    timeline: Callable[[Record], Iterable[Event]] | None = None

    def __post_init__(self) -> None:
        for right in (self.view_right, self.edit_right, *(panel.right for panel in self.panels)):
            if right and right not in RIGHTS:
                raise GuatuError("unknown_right", f"registry {self.slug}: no right is called {right}")
        if self.map and bool(self.map.geometry) is bool(self.map.lon and self.map.lat):
            raise GuatuError("no_place", f"registry {self.slug}: a map takes lon and lat, or a geometry")
        self._refuse_told_to_all()
        for found in self.model._meta.fields:
            if found.unique and not found.primary_key and found.name not in self.import_keys:
                # Two rows of a table with one such value would only be found out by the database.
                raise GuatuError("no_key", f"registry {self.slug}: {found.name} is unique, so it is a key")

    def _refuse_told_to_all(self) -> None:
        closed = {name for name, kept in self.classes.items() if kept in _KEPT_CLOSELY}
        places = self.map.fields if self.map else ()
        compared = {*self.near, *self.near_places, *self.near_codes}
        shown_to_all = closed & {*self.search, *compared, *self.totals, *self.import_keys, *places}
        if shown_to_all:
            # A hit would tell what the field says to somebody who may not read it.
            raise GuatuError("searchable", f"registry {self.slug}: {sorted(shown_to_all)} are kept closely")
        published = self.public.columns if self.public else ()
        not_open = [name for name in published if self.class_of(name) is not FieldClass.OPEN]
        if not_open:
            raise GuatuError("not_open", f"registry {self.slug}: {not_open} are not for everybody")

    @property
    def title(self) -> str:
        """What the registry is called, in the reader's language."""
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def one(self) -> str:
        """What one of its records is called, in the reader's language."""
        return str(self.model._meta.verbose_name)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The fields of the form by section; one section without a title where none was declared."""
        first = self.form[0]
        if isinstance(first, str):
            return (Section("", tuple(str(name) for name in self.form)),)
        return tuple(part for part in self.form if isinstance(part, Section))

    @cached_property
    def fields(self) -> dict[str, FieldInfo]:
        """All fields, those of the list before those of the form."""
        shown = (*self.columns, *(self.public.columns if self.public else ()))
        names = dict.fromkeys((*shown, *(name for part in self.sections for name in part.fields)))
        return {name: self._info(name) for name in names}

    @cached_property
    def writable(self) -> tuple[FieldInfo, ...]:
        """The fields that people and programs may write, in the order of the form."""
        return tuple(self.fields[name] for section in self.sections for name in section.fields)

    def class_of(self, name: str) -> FieldClass:
        """How closely a field is kept, also one that the form does not have."""
        return self.classes.get(name, FieldClass.OPEN)

    @cached_property
    def field_of_head(self) -> dict[str, str]:
        """The field by what its column may be called: name, labels in both languages, further heads."""
        return {plain_head(head): info.name for info in self.fields.values() for head in info.heads}

    def _info(self, name: str) -> FieldInfo:
        found = model_field(self.model, name)
        heads = [name, *self.heads.get(name, "").split()]
        for language in ("zh-hans", "en"):
            with translation.override(language):
                heads.append(str(found.verbose_name))
        kept = self.class_of(name)
        unit, tidy, reads = self.units.get(name, ""), self.tidy.get(name), self.reads.get(name)
        return FieldInfo(name, found, kind_of(found), kept, unit, tuple(heads), tidy, reads)


def model_field(model: type[models.Model], name: str) -> models.Field[object, object]:
    """The model's field of that name; GuatuError where a registry names one that is not there."""
    try:
        found = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise GuatuError("unknown_field", f"{model.__name__} has no field {name}") from None
    assert isinstance(found, models.Field)
    return found


def kind_of(found: models.Field[object, object]) -> Kind:
    """How values of the field are read, shown and filtered."""
    if found.choices:
        return "choice"
    if isinstance(found, models.BooleanField):
        return "flag"
    if isinstance(found, models.ForeignKey):
        return "link"
    if isinstance(found, models.DateField):
        return "day"
    return "number" if isinstance(found, (models.DecimalField, models.IntegerField)) else "text"


def plain_head(head: str) -> str:
    """A column's head without what does not tell heads apart: width, case, brackets and what is in them."""
    return plain_text(_BRACKETS.sub("", unicodedata.normalize("NFKC", head)))


_registered: dict[str, Registry] = {}


def register(registry: Registry) -> Registry:
    """Makes a registry known; a second one of that slug is refused.

    A trade whose scopes.py says nothing of its records shows them to all staff with the registry's right.
    """
    if _registered.setdefault(registry.slug, registry) is not registry:
        raise GuatuError("registry_declared_twice", f"registry {registry.slug} is declared already")
    if registry.model not in scopes.declared_models():
        scopes.declare(registry.model, scopes.Scoping(registry.view_right, zone=True))
    return registry


def forget(registry: Registry) -> None:
    """Takes a registry out again: for tests, which declare their own."""
    _registered.pop(registry.slug, None)
    scopes.forget(registry.model)


def get_registry(slug: str) -> Registry:
    """The registry of that slug, or GuatuError `unknown_registry`."""
    try:
        return _registered[slug]
    except KeyError:
        raise GuatuError("unknown_registry", f"there is no registry {slug}") from None


def registry_of(model: type[models.Model]) -> Registry | None:
    """The registry whose records are of that model, None where there is none."""
    return next((registry for registry in _registered.values() if registry.model is model), None)


def all_registries() -> tuple[Registry, ...]:
    """All registries in the order in which they were declared."""
    return tuple(_registered.values())
