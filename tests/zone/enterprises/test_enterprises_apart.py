"""Does the database itself keep one enterprise from another, whatever the pages of the portal ask?"""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from guatu.base.periods import Period
from guatu.kernel.access.database_roles import as_portal
from guatu.kernel.burden.actions import count_form
from guatu.kernel.burden.models import Tally
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import (
    add_contact,
    add_title,
    enter_scale,
    keep_copies,
    open_account,
    plan_visit,
    reach_stage,
)
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
OWN = {
    "enterprises_enterprise": "id",
    "enterprises_contact": "enterprise_id",
    "enterprises_title": "enterprise_id",
    "enterprises_economicfact": "enterprise_id",
    "enterprises_scalespell": "enterprise_id",
    "enterprises_listingstep": "enterprise_id",
}
SHUT = (
    "enterprises_visit",
    "enterprises_inspection",
    "enterprises_groupmember",
    "enterprises_enterpriseaccount",
)


@pytest.fixture
def firms():
    values = [v for v in make_enterprises(12, date(2019, 2, 28)) if v["status"] == "in_business"]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))
    clerk = User.objects.create_user("li")
    for firm in made[:2]:
        add_contact(firm, name="王工", by=clerk, source="走访")
        add_title(firm, name="x", valid_from=date(2018, 1, 1), valid_to=None, by=clerk, source="名单")
        enter_scale(firm, scale="industry", since=date(2018, 1, 1), by=clerk, source="批复")
        reach_stage(firm, stage="reserve", reached_on=date(2018, 1, 1), by=clerk, source="金融办")
        values = {"enterprise": firm.pk, "topic": "x", "visitor": clerk.pk, "planned_on": date(2019, 7, 22)}
        plan_visit(values, by=clerk, source="计划")
        value = KnownValue("main_revenue", Period.of_year(2018), Decimal(1), "万元", "企业", date(2019, 3, 1))
        keep_copies([AuthorisedCopy(firm.pk, value, "入规", date(2030, 1, 1))], by=None)
    return made


def keys_in(table: str, column: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.parametrize("table", OWN)
def test_the_portal_reads_the_own_enterprise_by_whatever_query(firms, table):
    assert keys_in(table, OWN[table]) >= {firms[0].pk, firms[1].pk}
    with as_portal(firms[1].pk):
        assert keys_in(table, OWN[table]) == {firms[1].pk}


@pytest.mark.parametrize("table", SHUT)
def test_what_the_staff_note_is_shut_to_the_portal(firms, table):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        as_portal(firms[0].pk),
    ):
        keys_in(table, "id")


def test_the_portal_writes_nothing_into_its_file_but_what_it_typed_is_counted(firms):
    with pytest.raises(ProgrammingError), transaction.atomic(), as_portal(firms[0].pk):
        Enterprise.objects.filter(pk=firms[0].pk).update(name="x")
    person = User.objects.create_user("qiye")
    open_account(firms[0], person, by=None)
    count_form("portal", ["main_revenue"], by=person)
    count_form("portal", ["main_revenue"], by=person)
    assert Tally.objects.get().elements == {"main_revenue": 2}
    with as_portal(firms[1].pk):
        assert Tally.objects.count() == 0
    with as_portal(firms[0].pk):
        assert Tally.objects.count() == 1
