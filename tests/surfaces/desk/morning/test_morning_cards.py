"""Do pinned lists lie on the desk of who pinned them, counted, and no more than there is room for?"""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from mornings import MONDAY, person

from guatu.base.errors import Refused
from guatu.kernel.access.scopes import get
from guatu.kernel.registry.actions import move_pin, note_count, pin_view, save_view, unpin_view
from guatu.kernel.registry.actions.pins import MOST_PINS
from guatu.kernel.registry.models import Pin, PinCount
from guatu.surfaces.desk.jobs import count_pins
from guatu.surfaces.desk.morning.cards import cards_of
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def views(office):
    return [
        save_view(ENTERPRISES, name=f"名单{n}", query="status=in_business", for_all=True, by=office)
        for n in range(MOST_PINS + 1)
    ]


def test_a_card_counts_and_tells_the_difference_to_a_week_ago_where_it_is_known(office, views):
    pin = pin_view(views[0], by=office)
    (card,) = cards_of(office, TODAY)
    assert (card.name, card.count, card.difference) == ("名单0", 0, "")
    note_count(pin, TODAY - timedelta(days=7), 3, by=None)
    assert cards_of(office, TODAY)[0].difference == "−3"
    assert cards_of(office, TODAY + timedelta(days=1))[0].difference == ""


def test_every_night_notes_what_the_lists_count(office, views):
    pin_view(views[0], by=office)
    count_pins()
    count_pins()
    assert list(PinCount.objects.values_list("day", "count")) == [(date(2019, 7, 22), 0)]


def test_there_is_room_for_so_many(office, views):
    for view in views[:MOST_PINS]:
        pin_view(view, by=office)
    pin_view(views[0], by=office)
    with pytest.raises(Refused, match="room"):
        pin_view(views[-1], by=office)
    assert len(cards_of(office, TODAY)) == MOST_PINS


def test_cards_are_moved_one_place_at_a_time(office, views):
    first, second, third = (pin_view(view, by=office) for view in views[:3])
    move_pin(third, earlier=True, by=office)
    assert [card.pin for card in cards_of(office, TODAY)] == [first.pk, third.pk, second.pk]
    move_pin(first, earlier=True, by=office)
    move_pin(second, earlier=False, by=office)
    assert [card.pin for card in cards_of(office, TODAY)] == [first.pk, third.pk, second.pk]


def test_a_card_is_its_person_s_alone(client, office, views):
    pin, other = pin_view(views[0], by=office), person("other", "staff")
    for act in (lambda: unpin_view(pin, by=other), lambda: move_pin(pin, earlier=True, by=other)):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Http404):
        get(other, Pin, pin.pk)
    client.force_login(other)
    assert client.post(reverse("desk:pin_remove", args=[pin.pk])).status_code == 404
    assert cards_of(other, TODAY) == ()


def test_a_list_is_pinned_from_its_page_and_seen_on_the_desk(client, office, views):
    client.force_login(office)
    client.post(reverse("desk:view_pin", args=["enterprises", views[0].pk]))
    assert "名单0" in client.get(reverse("desk:home")).content.decode()
    listed = client.get(reverse("desk:records", args=["enterprises"]), {"view": views[0].pk})
    assert "Take off the desk" in listed.content.decode()
    client.post(reverse("desk:pin_remove", args=[Pin.objects.get().pk]))
    assert "名单0" not in client.get(reverse("desk:home")).content.decode()
