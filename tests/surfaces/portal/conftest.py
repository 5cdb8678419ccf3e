"""Which enterprise files in the tests of the portal, and who verifies?"""

from datetime import date

import pytest
from django.contrib.auth.models import User

from guatu.base import clock
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import open_account
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.registry import ENTERPRISES
from guatu.zone.statistics.returns.listing import list_unit

TODAY = date(2019, 7, 18)
PASSWORD = "Returns-of-July-2019"


def person(name: str, family: str, role: Role) -> User:
    user = User.objects.create_user(name, password=PASSWORD, last_name=family)
    assign_role(user, role, by=None)
    return user


@pytest.fixture
def july():
    with clock.use(TODAY):
        yield


@pytest.fixture
def firms(july, db):
    """Two industrial firms that stand in the list."""
    values = [each for each in make_enterprises(400, date(2019, 1, 1)) if each["scale"] == "industry"][:2]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 1, 1), demonstration=True)
    for firm in made:
        list_unit(firm.pk, "industry", since=date(2018, 1, 1), source="名录", by=None)
    return made


@pytest.fixture
def filer(firms):
    user = User.objects.create_user("machines", password=PASSWORD, last_name="丁")
    open_account(firms[0], user, by=None)
    return user


@pytest.fixture
def other_filer(firms):
    user = User.objects.create_user("parts", password=PASSWORD, last_name="戊")
    open_account(firms[1], user, by=None)
    return user


@pytest.fixture
def officer(db):
    return person("tongji", "己", Role.STATISTICS)
