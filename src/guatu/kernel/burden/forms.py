"""Which forms ask for which data elements, of whom, why, and until when? Pure, no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from guatu.base.errors import GuatuError

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Side(StrEnum):
    """Who has to type."""

    ENTERPRISE = "enterprise"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class AskedField:
    """A data element that a form asks to be typed.

    `reason` names what it is needed for, with the paper that orders it; after `expires` it is not asked any
    more unless somebody gives it a new end (统计法 of 2009, art. 15: a form shows until when it is valid, and
    whoever is asked may refuse one that is not).
    """

    element: str
    form: str
    side: Side
    asked_by: StrOrPromise
    reason: StrOrPromise
    since: date
    expires: date


@dataclass(frozen=True, slots=True)
class AskingForm:
    """A form: its name, who fills it in, who asks for it (a department's code, or a body outside)."""

    code: str
    title: StrOrPromise
    side: Side
    asked_by: StrOrPromise
    fields: tuple[AskedField, ...]

    @property
    def elements(self) -> frozenset[str]:
        """The data elements that it asks for."""
        return frozenset(field.element for field in self.fields)


_declared: dict[str, AskingForm] = {}


def declare_form(
    code: str,
    elements: Iterable[str],
    *,
    title: StrOrPromise,
    asked_by: StrOrPromise,
    reason: StrOrPromise,
    since: date,
    expires: date,
    side: Side = Side.ENTERPRISE,
) -> AskingForm:
    """Makes known that a form asks for these elements; what it shows without asking is not named.

    GuatuError without a reason, or where it would end before it began; a second, different form of that code
    is refused.
    """
    if not str(reason).strip():
        raise GuatuError("no_reason", f"form {code}: say why these fields are asked")
    if expires <= since:
        raise GuatuError("bad_expiry", f"form {code}: it ends on {expires}, before it is asked")
    fields = tuple(
        AskedField(element, code, side, asked_by, reason, since, expires)
        for element in dict.fromkeys(elements)
    )
    form = AskingForm(code, title, side, asked_by, fields)
    standing = _declared.setdefault(code, form)
    if standing.fields != form.fields:
        raise GuatuError("form_declared_twice", f"form {code} is declared already, otherwise")
    return standing


def forget_form(code: str) -> None:
    """Takes a form out again: for tests, which declare their own."""
    _declared.pop(code, None)


def all_forms() -> tuple[AskingForm, ...]:
    """All forms in the order in which they were declared."""
    return tuple(_declared.values())


def find_form(code: str) -> AskingForm | None:
    """The form of that code; None for one that was counted once and is not asked any more."""
    return _declared.get(code)


def all_fields() -> tuple[AskedField, ...]:
    """Every field of every form: the data dictionary of what people have to type."""
    return tuple(field for form in _declared.values() for field in form.fields)
