"""Does the table of rights say what law and house ask for, and is nobody given what excludes another?"""

from itertools import combinations

import pytest
from django.contrib.auth.models import Group, User

from guatu.base.errors import Refused
from guatu.kernel.access.actions import assign_role, withdraw_role
from guatu.kernel.access.rights import RIGHTS, SEPARATED, Role, may, rights_of, roles_of, why_not_together

ADMINISTRATORS = sorted(SEPARATED)


@pytest.fixture
def user(db) -> User:
    return User.objects.create_user("qin", password="a long word of passage")


def rights_of_role(role: Role) -> set[str]:
    return {need for need, holders in RIGHTS.items() if role in holders}


def test_every_right_is_held_by_somebody_and_every_role_holds_one():
    assert all(RIGHTS.values())
    assert all(rights_of_role(role) for role in Role)


def test_what_one_firm_reported_is_seen_by_statistics_alone():
    assert RIGHTS["returns.view"] == RIGHTS["returns.verify"] == {Role.STATISTICS}


def test_an_enterprise_files_its_returns_and_has_no_right_of_the_staff():
    assert rights_of_role(Role.ENTERPRISE) == {"returns.file"}


def test_nobody_both_files_and_verifies():
    assert RIGHTS["returns.file"].isdisjoint(RIGHTS["returns.verify"])


def test_system_security_and_audit_share_only_what_changes_nothing():
    for one, other in combinations(ADMINISTRATORS, 2):
        assert rights_of_role(one) & rights_of_role(other) <= {"people.view", "morning.view"}


def test_administrators_of_system_and_security_see_no_business():
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        areas = {need.partition(".")[0] for need in rights_of_role(role)}
        assert areas <= {"people", "accounts", "jobs", "morning"}


def test_an_auditor_has_no_right_that_changes_anything():
    assert {need.rpartition(".")[2] for need in rights_of_role(Role.AUDITOR)} == {"view", "use"}


@pytest.mark.parametrize(("one", "other"), list(combinations(ADMINISTRATORS, 2)))
def test_nobody_is_given_two_of_the_three(user, one, other):
    assign_role(user, one, by=None)
    with pytest.raises(Refused) as refused:
        assign_role(user, other, by=None)
    assert refused.value.code == "separated"
    assert roles_of(user) == {one}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ENTERPRISE])
def test_an_enterprise_account_is_given_nothing_else(user, role):
    assign_role(user, Role.ENTERPRISE, by=None)
    with pytest.raises(Refused):
        assign_role(user, role, by=None)
    assert why_not_together({role, Role.ENTERPRISE}) != ""


def test_a_role_given_twice_is_held_once_and_taken_away_is_gone(user):
    assign_role(user, Role.STAFF, by=None)
    assign_role(user, Role.STAFF, by=None)
    assert roles_of(user) == {Role.STAFF}
    withdraw_role(user, Role.STAFF, by=None)
    assert roles_of(user) == frozenset()
    assert rights_of(user) == frozenset()


def test_a_role_after_the_one_taken_away_may_exclude_it(user):
    assign_role(user, Role.AUDITOR, by=None)
    withdraw_role(user, Role.AUDITOR, by=None)
    assign_role(user, Role.SECURITY_ADMIN, by=None)
    assert may(user, "accounts.manage")


def test_a_group_that_is_no_role_gives_nothing(user):
    user.groups.add(Group.objects.create(name="choir"))
    assert roles_of(user) == frozenset()
