"""How are the fields of a row, and what stood in them, said to people?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guatu.kernel.access.naming import person_name

# What those see who may not read a field: that something stands there.
MASK = "•••"
REFERENCE = "ref:"
FINGERPRINT = "sha256:"

Content = Mapping[str, object]
MayRead = Callable[[str], bool]


@dataclass
class Wording:
    """The words for one model's rows, for a reader who may read those fields that `may_read` says."""

    model: type[models.Model]
    may_read: MayRead
    personal: Mapping[str, str] = field(default_factory=dict)
    related: dict[tuple[str, object], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = {each.column: each for each in self.model._meta.concrete_fields}

    def learn(self, contents: Iterable[Content]) -> None:
        """Looks up the rows that the contents refer to, one question a field."""
        keys: dict[str, set[object]] = {}
        for content in contents:
            for column, value in content.items():
                if value is not None and self._target(column):
                    keys.setdefault(column, set()).add(value)
        for column, wanted in keys.items():
            target = self._target(column)
            assert target is not None
            for row in target._default_manager.filter(pk__in=wanted):
                named = person_name(row) if isinstance(row, AbstractBaseUser) else str(row)
                self.related[column, row.pk] = named

    def field_of(self, column: str) -> str:
        """The name of the field in code; a column that is no more keeps its own."""
        known = self.fields.get(column)
        return known.name if known is not None else column

    def name(self, column: str) -> str:
        """The field's name for people; a column that is no more keeps its own."""
        known = self.fields.get(column)
        return str(capfirst(str(known.verbose_name))) if known is not None else column

    def say(self, column: str, content: Content) -> str | None:
        """The value in words, None where nothing stands; masked where the reader may not read it."""
        value = content.get(column)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.startswith(REFERENCE) and value not in self.personal:
            return _("erased")
        return self._in_words(column, value) if self.may_read(self.field_of(column)) else MASK

    def _in_words(self, column: str, value: object) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, str):
            return self._say_text(column, value)
        if isinstance(value, dict | list):
            return json.dumps(value, ensure_ascii=False, default=str)
        return self.related.get((column, value)) or self._label(column, value)

    def _say_text(self, column: str, value: str) -> str:
        if value.startswith(REFERENCE):
            return self.personal[value]
        if value.startswith(FINGERPRINT):
            start = value.removeprefix(FINGERPRINT)[:12]
            return _("content with SHA-256 %(hash)s") % {"hash": f"{start}…"}
        return self._label(column, value)

    def _label(self, column: str, value: object) -> str:
        known = self.fields.get(column)
        labels = dict(known.flatchoices) if known is not None and known.choices else {}
        return str(labels.get(value, value))

    def _target(self, column: str) -> type[models.Model] | None:
        known = self.fields.get(column)
        target = known.related_model if isinstance(known, models.ForeignKey) else None
        return target if isinstance(target, type) else None
