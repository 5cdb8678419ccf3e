"""Does everybody see exactly the rows that are declared to be theirs, and is what nobody declared shut?"""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from guatu.base.errors import GuatuError
from guatu.kernel.access import enterprises
from guatu.kernel.access.actions import appoint, assign_role, create_post
from guatu.kernel.access.models import Department, Tenure
from guatu.kernel.access.rights import Role
from guatu.kernel.access.scopes import Scoping, declare, forget, get, is_seen, scope, scoping_of
from guatu.plan.models import Plan
from guatu.zone.statistics.models import PublishedFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def departments() -> list[Department]:
    return [Department.objects.create(code=code, name_zh=code, order=n) for n, code in enumerate("abc")]


@pytest.fixture
def declared():
    """Declares who sees tenures, and takes it back."""
    before = scoping_of(Tenure)

    def declare_for_test(**said) -> None:
        forget(Tenure)
        declare(Tenure, Scoping("records.view", **said))

    yield declare_for_test
    forget(Tenure)
    declare(Tenure, before)


def person(name: str, role: Role | None, department: Department | None = None) -> User:
    user = User.objects.create_user(name)
    if role:
        assign_role(user, role, by=None)
    if department:
        appoint(user, create_post(department, name, by=None), by=None)
    return user


def test_a_model_that_nobody_declared_is_an_error_not_an_empty_list():
    with pytest.raises(GuatuError) as undeclared:
        scope(person("lin", Role.SUPERVISION), Permission)
    assert undeclared.value.code == "no_scope"
    with pytest.raises(GuatuError):
        get(person("wen", Role.SUPERVISION), Permission, 1)


def test_a_scope_that_nobody_is_in_is_refused():
    with pytest.raises(GuatuError) as empty:
        Scoping("records.view")
    assert empty.value.code == "empty_scope"


def test_a_scope_names_rights_of_the_table():
    for said in ({"need": "records.veiw", "zone": True}, {"need": "records.view", "zone": "all.things"}):
        with pytest.raises(GuatuError) as unknown:
            Scoping(**said)
        assert unknown.value.code == "unknown_right"


def test_what_is_declared_once_is_not_declared_otherwise(declared):
    declared(zone=True)
    declare(Tenure, Scoping("records.view", zone=True))
    with pytest.raises(GuatuError) as twice:
        declare(Tenure, Scoping("records.view", person="person"))
    assert twice.value.code == "scope_declared_twice"


def test_the_plan_and_the_figures_are_the_whole_houses():
    for role in (Role.SUPERVISION, Role.STAFF, Role.LEADER, Role.STATISTICS, Role.AUDITOR):
        reader = person(role.value, role)
        assert scope(reader, Plan).query.where.children == []
        assert scope(reader, PublishedFigure).query.where.children == []


def test_without_the_right_nothing_is_told_not_even_that_there_is_nothing():
    for reader in (person("wei", Role.SECURITY_ADMIN), person("firm", Role.ENTERPRISE), AnonymousUser()):
        with pytest.raises(PermissionDenied):
            scope(reader, Plan)
        with pytest.raises(PermissionDenied):
            get(reader, Plan, 1)
        assert not is_seen(reader, Plan(pk=1))


def test_a_row_that_is_not_there_is_404_for_who_may():
    with pytest.raises(Http404):
        get(person("lin", Role.SUPERVISION), Plan, 404)


@pytest.mark.parametrize("key", ["x", "²", "99999999999999999999999", 10**30, None])
def test_a_key_that_is_none_is_404(key):
    with pytest.raises(Http404):
        get(person("lin", Role.SUPERVISION), Plan, key)


def test_another_need_is_asked_for_instead(declared):
    declared(zone=True)
    with pytest.raises(PermissionDenied):
        scope(person("jiang", Role.LEADER), Tenure, need="records.edit")


def test_rows_of_a_department_are_seen_by_who_works_in_it(declared, departments):
    declared(departments=("post__department",))
    lu, ye = (person(name, Role.STAFF, departments[n]) for n, name in enumerate(("lu", "ye")))
    assert [row.person for row in scope(lu, Tenure)] == [lu]
    with pytest.raises(Http404):
        get(lu, Tenure, ye.tenures.get().pk)
    assert get(ye, Tenure, ye.tenures.get().pk).person == ye
    assert is_seen(lu, lu.tenures.get())
    assert not is_seen(lu, ye.tenures.get())


def test_who_works_in_no_department_sees_no_departments_rows(declared, departments):
    declared(departments=("post__department",))
    person("lu", Role.STAFF, departments[0])
    assert list(scope(person("shi", Role.STAFF), Tenure)) == []


def test_a_right_may_open_the_whole_zone_where_others_see_their_department(declared, departments):
    declared(departments=("post__department",), zone="plan.assign")
    people = [person(name, Role.STAFF, departments[n]) for n, name in enumerate(("lu", "ye", "gu"))]
    assert scope(people[0], Tenure).count() == 1
    assert scope(person("lin", Role.SUPERVISION), Tenure).count() == len(people)


def test_several_ways_to_a_row_add_up_and_list_it_once(declared, departments):
    declared(departments=("post__department", "person__tenures__post__department"), person="person")
    lu = person("lu", Role.STAFF, departments[0])
    person("ye", Role.STAFF, departments[1])
    assert [row.person for row in scope(lu, Tenure)] == [lu]


def test_conditions_narrow_and_never_widen(declared, departments):
    declared(person="person")
    lu, ye = (person(name, Role.STAFF, departments[n]) for n, name in enumerate(("lu", "ye")))
    own = lu.tenures.get().pk
    assert get(lu, Tenure, own, joined=["post"], post__department=departments[0]).person == lu
    with pytest.raises(Http404):
        get(lu, Tenure, lu.tenures.get().pk, post__department=departments[1])
    with pytest.raises(Http404):
        get(lu, Tenure, ye.tenures.get().pk, post__department=departments[1])


def test_an_enterprise_sees_its_own_and_never_the_whole_zone(departments, monkeypatch):
    # Departments stand for firms here: the row of the own firm is that with its key.
    before = scoping_of(Department)
    forget(Department)
    declare(Department, Scoping("returns.file", zone=True, enterprise="pk", public=Q(code="c")))
    firm = person("firm", Role.ENTERPRISE)
    try:
        monkeypatch.setattr(enterprises, "_providers", [lambda user: departments[0].pk])
        assert {each.code for each in scope(firm, Department, "returns.file")} == {"a", "c"}
        with pytest.raises(Http404):
            get(firm, Department, departments[1].pk, need="returns.file")
        monkeypatch.setattr(enterprises, "_providers", [lambda user: None])
        assert {each.code for each in scope(firm, Department, "returns.file")} == {"c"}
    finally:
        forget(Department)
        declare(Department, before)


def test_what_is_public_is_seen_by_strangers_and_nothing_else_is(departments, declared):
    declared(zone=True, public=Q(post__department__code="b"))
    lu, ye = (person(name, Role.STAFF, departments[n]) for n, name in enumerate(("lu", "ye")))
    for stranger in (AnonymousUser(), person("firm", Role.ENTERPRISE)):
        assert [row.person for row in scope(stranger, Tenure)] == [ye]
        with pytest.raises(Http404):
            get(stranger, Tenure, lu.tenures.get().pk)
        with pytest.raises(PermissionDenied):
            get(stranger, Tenure, ye.tenures.get().pk, need="records.view")
    assert scope(lu, Tenure).count() == 2
