"""Do the pages about people show who works where, and let nobody do more than the own right?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.base import clock
from guatu.kernel.access.actions import (
    appoint,
    assign_role,
    create_department,
    create_post,
    record_leave,
    record_reading,
)
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.models import Department, DeputyAct, Leave, Post, Reading, Tenure
from guatu.kernel.access.rights import RIGHTS, Role, roles_of
from guatu.kernel.access.wording import area_name, right_name
from tests.kernel.access.firms import make_firm

pytestmark = pytest.mark.django_db
TODAY = date(2019, 7, 18)


@pytest.fixture(autouse=True)
def _today():
    with clock.use(datetime(2019, 7, 18, 10, tzinfo=clock.ZONE_TIME)):
        yield


def person(name: str, role: Role | None, given: str = "") -> User:
    user = User.objects.create_user(name, last_name=name, first_name=given)
    if role:
        assign_role(user, role, by=None)
    return user


@pytest.fixture
def office() -> Department:
    return create_department("ducha", "督查室", by=None)


@pytest.fixture
def lin(office) -> User:
    user = person("林", Role.SUPERVISION)
    appoint(user, create_post(office, "督查室主任", by=None), by=None)
    return user


@pytest.fixture
def lu(office) -> User:
    user = person("陆", Role.STAFF)
    appoint(user, create_post(office, "督查专员", by=None), by=None)
    return user


@pytest.fixture
def guard() -> User:
    return person("卫", Role.SECURITY_ADMIN)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(answer) -> str:
    return answer.content.decode()


def test_the_list_has_departments_posts_people_roles_and_who_is_away(lin, lu, guard, office):
    create_post(office, "空缺的职位", by=None)
    record_leave(lin, TODAY, date(2019, 7, 22), by=lin, deputy=lu)
    text = said(browser(guard).get("/people/"))
    for word in ("督查室主任", "空缺的职位", "林", "2019-07-22", "陆", "卫"):
        assert word in text


def test_accounts_of_enterprises_are_not_in_the_list(lin):
    person("某公司", Role.ENTERPRISE)
    assert "某公司" not in said(browser(lin).get("/people/"))


def test_roles_are_ticked_by_a_security_administrator_alone(lin, lu, guard):
    address = f"/people/{lu.pk}/roles"
    assert browser(lin).post(address, {"roles": ["leader"]}).status_code == 403
    browser(guard).post(address, {"roles": ["leader", "statistics"]})
    assert roles_of(User.objects.get(pk=lu.pk)) == {Role.LEADER, Role.STATISTICS}


def test_roles_that_exclude_each_other_leave_all_as_it_was(lu, guard):
    answer = browser(guard).post(
        f"/people/{lu.pk}/roles", {"roles": ["auditor", "system_admin"]}, follow=True
    )
    assert roles_of(User.objects.get(pk=lu.pk)) == {Role.STAFF}
    assert "message--error" in said(answer)


def test_nobody_changes_the_own_roles(guard):
    browser(guard).post(f"/people/{guard.pk}/roles", {"roles": ["security_admin", "statistics"]})
    assert roles_of(User.objects.get(pk=guard.pk)) == {Role.SECURITY_ADMIN}
    assert 'name="roles"' not in said(browser(guard).get(f"/people/{guard.pk}"))


def test_the_role_of_an_enterprise_is_not_given_here(lu, guard):
    browser(guard).post(f"/people/{lu.pk}/roles", {"roles": ["enterprise"]})
    assert roles_of(User.objects.get(pk=lu.pk)) == frozenset()


def test_one_records_the_own_leave_and_nobody_elses(lin, lu):
    leave = {"first_day": "2019-07-22", "last_day": "2019-07-26", "deputy": str(lu.pk)}
    browser(lu).post(f"/people/{lin.pk}/leaves", leave)
    assert not Leave.objects.exists()
    browser(lin).post(f"/people/{lin.pk}/leaves", leave)
    made = Leave.objects.get()
    assert (made.person, made.deputy, made.first_day) == (lin, lu, date(2019, 7, 22))
    assert "2019-07-26" in said(browser(lu).get("/people/leaves"))
    browser(lu).post(f"/people/leaves/{made.pk}/withdraw")
    assert Leave.objects.get().withdrawn_at is None
    browser(lin).post(f"/people/leaves/{made.pk}/withdraw")
    assert Leave.objects.get().withdrawn_at is not None


@pytest.mark.parametrize(
    "days", [{"first_day": "", "last_day": ""}, {"first_day": "x", "last_day": "2019-07-26"}]
)
def test_days_that_are_none_are_refused_in_a_sentence(lin, days):
    answer = browser(lin).post(f"/people/{lin.pk}/leaves", days, follow=True)
    assert "message--error" in said(answer)
    assert not Leave.objects.exists()


def test_a_deputy_acts_under_the_eyes_of_who_is_away(lin, lu):
    record_leave(lin, TODAY, date(2019, 7, 22), by=lin, deputy=lu)
    deputy = browser(lu)
    assert "林" in said(deputy.get("/"))
    assert deputy.post("/plans/1/publish").status_code == 404
    act = DeputyAct.objects.get()
    assert (act.deputy, act.absent, act.need) == (lu, lin, "plan.publish")
    assert "/plans/1/publish" in said(browser(lin).get(f"/people/{lin.pk}"))
    assert "/plans/1/publish" not in said(deputy.get(f"/people/{lin.pk}"))
    assert "/plans/1/publish" in said(browser(person("秦", Role.AUDITOR)).get("/people/viewings"))


def test_posts_are_set_up_held_left_and_abolished(guard, lu, office):
    keeper = browser(guard)
    keeper.post(f"/people/departments/{office.pk}/posts", {"title_zh": "副主任", "is_leader": "1"})
    post = Post.objects.get(title_zh="副主任")
    assert post.is_leader
    keeper.post(f"/people/{lu.pk}/posts", {"post": post.pk, "since": "2019-07-01"})
    tenure = Tenure.objects.get(post=post)
    assert tenure.since == date(2019, 7, 1)
    keeper.post(f"/people/posts/{post.pk}/abolish")
    post.refresh_from_db()
    assert post.abolished_on is None
    keeper.post(f"/people/{lu.pk}/posts/{tenure.pk}/end", {"until": "2019-07-17"})
    keeper.post(f"/people/posts/{post.pk}/abolish")
    post.refresh_from_db()
    assert post.abolished_on == TODAY


def test_a_department_is_set_up_once_and_renamed(guard):
    keeper = browser(guard)
    for _ in range(2):
        keeper.post("/people/departments/new", {"code": "xin", "name_zh": "新局", "name_en": "New"})
    made = Department.objects.get(code="xin")
    keeper.post(f"/people/departments/{made.pk}/names", {"name_zh": "更新局", "name_en": ""})
    made.refresh_from_db()
    assert (made.name_zh, made.name_en) == ("更新局", "")
    assert keeper.get(f"/people/departments/{made.pk}").status_code == 200


def test_an_account_is_opened_without_password_and_role_and_switched_off(guard):
    keeper = browser(guard)
    answer = keeper.post("/people/new", {"username": "new", "family_name": "新", "given_name": "人"})
    made = User.objects.get(username="new")
    assert answer["Location"] == f"/people/{made.pk}"
    assert not made.has_usable_password()
    assert roles_of(made) == frozenset()
    keeper.post(f"/people/{made.pk}/account/off")
    assert not User.objects.get(pk=made.pk).is_active
    keeper.post(f"/people/{made.pk}/account/on")
    assert User.objects.get(pk=made.pk).is_active
    keeper.post(f"/people/{guard.pk}/account/off")
    assert User.objects.get(pk=guard.pk).is_active


@pytest.mark.parametrize(
    "given",
    [
        {"username": "", "family_name": "新"},
        {"username": "a b", "family_name": "新"},
        {"username": "卫", "family_name": "新"},
        {"username": "ok", "family_name": " "},
        {"username": "ok", "family_name": "新", "email": "nonsense"},
    ],
)
def test_an_account_that_cannot_be_is_refused_with_what_was_typed(guard, given):
    answer = browser(guard).post("/people/new", given)
    assert answer.status_code == 422
    assert f'value="{given["family_name"]}"' in said(answer)


def test_the_tables_of_rights_name_every_right_role_and_kind_of_row(lin):
    text = said(browser(lin).get("/people/rights"))
    for need in RIGHTS:
        assert f">{need}</code>" in text
        assert right_name(need) != need, f"kernel/access/wording.py has no name for {need}"
        assert area_name(need.partition(".")[0]) != need.partition(".")[0]


def test_readings_are_the_auditors_to_see(lin, lu):
    record_reading(lu, lin, {FieldClass.RESTRICTED, FieldClass.PERSONAL})
    auditor = browser(person("秦", Role.AUDITOR))
    text = said(auditor.get("/people/readings"))
    assert text.count("data-row") == Reading.objects.count() == 2
    assert said(auditor.get(f"/people/readings?person={lin.pk}")).count("data-row") == 0
    assert auditor.get("/people/readings?person=x&page=99").status_code == 200
    assert browser(lin).get("/people/readings").status_code == 403


@pytest.mark.parametrize("role", [Role.STAFF, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_no_page_asks_more_of_the_database_for_more_people(role, django_assert_max_num_queries, office):
    user = person("某", role)
    for number in range(12):
        appoint(person(f"人{number}", Role.STAFF), create_post(office, f"职{number}", by=None), by=None)
    client = browser(user)
    for address in ("/people/", "/people/leaves", "/people/rights", f"/people/{user.pk}"):
        with django_assert_max_num_queries(18):
            assert client.get(address).status_code == 200


def test_the_history_of_a_record_says_in_whose_place_it_was_written(lin, lu):
    firm = make_firm("甲", 0)
    deputy = browser(person("秦", Role.AUDITOR))
    auditor = User.objects.get(username="秦")
    assign_role(auditor, Role.LEADER, by=None)
    with clock.use(TODAY):
        record_leave(lin, TODAY, date(2019, 7, 22), by=lin, deputy=auditor)
    change = {
        "name": "甲乙",
        "old_number": firm.old_number,
        "known_from": "走访",
        "known_as_of": "2019-07-18",
    }
    shown = said(deputy.get(f"/registries/enterprises/{firm.pk}/change"))
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    form = {"kind": "company", "status": "in_business", "capital_currency": "CNY", "industry_edition": "2017"}
    deputy.post(f"/registries/enterprises/{firm.pk}/change", {**form, **change, "seen": seen})
    firm.refresh_from_db()
    assert firm.name == "甲乙"
    history = said(browser(lu).get(f"/registries/enterprises/{firm.pk}/history"))
    assert "for 林" in history or "代林" in history
