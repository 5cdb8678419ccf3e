"""Does who sees the pages as another see those and no secrets, write nothing, and leave a trace?"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.actions import assign_role, begin_viewing, end_viewing, record_leave, withdraw_role
from guatu.kernel.access.models import Department, Viewing
from guatu.kernel.access.rights import RIGHTS, Role, rights_of
from guatu.kernel.access.viewing import nothing_written, seen_as
from guatu.kernel.ledger.context import action

pytestmark = pytest.mark.django_db


def person(name: str, role: Role) -> User:
    user = User.objects.create_user(name, last_name=name)
    assign_role(user, role, by=None)
    return user


@pytest.fixture
def wei() -> User:
    return person("wei", Role.SECURITY_ADMIN)


@pytest.fixture
def lin() -> User:
    return person("lin", Role.SUPERVISION)


@pytest.fixture
def helper(client, wei, lin) -> Client:
    """Wei's browser, in which the pages are seen as Lin."""
    client.force_login(wei)
    begun = client.post(f"/people/{lin.pk}/view", {"reason": "the plan does not open"})
    assert begun["Location"] == "/"
    return client


def test_the_pages_are_those_of_the_other_person_with_a_bar_that_says_so(helper, wei, lin):
    answer = helper.get("/")
    assert answer.status_code == 200
    assert answer.wsgi_request.user == lin
    text = answer.content.decode()
    assert "viewing-bar" in text
    assert 'action="/people/viewings/end"' in text


@pytest.mark.parametrize("address", ["/plans/upload", "/people/viewings", "/figures/imports/new", "/nowhere"])
def test_no_post_passes(helper, address):
    before = Viewing.objects.values_list("ended_at", flat=True).get()
    assert helper.post(address).status_code in (403, 404)
    assert Viewing.objects.values_list("ended_at", flat=True).get() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_way_of_writing_passes(helper, method):
    assert getattr(helper, method)("/plans/").status_code == 403


def test_secrets_micro_data_and_power_over_accounts_are_not_lent(wei):
    for role in Role:
        if role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
            continue
        viewed = person(f"as-{role}", role)
        own = rights_of(viewed)
        lent = rights_of(seen_as(begin_viewing(viewed, "help", by=wei)))
        assert lent <= own
        areas = {need.partition(".")[0] for need in lent}
        assert areas.isdisjoint({"fields", "returns", "readings", "ledger", "accounts", "api"})


def test_as_a_deputy_of_an_administrator_one_sees_the_deputy_alone(wei, lin):
    keeper = person("xi", Role.SYSTEM_ADMIN)
    record_leave(keeper, clock.today(), clock.today(), by=keeper, deputy=lin)
    deputy = User.objects.get(pk=lin.pk)
    assert "jobs.view" in rights_of(deputy)
    lent = rights_of(seen_as(begin_viewing(deputy, "help", by=wei)))
    assert "plan.view" in lent
    assert "jobs.view" not in lent


def test_what_is_lent_is_everything_else(wei, lin):
    assert {"plan.view", "plan.review", "wall.view", "records.view"} <= rights_of(
        seen_as(begin_viewing(lin, "help", by=wei))
    )
    assert set(RIGHTS) >= rights_of(lin)


def test_a_page_that_would_write_while_it_is_read_is_refused(lin):
    with nothing_written():
        assert Department.objects.count() == 0
        with pytest.raises(PermissionDenied), action("test.write", by=lin):
            Department.objects.create(code="x", name_zh="x")
        with pytest.raises(PermissionDenied), transaction.atomic():
            Department.objects.update(name_zh="y")
    with action("test.write", by=lin):
        Department.objects.create(code="x", name_zh="x")


def test_it_ends_when_it_is_ended_and_both_are_on_record(helper, wei):
    assert helper.post("/people/viewings/end")["Location"] == "/"
    answer = helper.get("/people/")
    assert answer.wsgi_request.user == wei
    assert b"viewing-bar" not in answer.content
    viewing = Viewing.objects.get()
    assert viewing.ended_at is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT verb, actor FROM ledger_action WHERE verb ~ '_viewing$' ORDER BY recorded_at")
        assert cursor.fetchall() == [("access.begin_viewing", wei.pk), ("access.end_viewing", wei.pk)]


def test_it_ends_by_itself_after_half_an_hour(helper, wei):
    with clock.use(clock.now() + timedelta(minutes=31)):
        assert helper.get("/people/").wsgi_request.user == wei


def test_it_ends_with_the_right_to_it_and_with_the_other_account(helper, wei, lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert helper.get("/people/").wsgi_request.user == wei
    User.objects.filter(pk=lin.pk).update(is_active=True)
    helper.post(f"/people/{lin.pk}/view", {"reason": "again"})
    withdraw_role(wei, Role.SECURITY_ADMIN, by=None)
    assert helper.get("/people/").status_code == 403


def test_signing_out_ends_it_too(helper):
    helper.post("/sign-out/")
    assert Viewing.objects.get().ended_at is not None


def test_the_language_can_be_switched_meanwhile(helper, lin):
    assert helper.post("/language/", {"language": "en", "next": "/"}).status_code == 302
    assert helper.get("/").wsgi_request.user == lin


@pytest.mark.parametrize(
    ("code", "viewed", "reason"),
    [
        ("nobody_to_view", "wei", "help"),
        ("separated", "qin", "help"),
        ("separated", "he", "help"),
        ("no_reason", "lin", "  "),
        ("nobody_to_view", "gone", "help"),
    ],
)
def test_what_may_not_be_viewed_is_refused(code, viewed, reason, wei, lin):
    people = {
        "wei": wei,
        "lin": lin,
        "qin": person("qin", Role.AUDITOR),
        "he": person("he", Role.SYSTEM_ADMIN),
        "gone": person("gone", Role.STAFF),
    }
    people["gone"].is_active = False
    with pytest.raises(Refused) as refused:
        begin_viewing(people[viewed], reason, by=wei)
    assert refused.value.code == code


def test_only_a_security_administrator_begins(lin):
    with pytest.raises(PermissionDenied):
        begin_viewing(person("lu", Role.STAFF), "help", by=lin)


def test_ending_twice_changes_nothing(wei, lin):
    viewing = begin_viewing(lin, "help", by=wei)
    ended = end_viewing(viewing, by=wei).ended_at
    assert end_viewing(viewing, by=wei).ended_at == ended
