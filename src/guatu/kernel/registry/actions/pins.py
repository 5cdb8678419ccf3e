"""How does somebody keep a saved list as a card on the own desk?"""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.models import Pin, PinCount, SavedView

MOST_PINS = 8


def pin_view(view: SavedView, *, by: User) -> Pin:
    """Puts a saved list behind the others on the desk; a list that lies there stays where it is."""
    with action("registry.pin_view", by=by):
        there = _held(by)
        found = next((pin for pin in there if pin.view_id == view.pk), None)
        if found is not None:
            return found
        if len(there) >= MOST_PINS:
            most = {"count": MOST_PINS}
            raise Refused("full", _("There is room for %(count)d lists. Take one away first.") % most)
        place = max((pin.place for pin in there), default=0) + 1
        return Pin.objects.create(person=by, view=view, place=place)


def unpin_view(pin: Pin, *, by: User) -> None:
    """Takes a list off the desk; the saved view stays."""
    _refuse_anothers(pin, by)
    with action("registry.unpin_view", by=by):
        pin.delete()


def move_pin(pin: Pin, *, earlier: bool, by: User) -> None:
    """Moves a card one place to the front, or to the back; at the end it stays."""
    _refuse_anothers(pin, by)
    with action("registry.move_pin", by=by):
        there = _held(by)
        at = next((n for n, each in enumerate(there) if each.pk == pin.pk), None)
        if at is None:
            return
        to = max(at - 1, 0) if earlier else min(at + 1, len(there) - 1)
        there.insert(to, there.pop(at))
        for place, each in enumerate(there, start=1):
            if each.place != place:
                each.place = place
                each.save(update_fields=["place"])


def note_count(pin: Pin, day: date, count: int, *, by: User | None) -> None:
    """Notes how many records the list has on a day; the last one of a day holds."""
    with action("registry.note_pin_count", by=by):
        PinCount.objects.update_or_create(pin=pin, day=day, defaults={"count": count})


def _held(by: User) -> list[Pin]:
    """The person's cards in their order, held until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    return list(Pin.objects.filter(person=by))


def _refuse_anothers(pin: Pin, by: User) -> None:
    if pin.person_id != by.pk:
        raise Refused("not_yours", _("This card lies on somebody else's desk."))
