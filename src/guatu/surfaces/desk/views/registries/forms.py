"""How is a record typed in: which fields, and what is said of them?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guatu.base import clock
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import Registry, registry_of
from guatu.kernel.registry.models import Record
from guatu.kernel.registry.values import find_named, name_of, naming_fields

_SEVERAL = gettext_noop("Several are called “%(name)s”. Write the number.")
_NO_SUCH = gettext_noop("“%(name)s” was not found. Write its number or its whole name.")

if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Record]
    _LinkField = forms.ModelChoiceField[models.Model]
else:
    _ModelForm = forms.ModelForm
    _LinkField = forms.ModelChoiceField


class RecordForm(_ModelForm):
    """The fields of a registry that the reader may read, then where what is written is known from."""

    registry: Registry
    known_from = forms.CharField(max_length=120)
    known_as_of = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, object]:
        """Adds what the trade's own check finds; its notes are shown beside the form."""
        cleaned = cast("dict[str, object]", super().clean() or self.cleaned_data)
        as_of = cleaned.get("known_as_of")
        if isinstance(as_of, date) and as_of > clock.today():
            self.add_error("known_as_of", _("It cannot be known as of a day to come."))
        self.notes = []
        if self.registry.check is not None and not self.errors:
            for problem in self.registry.check(self.values, clock.today()):
                if problem.severity == "error":
                    self.add_error(problem.field if problem.field in self.fields else None, problem.sentence)
                else:
                    self.notes.append(problem.sentence)
        return cleaned

    notes: list[str]

    @property
    def values(self) -> dict[str, object]:
        """What was typed, by field; a record that is pointed to by its key."""
        typed = self.cleaned_data.items()
        return {
            name: value.pk if isinstance(value, models.Model) else value
            for name, value in typed
            if name not in ("known_from", "known_as_of")
        }

    @property
    def changed_values(self) -> dict[str, object]:
        """What was typed into the fields that were changed."""
        return {name: value for name, value in self.values.items() if name in self.changed_data}

    @property
    def source(self) -> str:
        """From whom it is known."""
        return str(self.cleaned_data["known_from"])

    @property
    def as_of(self) -> date:
        """As of which day it is known."""
        return cast("date", self.cleaned_data["known_as_of"])

    def sections(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """The fields by section, each with its unit."""
        for section in self.registry.sections:
            bound = [
                (self[name], self.registry.fields[name].unit)
                for name in section.fields
                if name in self.fields
            ]
            if bound:
                yield str(section.title), bound


def make_form(
    registry: Registry,
    readable: frozenset[FieldClass],
    posted: QueryDict | None,
    record: Record | None = None,
    offered: Mapping[str, str] | None = None,
) -> RecordForm:
    """The form of a registry: of a record, with what was posted, or empty but for what is offered."""
    names = [
        name
        for section in registry.sections
        for name in section.fields
        if registry.fields[name].field_class in readable
    ]
    made = cast(
        "type[RecordForm]",
        forms.modelform_factory(registry.model, RecordForm, fields=names, formfield_callback=form_field),
    )
    made.registry = registry
    initial: dict[str, object] = {"known_as_of": clock.today(), "known_from": ""}
    initial |= {name: value for name, value in (offered or {}).items() if name in names}
    for name in names:
        value = getattr(record, name) if record is not None else None
        if isinstance(value, Decimal):
            initial[name] = f"{value.normalize():f}"
    return made(_tidied(registry, posted), instance=record, initial=initial, use_required_attribute=False)


class LinkField(_LinkField):
    """A record of another registry, typed by its number or its whole name: thousands are no list."""

    widget = forms.TextInput

    def __init__(self, registry: Registry, found: models.ForeignKey[object, object]) -> None:
        super().__init__(
            registry.model._default_manager.all(),
            required=not found.blank,
            label=capfirst(str(found.verbose_name)),
            help_text=" / ".join(registry.fields[name].label for name in naming_fields(registry)),
        )
        self.registry = registry

    def prepare_value(self, value: object) -> object:
        """What stands in the field: the name of the record whose key is given, else what was typed."""
        if isinstance(value, int):
            value = self.registry.model._default_manager.filter(pk=value).first()
        return str(value) if isinstance(value, models.Model) else value

    def to_python(self, value: object) -> models.Model | None:
        """The one record of that number or name; an error where there is none, or more than one."""
        typed = str(value or "").strip()
        found = find_named(self.registry, typed) if typed else [None]
        if len(found) == 1:
            return found[0]
        refusal = _SEVERAL if found else _NO_SUCH
        raise forms.ValidationError(_(refusal) % {"name": typed})

    def has_changed(self, initial: object, data: object) -> bool:
        """Whether another record is meant than before."""
        try:
            meant = self.to_python(data)
        except forms.ValidationError:
            return True
        return (meant.pk if meant is not None else "") != (initial or "")


def form_field(found: models.Field[object, object], **options: object) -> forms.Field | None:
    """How a field of a model is typed in: days by the browser's calendar, people by their names."""
    if isinstance(found, models.ForeignKey):
        registry = registry_of(found.related_model)
        if registry is not None:
            return LinkField(registry, found)
    if isinstance(found, models.DateField):
        return cast(
            "forms.Field",
            found.formfield(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")),
        )
    if isinstance(found, models.DecimalField):
        return cast("forms.Field", found.formfield(widget=forms.TextInput(attrs={"inputmode": "decimal"})))
    made = found.formfield()
    if isinstance(made, forms.ModelChoiceField):
        made.label_from_instance = name_of  # type: ignore[method-assign, assignment]  # Django's own way to name choices
    return made


def _tidied(registry: Registry, posted: QueryDict | None) -> Mapping[str, object] | None:
    if posted is None:
        return None
    tidied = posted.copy()
    for name, tidy in registry.tidy.items():
        if name in tidied:
            tidied[name] = tidy(str(tidied[name]))
    return tidied
