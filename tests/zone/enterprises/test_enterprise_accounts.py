"""Does an account act for its own enterprise, for as long as it is open, and never for the zone as well?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, User

from guatu.base import clock
from guatu.base.errors import GuatuError, Refused
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.enterprises import own_enterprise, register_owner
from guatu.kernel.access.rights import Role
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import change_enterprise, close_account, open_account
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise, EnterpriseAccount
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=clock.ZONE_TIME)


@pytest.fixture
def firms():
    values = [v for v in make_enterprises(40, date(2019, 2, 28)) if v["status"] == "in_business"]
    return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


@pytest.fixture
def officer():
    return User.objects.create_user("anquan")


def test_an_account_opens_its_own_enterprise_from_that_day_on(firms, officer):
    user = User.objects.create_user("qiye")
    assert own_enterprise(user) is None
    with clock.use(at("2019-03-04")):
        open_account(firms[0], user, by=officer, title="统计员")
        assert own_enterprise(user) == firms[0].pk
    with clock.use(at("2019-03-03")):
        assert own_enterprise(user) is None
    assert list(user.groups.values_list("name", flat=True)) == ["enterprise"]


def test_a_closed_account_opens_nothing_and_may_be_opened_again(firms, officer):
    user = User.objects.create_user("qiye")
    with clock.use(at("2019-03-04")):
        account = open_account(firms[0], user, by=officer)
    with clock.use(at("2019-05-06")):
        close_account(account, by=officer)
        assert own_enterprise(user) is None
    with clock.use(at("2019-05-07")):
        assert close_account(account, by=officer).until == date(2019, 5, 6)
        open_account(firms[0], user, by=officer)
        assert own_enterprise(user) == firms[0].pk
    assert EnterpriseAccount.objects.count() == 1


def test_an_account_closed_before_it_began_never_opened_anything(firms, officer):
    with clock.use(at("2019-03-04")):
        account = open_account(firms[0], User.objects.create_user("qiye"), by=officer)
    with clock.use(at("2019-03-01")):
        close_account(account, by=officer)
    assert (account.since, account.until) == (date(2019, 3, 4), date(2019, 3, 4))


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_who_works_for_the_zone_cannot_be_an_enterprise(firms, officer, role):
    assign_role(officer, role, by=None)
    with pytest.raises(Refused) as refused:
        open_account(firms[0], officer, by=officer)
    assert refused.value.code == "of_the_zone"


def test_an_account_stays_with_its_enterprise(firms, officer):
    user = User.objects.create_user("qiye")
    close_account(open_account(firms[0], user, by=officer), by=officer)
    with pytest.raises(Refused) as refused:
        open_account(firms[1], user, by=officer)
    assert refused.value.code == "of_another"


def test_a_closed_enterprise_gets_no_account(firms, officer):
    closing = {"status": "cancelled", "closed_on": date(2019, 2, 1), "established_on": date(2010, 1, 1)}
    closed = change_enterprise(firms[0], closing, by=officer, source="清单")
    assert isinstance(closed, Enterprise)
    with pytest.raises(Refused) as refused:
        open_account(closed, User.objects.create_user("qiye"), by=officer)
    assert refused.value.code == "closed"


def test_strangers_and_dismissed_accounts_own_nothing(firms, officer):
    assert own_enterprise(AnonymousUser()) is None
    user = User.objects.create_user("qiye")
    open_account(firms[0], user, by=officer)
    user.is_active = False
    assert own_enterprise(user) is None
    with pytest.raises(GuatuError):
        register_owner(lambda _user: 1)
