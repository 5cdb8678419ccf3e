"""Which firms and people do the tests of returns know?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from return_firms import MACHINES, PARTS, TODAY, FirmsOfTests

from guatu.base import clock
from guatu.kernel import directory
from guatu.kernel.access import enterprises as owners
from guatu.kernel.access.database_roles import APP
from guatu.kernel.access.rights import Role
from guatu.zone.statistics.returns.listing import list_unit


@pytest.fixture
def firms(db: None, monkeypatch: pytest.MonkeyPatch) -> FirmsOfTests:
    found = FirmsOfTests()
    for firm in found.firms:
        list_unit(firm.id, firm.scale, since=date(2018, 1, 1), source="名录", by=None)
    monkeypatch.setattr(directory, "_registered", [found])
    return found


@pytest.fixture
def july() -> Iterator[None]:
    with clock.use(TODAY):
        yield


@dataclass
class People:
    """Who acts: an account of each firm, two statistics officers, and those who must see nothing."""

    of_machines: User
    of_parts: User
    officer: User
    second: User
    others: dict[Role, User]


@pytest.fixture
def people(db: None, monkeypatch: pytest.MonkeyPatch) -> People:
    def person(name: str, role: Role) -> User:
        user = User.objects.create(username=name)
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
        return user

    there = People(
        of_machines=person("machines", Role.ENTERPRISE),
        of_parts=person("parts", Role.ENTERPRISE),
        officer=person("officer", Role.STATISTICS),
        second=person("second", Role.STATISTICS),
        others={
            role: person(role.value, role) for role in Role if role not in (Role.ENTERPRISE, Role.STATISTICS)
        },
    )
    firms_of = {there.of_machines.pk: MACHINES.id, there.of_parts.pk: PARTS.id}
    monkeypatch.setattr(owners, "_providers", [firms_of.get])
    return there


@pytest.fixture
def as_the_app(people: People) -> Iterator[None]:
    """The connection works in the role of the pages, which may not touch the store of micro-data."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APP}")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
