"""Which saved lists lie on somebody's desk as cards, and what does each count now and a week ago?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse

from guatu.base.errors import GuatuError
from guatu.kernel.access.classes import readable_classes
from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.scopes import scope
from guatu.kernel.registry.declaration import get_registry
from guatu.kernel.registry.lists import Listing
from guatu.kernel.registry.models import Pin, PinCount
from guatu.kernel.registry.seeing import listed_for
from guatu.surfaces.wall.shown import signed

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Card:
    """A pinned list: how many records it has, and the difference to a week ago, "" where nobody knows."""

    pin: int
    name: str
    registry: str
    address: str
    count: int
    difference: str


def cards_of(user: User, day: date) -> Sequence[Card]:
    """The cards of a user in their order; a list that the user may no longer see is left out."""
    pins = list(scope(user, Pin).select_related("view"))
    if not pins:
        return ()
    before = dict(scope(user, PinCount).filter(pin__in=pins, day=day - WEEK).values_list("pin", "count"))
    cards = (_card(user, pin, before.get(pin.pk)) for pin in pins)
    return tuple(card for card in cards if card is not None)


def count_of(user: User, pin: Pin) -> int | None:
    """How many records a pinned list has for its person; None where the person may not see it."""
    try:
        registry = get_registry(pin.view.registry)
        seen = listed_for(user, registry)
    except (GuatuError, PermissionDenied):
        return None
    given = {name: str(value) for name, value in QueryDict(pin.view.query).items()}
    return Listing(registry, seen, given, readable_classes(rights_of(user))).records.count()


def _card(user: User, pin: Pin, before: int | None) -> Card | None:
    count = count_of(user, pin)
    if count is None:
        return None
    registry = get_registry(pin.view.registry)
    return Card(
        pin=pin.pk,
        name=pin.view.name,
        registry=str(registry.title),
        address=f"{reverse('desk:records', args=[registry.slug])}?view={pin.view_id}",
        count=count,
        difference="" if before is None or before == count else signed(Decimal(count - before)),
    )
