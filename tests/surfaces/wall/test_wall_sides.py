"""Which side does a link of the wall show, and what does it keep?"""

import pytest
from django.http import Http404
from django.test import RequestFactory

from guatu.surfaces.wall.sides import OVERVIEW, SIDES, rotation_of, sides_of


def asked(query: str = ""):
    return RequestFactory().get(f"/wall/{query}")


def shown(query: str) -> list[str]:
    return [side.key for side in sides_of(asked(query)) if side.shown]


def test_the_overview_is_shown_unless_a_side_is_asked_for():
    assert shown("") == [OVERVIEW]
    for key in SIDES:
        assert shown(f"?side={key}") == [key]


def test_a_rotation_begins_with_the_first_side_that_is_no_overview():
    assert shown("?rotate=30") == [SIDES[1]]
    assert shown("?rotate=30&side=turned") == ["turned"]


@pytest.mark.parametrize(("asked_s", "seconds"), [("", None), ("30", 30), ("1", 5), ("9999", 600)])
def test_a_side_stays_as_long_as_it_can_be_read(asked_s, seconds):
    assert rotation_of(asked(f"?rotate={asked_s}")) == seconds


@pytest.mark.parametrize("query", ["?side=cellar", "?rotate=soon", "?rotate=-3", "?rotate=30000"])
def test_what_is_no_side_or_no_number_is_not_found(query):
    with pytest.raises(Http404):
        sides_of(asked(query))


def test_links_keep_the_day_and_the_plan():
    links = {side.key: side.link for side in sides_of(asked("?day=2019-06-30&plan=2&rotate=30"))}
    assert links["lines"] == "?day=2019-06-30&plan=2&side=lines"
    assert links[OVERVIEW] == "?day=2019-06-30&plan=2"
