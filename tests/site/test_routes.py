"""Every route, every role: is each let in exactly where the table of rights says so?

The routes come from the table of addresses, so none can be forgotten; routes.toml is the list that people
looked at. A new route fails here until it stands in the list under the right that it needs.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.gate import ANYBODY, ASKS_ITSELF, SIGNED_IN, need_of
from guatu.kernel.access.rights import RIGHTS, Role
from guatu.zone.enterprises.actions import open_account
from tests.kernel.access.firms import make_firm
from tests.site.routes import all_routes, example_of, listed_routes, names_an_object, needs_of_routes

# What answers to somebody who has the right, whatever is asked of an object that is not there.
ANSWERED = {200, 204, 302, 303, 400, 404, 405, 409, 413, 415, 422, 428}
# The root of the API, under which nothing lies: the library answers 404 there to everybody.
NOTHING_THERE = "/api/1/"
NEEDS_A_RIGHT = [
    (route, need_of(each.callback)) for route, each in all_routes() if need_of(each.callback) in RIGHTS
]


def account(role: Role | None) -> User:
    user = User.objects.create_user(f"as-{role}", password="a long word of passage", last_name="某")
    if role is Role.ENTERPRISE:
        open_account(make_firm("甲", 0), user, by=None)
    elif role:
        assign_role(user, role, by=None)
    return user


@pytest.fixture
def browser(request, db) -> Client:
    """The browser of somebody with the role of the test."""
    client = Client(raise_request_exception=False)
    client.force_login(account(request.getfixturevalue("role")))
    return client


def asked(client: Client, route: str) -> Iterator[tuple[str, int]]:
    """How a route answers to reading and to writing."""
    for method in ("get", "post"):
        yield method, getattr(client, method)(example_of(route)).status_code


def test_every_route_stands_in_the_list_under_what_it_needs():
    found, listed = needs_of_routes(), listed_routes()
    assert {route: need for route, need in found.items() if listed.get(route) != need} == {}, (
        "new routes, or with another need: look who may enter, then put them into tests/site/routes.toml"
    )
    assert set(listed) - set(found) == set(), "routes that are gone: take them out of tests/site/routes.toml"


def test_every_need_is_a_right_or_a_word_of_the_gate():
    assert set(needs_of_routes().values()) <= {*RIGHTS, ANYBODY, SIGNED_IN, ASKS_ITSELF}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_who_lacks_the_right_is_refused_wherever_it_is_needed(browser, role):
    for route, need in NEEDS_A_RIGHT:
        if role is None or role not in RIGHTS[need]:
            for method, status in asked(browser, route):
                assert status == 403, (method, route, role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_has_the_right_is_answered_and_an_object_that_is_not_there_is_404(browser, role):
    for route, need in NEEDS_A_RIGHT:
        if role not in RIGHTS[need]:
            continue
        found = dict(asked(browser, route))
        assert set(found.values()) <= ANSWERED, (route, role, found)
        if names_an_object(route):
            assert set(found.values()) <= {404, 405}, (route, role, found)
            assert 404 in found.values(), (route, role, found)


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in_and_come_back():
    stranger = Client(raise_request_exception=False)
    for route, each in all_routes():
        if need_of(each.callback) in (ANYBODY, ASKS_ITSELF):
            continue
        answer = stranger.get(example_of(route))
        assert answer.status_code == 302, route
        assert answer["Location"].startswith("/sign-in/?next="), route
        assert stranger.post(example_of(route)).status_code == 302, route


@pytest.mark.django_db
def test_what_asks_itself_answers_strangers_by_401():
    stranger = Client(raise_request_exception=False)
    for route, each in all_routes():
        if need_of(each.callback) == ASKS_ITSELF and route != NOTHING_THERE:
            assert route.startswith("/api/1/"), route
            for method in ("get", "post", "patch", "put", "delete"):
                assert getattr(stranger, method)(example_of(route)).status_code in (401, 405), (method, route)
            assert stranger.get(example_of(route)).status_code == 401, route


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *sorted(set(Role) - RIGHTS["api.use"])])
def test_what_asks_itself_refuses_who_may_not_use_it(browser, role):
    for route, each in all_routes():
        if need_of(each.callback) == ASKS_ITSELF and route != NOTHING_THERE:
            assert browser.get(example_of(route)).status_code in (403, 405), (route, role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_pages_for_everybody_signed_in_let_everybody_in(browser, role):
    for route, each in all_routes():
        if need_of(each.callback) == SIGNED_IN and not names_an_object(route):
            status = browser.get(example_of(route)).status_code
            # The first page has nothing to show to somebody without a role.
            assert status in ANSWERED or (role is None and route == "/" and status == 403), (route, status)
