"""Does a deputy hold the rights of the absent for exactly the days of the leave, and is it said for whom?"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.actions import (
    appoint,
    assign_role,
    create_department,
    create_post,
    end_leave,
    end_tenure,
    record_leave,
    withdraw_leave,
    withdraw_role,
)
from guatu.kernel.access.gate import ClosedByDefault, needs
from guatu.kernel.access.models import DeputyAct, Leave, Tenure
from guatu.kernel.access.queries import acted_for, departments_of, own_department, works_for_the_zone
from guatu.kernel.access.rights import Role, may, on_behalf_of, require, rights_of, roles_of
from guatu.kernel.access.standing import forget_standing
from guatu.kernel.ledger.requests import Origins

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2019, 7, 22), date(2019, 8, 2)


def at(day: date):
    return clock.use(datetime(day.year, day.month, day.day, 9, tzinfo=clock.ZONE_TIME))


def person(name: str, role: Role | None = None) -> User:
    user = User.objects.create_user(name, last_name=name)
    if role:
        assign_role(user, role, by=None)
    return user


def again(user: User) -> User:
    """The account as the next request finds it."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def lin() -> User:
    return person("lin", Role.SUPERVISION)


@pytest.fixture
def lu() -> User:
    return person("lu", Role.STAFF)


@pytest.fixture
def leave(lin, lu) -> Leave:
    with at(date(2019, 7, 18)):
        return record_leave(lin, FIRST, LAST, by=lin, deputy=lu)


def test_the_deputy_holds_the_rights_on_each_day_of_the_leave_and_on_no_other(leave, lu):
    day = FIRST - timedelta(days=3)
    while day <= LAST + timedelta(days=3):
        with at(day):
            assert may(again(lu), "plan.publish") == (FIRST <= day <= LAST), day
        day += timedelta(days=1)


def test_rights_end_with_the_day_also_for_an_account_that_was_asked_before(leave, lu):
    with at(LAST):
        assert may(lu, "plan.publish")
    with at(LAST + timedelta(days=1)):
        assert not may(lu, "plan.publish")


def test_the_deputy_keeps_the_own_rights_and_the_roles_stay_apart(leave, lu):
    with at(FIRST):
        deputy = again(lu)
        assert {"records.edit", "plan.publish"} <= rights_of(deputy)
        assert roles_of(deputy) == {Role.STAFF}
        assert on_behalf_of(deputy, "records.edit") is None
        cover = on_behalf_of(deputy, "plan.publish")
        assert (cover.absent, cover.name, cover.last_day) == (leave.person_id, "lin", LAST)
        with pytest.raises(PermissionDenied):
            require(deputy, "returns.view")


def test_the_deputy_sees_the_departments_of_the_absent(leave, lin, lu):
    with at(date(2019, 1, 1)):
        offices = [create_department(code, code, by=None) for code in ("ducha", "chanye")]
        for user, office in zip((lin, lu), offices, strict=True):
            appoint(user, create_post(office, "主任", by=None), by=None)
    with at(FIRST):
        assert departments_of(again(lu)) == {office.pk for office in offices}
        assert own_department(again(lu)) == offices[1].pk
    with at(LAST + timedelta(days=1)):
        assert departments_of(again(lu)) == {offices[1].pk}


def test_a_deputy_of_a_deputy_gets_nothing_of_the_first(leave, lu):
    ye = person("ye", Role.STAFF)
    with at(LAST + timedelta(days=5)):
        record_leave(lu, LAST + timedelta(days=5), LAST + timedelta(days=9), by=lu, deputy=ye)
        assert not may(again(ye), "plan.publish")


def test_an_account_switched_off_lends_no_rights(leave, lin, lu):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    with at(FIRST):
        assert not may(again(lu), "plan.publish")


def test_roles_that_changed_since_so_that_one_may_not_hold_them_lend_nothing(lu):
    wei = person("wei", Role.SECURITY_ADMIN)
    with at(FIRST):
        record_leave(wei, FIRST, LAST, by=wei, deputy=lu)
        assert may(again(lu), "accounts.manage")
        assign_role(lu, Role.AUDITOR, by=None)
        assert not may(again(lu), "accounts.manage")
        withdraw_role(lu, Role.AUDITOR, by=None)
        assert may(again(lu), "accounts.manage")


def test_who_holds_no_role_any_more_is_no_deputy_any_more(leave, lu):
    withdraw_role(lu, Role.STAFF, by=None)
    with at(FIRST):
        assert rights_of(again(lu)) == frozenset()


def test_a_leave_taken_back_or_ended_earlier_lends_nothing_after(leave, lin, lu):
    with at(FIRST):
        end_leave(leave, FIRST, by=lin)
        assert may(again(lu), "plan.publish")
    with at(FIRST + timedelta(days=1)):
        assert not may(again(lu), "plan.publish")
    with at(FIRST):
        withdraw_leave(leave, by=lin)
        assert not may(again(lu), "plan.publish")
    assert Leave.objects.filter(pk=leave.pk).exists()


@pytest.mark.parametrize(
    ("code", "arrange"),
    [
        ("bad_day", lambda p: record_leave(p["lin"], LAST, FIRST, by=p["lin"])),
        ("too_long", lambda p: record_leave(p["lin"], FIRST, date(2021, 1, 1), by=p["lin"])),
        ("own_deputy", lambda p: record_leave(p["lin"], FIRST, LAST, by=None, deputy=p["lin"])),
        ("own_deputy", lambda p: record_leave(p["lin"], FIRST, LAST, by=p["wei"], deputy=p["wei"])),
        ("not_theirs", lambda p: record_leave(p["lin"], FIRST, LAST, by=p["lu"], deputy=p["lu"])),
        ("no_deputy", lambda p: record_leave(p["lin"], FIRST, LAST, by=p["lin"], deputy=p["nobody"])),
        ("no_deputy", lambda p: record_leave(p["lin"], FIRST, LAST, by=p["lin"], deputy=p["firm"])),
        ("no_deputy", lambda p: record_leave(p["firm"], FIRST, LAST, by=p["firm"], deputy=p["lu"])),
        ("separated", lambda p: record_leave(p["wei"], FIRST, LAST, by=p["wei"], deputy=p["qin"])),
        ("away_already", lambda p: record_leave(p["away"], LAST, LAST, by=p["away"])),
        ("deputy_away", lambda p: record_leave(p["lin"], FIRST, LAST, by=p["lin"], deputy=p["away"])),
        ("relied_on", lambda p: record_leave(p["relied"], FIRST, FIRST, by=p["relied"])),
    ],
)
def test_what_cannot_be_arranged_is_refused_with_a_reason(code, arrange, lin, lu):
    people = {"lin": lin, "lu": lu, "nobody": person("nobody"), "away": person("away", Role.STAFF)}
    for name, role in (("firm", Role.ENTERPRISE), ("wei", Role.SECURITY_ADMIN), ("qin", Role.AUDITOR)):
        people[name] = person(name, role)
    people["relied"] = person("relied", Role.STAFF)
    record_leave(people["away"], FIRST, LAST, by=None, deputy=people["relied"])
    with pytest.raises(Refused) as refused:
        arrange(people)
    assert refused.value.code == code
    assert refused.value.sentence


def test_a_security_administrator_records_anybodys_leave(lin, lu):
    wei = person("wei", Role.SECURITY_ADMIN)
    assert record_leave(lin, FIRST, LAST, by=wei, deputy=lu).recorded_by == wei


def test_a_leave_that_is_over_stays(leave, lin):
    with at(LAST + timedelta(days=1)), pytest.raises(Refused) as refused:
        withdraw_leave(leave, by=lin)
    assert refused.value.code == "over"


def ask(user: User, method: str, need: str, request_id: str) -> None:
    """One request to a view that needs the right, through the gate."""
    request = getattr(RequestFactory(), method)("/somewhere", headers={"X-Request-ID": request_id})
    request.user = again(user)
    view = needs(need)(lambda request: HttpResponse())
    gate = ClosedByDefault(lambda request: gate.process_view(request, view, (), {}) or view(request))
    assert Origins(gate)(request).status_code == 200


def test_it_is_written_down_in_whose_place_a_right_was_used(leave, lin, lu):
    with at(FIRST):
        ask(lu, "post", "plan.publish", "request-1")
        ask(lu, "post", "records.edit", "request-2")
        ask(lu, "get", "plan.review", "request-3")
    act = DeputyAct.objects.get()
    assert (act.deputy, act.absent, act.need, act.path) == (lu, lin, "plan.publish", "/somewhere")
    asked = [(f"request-{number}", lu.pk) for number in (1, 2, 3)]
    assert acted_for([*asked, ("", lu.pk)]) == {("request-1", lu.pk): "lin"}


def test_the_number_of_anothers_request_puts_nobody_in_a_place(leave, lin, lu):
    with at(FIRST):
        ask(lu, "post", "plan.publish", "request-1")
    assert acted_for([("request-1", lin.pk), ("request-1", None)]) == {}
    assert acted_for([("request-1", lin.pk), ("request-1", lu.pk)]) == {("request-1", lu.pk): "lin"}


def test_a_right_used_twice_in_a_request_is_written_down_once(leave, lu):
    with at(FIRST):
        request = RequestFactory().post("/twice")
        request.user = again(lu)
        view = needs("plan.publish")(lambda request: HttpResponse())

        def answer(request):
            for _ in range(2):
                gate.process_view(request, view, (), {})
            return view(request)

        gate = ClosedByDefault(answer)
        Origins(gate)(request)
    assert DeputyAct.objects.count() == 1


def test_nobody_gives_roles_to_oneself_or_to_the_one_stood_in_for(lu):
    wei = person("wei", Role.SECURITY_ADMIN)
    with pytest.raises(Refused) as refused:
        assign_role(wei, Role.STATISTICS, by=wei)
    assert refused.value.code == "own_role"
    with at(FIRST):
        record_leave(wei, FIRST, LAST, by=wei, deputy=lu)
        with pytest.raises(Refused):
            assign_role(wei, Role.STATISTICS, by=again(lu))
        with pytest.raises(Refused):
            withdraw_role(lu, Role.STAFF, by=again(lu))


def test_one_person_may_hold_several_posts_each_for_its_days(lu):
    with at(date(2019, 3, 1)):
        offices = [create_department(code, code, by=None) for code in ("a", "b")]
        posts = [create_post(office, "局长", by=None) for office in offices]
        first = appoint(lu, posts[0], by=None)
        appoint(lu, posts[1], by=None, since=date(2019, 5, 1))
        assert departments_of(lu) == {offices[0].pk}
        assert works_for_the_zone(lu)
        with pytest.raises(Refused):
            appoint(lu, posts[0], by=None)
    with at(date(2019, 6, 1)):
        assert departments_of(lu) == {office.pk for office in offices}
        end_tenure(first, by=None, until=date(2019, 6, 1))
    with at(date(2019, 6, 2)):
        assert departments_of(lu) == {offices[1].pk}
    assert Tenure.objects.count() == 2


@settings(deadline=None, max_examples=30)
@given(days=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=6))
def test_leaves_on_record_never_overlap(days):
    user = User.objects.create_user(f"user-{clock.now().timestamp()}-{len(User.objects.all())}")
    for start, length in days:
        first = FIRST + timedelta(days=start)
        with suppress(Refused):
            record_leave(user, first, first + timedelta(days=length), by=user)
    spans = sorted(Leave.objects.filter(person=user).values_list("first_day", "last_day"))
    assert all(one[1] < other[0] for one, other in pairwise(spans))
    forget_standing(user)


def test_one_deputy_does_not_hold_together_what_two_absent_people_keep_apart(lu):
    system, security = person("xi", Role.SYSTEM_ADMIN), person("an", Role.SECURITY_ADMIN)
    with at(date(2019, 7, 18)):
        record_leave(system, FIRST, LAST, by=system, deputy=lu)
        with pytest.raises(Refused) as refused:
            record_leave(security, LAST, LAST, by=security, deputy=lu)
        assert refused.value.code == "separated"
        after = LAST + timedelta(1)
        record_leave(security, after, after, by=security, deputy=lu)
    with at(FIRST):
        assert may(again(lu), "jobs.manage")


def test_roles_that_changed_since_lend_what_one_may_hold_and_no_more(lu):
    system, other = person("xi", Role.SYSTEM_ADMIN), person("an", Role.STAFF)
    with at(date(2019, 7, 18)):
        for absent in (system, other):
            record_leave(absent, FIRST, LAST, by=absent, deputy=lu)
    assign_role(other, Role.SECURITY_ADMIN, by=None)
    with at(FIRST):
        assert may(again(lu), "jobs.manage")
        assert not may(again(lu), "accounts.manage")
