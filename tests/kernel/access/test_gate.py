"""Does the gate let in whom a view names, and nobody else?"""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.gate import ANYBODY, ASKS_ITSELF, SIGNED_IN, ClosedByDefault, needs
from guatu.kernel.access.rights import Role, may, require, rights_of


def account(role: Role | None, name: str = "zhang") -> User:
    user = User.objects.create_user(name, password="a long word of passage")
    if role:
        assign_role(user, role, by=None)
    return user


@pytest.fixture
def gate() -> ClosedByDefault:
    return ClosedByDefault(lambda request: HttpResponse())


@pytest.mark.django_db
def test_an_unmarked_view_is_closed_even_to_the_plans_owner(gate):
    request = RequestFactory().get("/")
    request.user = account(Role.SUPERVISION)
    with pytest.raises(PermissionDenied):
        gate.process_view(request, lambda request: HttpResponse(), (), {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("need", "stranger", "nobody", "auditor"),
    [
        (ANYBODY, True, True, True),
        (ASKS_ITSELF, True, True, True),
        (SIGNED_IN, False, True, True),
        ("plan.view", False, False, True),
        ("plan.review", False, False, False),
    ],
)
def test_the_gate_opens_to_whom_the_view_names(gate, need, stranger, nobody, auditor):
    view = needs(need)(lambda request: HttpResponse())
    people = ((AnonymousUser(), stranger), (account(None), nobody), (account(Role.AUDITOR, "qin"), auditor))
    for user, comes_in in people:
        request = RequestFactory().get("/somewhere")
        request.user = user
        try:
            answer = gate.process_view(request, view, (), {})
        except PermissionDenied:
            assert not comes_in
            assert user.is_authenticated
        else:
            assert (answer is None) == comes_in
            assert comes_in or answer["Location"].startswith("/sign-in/?next=/somewhere")


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
