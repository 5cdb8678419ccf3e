"""Of what are people told? Each kind is declared once, in the `telling.py` of the trade that tells it.

    TURNED = declare(Kind("plan.light_turned", _("A light turned"), gettext_noop("…%(target)s…")))

The sentence names things and never says an amount: it goes out by mail. A value of its parameters is a text,
a number, or what is called differently in two languages: {"zh": …, "en": …}.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError

Told: TypeAlias = Mapping[str, "str | int | Mapping[str, str]"]


class Pace(StrEnum):
    """When a letter tells of a notice."""

    OFF = "off"
    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice, and how it is told to who chose nothing; `need` is the right of those it is for."""

    code: str
    name: str | Promise
    sentence: str
    need: str = ""
    browser: bool = True
    mail: Pace = Pace.DAILY


_kinds: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Makes the kind known; of one code there is one."""
    if _kinds.setdefault(kind.code, kind) != kind:
        raise GuatuError("kind_twice", f"two kinds of notices are called {kind.code}")
    return kind


def all_kinds() -> list[Kind]:
    """All kinds, by code."""
    return [_kinds[code] for code in sorted(_kinds)]


def kind_of(code: str) -> Kind | None:
    """The kind of that code; None where this program has none, as after an upgrade that dropped it."""
    return _kinds.get(code)


def sentence_of(code: str, told: Told) -> str:
    """The sentence of a notice in the reader's language; the kind's code where nobody knows its words."""
    kind = kind_of(code)
    if kind is None:
        return code
    try:
        return _(kind.sentence) % {name: _spoken(value) for name, value in told.items()}
    except KeyError:  # the sentence asks for more than was kept when the notice was written
        return str(kind.name)


def _spoken(value: str | int | Mapping[str, str]) -> str | int:
    if not isinstance(value, Mapping):
        return value
    chinese, english = value.get("zh", ""), value.get("en", "")
    return english if english and (get_language() or "").startswith("en") else chinese or english
