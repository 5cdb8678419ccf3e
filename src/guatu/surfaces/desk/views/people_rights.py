"""Which role may do what, who reads which class of field, and who sees which rows? Tables for reviewing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guatu.kernel.access.classes import RIGHT_TO_READ, FieldClass
from guatu.kernel.access.gate import needs
from guatu.kernel.access.rights import RIGHTS
from guatu.kernel.access.roles import Role, role_name
from guatu.kernel.access.scopes import Scoping, declared_models, scoping_of
from guatu.kernel.access.wording import area_name, class_name, right_name


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right, and for each role whether it has it."""

    need: str
    name: str
    held: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """Who sees the rows of a kind."""

    name: str
    right: str
    seen: str


@needs("people.view")
@require_safe
def show_rights(request: HttpRequest) -> HttpResponse:
    """The table of rights, the classes of fields, and the scopes, as the program has them."""
    context = {
        "roles": [(role, role_name(role)) for role in Role],
        "areas": list(_areas()),
        "classes": [_right_row(RIGHT_TO_READ.get(kept, ""), class_name(kept)) for kept in FieldClass],
        "scopes": sorted(_scopes(), key=lambda row: row.name),
    }
    return render(request, "desk/people/rights.html", context)


def _areas() -> Iterator[tuple[str, list[RightRow]]]:
    for area, needs_of_area in groupby(RIGHTS, key=lambda need: need.partition(".")[0]):
        yield area_name(area), [_right_row(need, right_name(need)) for need in needs_of_area]


def _right_row(need: str, name: str) -> RightRow:
    # What takes no right of its own is read by whoever may open the record.
    holders = RIGHTS.get(need, RIGHTS["records.view"])
    return RightRow(need, name, tuple((role_name(role), role in holders) for role in Role))


def _scopes() -> Iterator[ScopeRow]:
    for model in declared_models():
        scoping = scoping_of(model)
        name = capfirst(str(model._meta.verbose_name_plural))
        yield ScopeRow(name, right_name(scoping.need), _seen(scoping))


def _seen(scoping: Scoping) -> str:
    """In words, who sees which rows."""
    parts = []
    if scoping.zone is True:
        parts.append(_("all rows"))
    elif scoping.zone:
        parts.append(_("all rows for those who may: %(right)s") % {"right": right_name(str(scoping.zone))})
    if scoping.departments:
        parts.append(_("those of the own department"))
    if scoping.person:
        parts.append(_("the own ones"))
    if scoping.enterprise:
        parts.append(_("an enterprise its own"))
    if scoping.public is not None:
        parts.append(_("everybody what is public"))
    return "; ".join(parts)
