"""Is every route closed to those whom the table of rights does not name?"""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.gate import ANYBODY, SIGNED_IN, ClosedByDefault, need_of, needs
from guatu.kernel.access.rights import RIGHTS, Role, may, require, rights_of

EXAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000001", "path": "x"}


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route, pattern


def example_of(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found.group(1) or "str"], route)


def account(role: Role | None, name: str = "zhang") -> User:
    user = User.objects.create_user(name, password="a long word of passage")
    if role:
        assign_role(user, role, by=None)
    return user


@pytest.fixture
def gate() -> ClosedByDefault:
    return ClosedByDefault(lambda request: HttpResponse())


def test_every_route_says_who_may_enter():
    silent = [route for route, pattern in routes() if need_of(pattern.callback) is None]
    assert silent == []


def test_only_the_ways_in_and_out_are_open_to_anybody():
    opened = {route for route, pattern in routes() if need_of(pattern.callback) == ANYBODY}
    assert opened == {
        "/sign-in/",
        "/sign-in/code/",
        "/sign-in/forgotten/",
        "/sign-in/forgotten/sent/",
        "/sign-in/new-password/<str:uidb36>-<str:key>/",
        "/sign-in/new-password/done/",
        "/sign-out/",
        "/language/",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_refuses_every_role_without_the_right(client, role):
    client.force_login(account(role))
    client.raise_request_exception = False
    for route, pattern in routes():
        need = need_of(pattern.callback)
        if need in (ANYBODY, SIGNED_IN, None) or (role and role in RIGHTS[need]):
            continue
        for method in (client.get, client.post):
            assert method(example_of(route)).status_code == 403, (route, role)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_no_route_refuses_a_role_that_has_the_right(client, role):
    client.force_login(account(role))
    for route, pattern in routes():
        need = need_of(pattern.callback)
        if need in RIGHTS and role in RIGHTS[need]:
            assert client.get(example_of(route)).status_code in {200, 204, 302, 400, 404, 405}, (route, role)


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in_and_come_back(client):
    for route, pattern in routes():
        if need_of(pattern.callback) != ANYBODY:
            answer = client.get(example_of(route))
            assert answer.status_code == 302, route
            assert answer["Location"].startswith("/sign-in/?next=")


@pytest.mark.django_db
def test_an_unmarked_view_is_closed_even_to_the_plans_owner(gate):
    request = RequestFactory().get("/")
    request.user = account(Role.SUPERVISION)
    with pytest.raises(PermissionDenied):
        gate.process_view(request, lambda request: HttpResponse(), (), {})


def test_a_mark_must_be_a_right_of_the_table():
    with pytest.raises(ValueError, match="no right"):
        needs("plan.everything")


@pytest.mark.django_db
def test_an_auditor_reads_everything_and_changes_nothing():
    assert {right.partition(".")[2] for right in rights_of(account(Role.AUDITOR))} == {"view", "use"}


@pytest.mark.django_db
def test_being_a_superuser_is_no_right():
    root = User.objects.create_superuser("root", password="a long word of passage")
    assert rights_of(root) == frozenset()


@pytest.mark.django_db
def test_an_account_switched_off_has_no_rights():
    user = account(Role.SUPERVISION)
    user.is_active = False
    assert rights_of(user) == frozenset()
    with pytest.raises(PermissionDenied):
        require(user, "plan.view")


@pytest.mark.django_db
def test_a_right_outside_the_table_is_a_mistake_not_a_no():
    with pytest.raises(KeyError):
        may(account(Role.LEADER), "plan.veiw")
