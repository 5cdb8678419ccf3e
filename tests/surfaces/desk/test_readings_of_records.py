"""Whatever shows a personal field of an enterprise in full, is it on record who read it?"""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.models import Reading
from guatu.kernel.access.rights import Role
from guatu.zone.enterprises.actions import add_contact
from tests.kernel.access.firms import make_firm

pytestmark = pytest.mark.django_db
LIST = "/registries/enterprises/"


def browser(role: Role) -> Client:
    user = User.objects.create_user(f"as-{role}")
    assign_role(user, role, by=None)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def firms():
    made = [make_firm(f"甲{number}", number) for number in range(3)]
    for firm in made[:2]:
        firm.legal_representative = "王某"
        firm.save()
    return made


def told() -> set[tuple[str, int]]:
    found = Reading.objects.filter(field_class="personal").values_list("model", "record")
    return {(model, int(record)) for model, record in found}


def firm_told(*firms) -> set[tuple[str, int]]:
    return {("enterprises.enterprise", firm.pk) for firm in firms}


@pytest.mark.parametrize("page", ["", "/change", "/history"])
def test_the_pages_of_a_record_tell(firms, page):
    client = browser(Role.STAFF)
    assert client.get(f"{LIST}{firms[0].pk}{page}").status_code == 200
    assert told() == firm_told(firms[0])


def test_a_contact_is_told_of_by_itself(firms):
    contact = add_contact(firms[2], name="王工", by=None, source="走访", phone="13900000000")
    browser(Role.STAFF).get(f"{LIST}{firms[2].pk}")
    assert told() == {("enterprises.contact", contact.pk)}


def test_a_list_and_a_file_tell_of_what_stands_in_them(firms):
    client = browser(Role.STAFF)
    client.get(f"{LIST}?columns=name,status")
    assert told() == set()
    client.get(f"{LIST}?columns=name,legal_representative")
    assert told() == firm_told(*firms[:2])
    Reading.objects.all().delete()
    assert client.get(f"{LIST}export.csv?columns=name,legal_representative").status_code == 200
    assert told() == firm_told(*firms[:2])


def test_who_sees_it_masked_has_not_read_it(firms):
    for role in (Role.LEADER, Role.AUDITOR, Role.STATISTICS):
        client = browser(role)
        assert "王•••" in client.get(f"{LIST}{firms[0].pk}").content.decode()
        client.get(f"{LIST}export.csv?columns=name,legal_representative")
    assert told() == set()


def test_programs_are_told_of_like_people(firms):
    client = browser(Role.STAFF)
    assert client.get(f"/api/1/records/enterprises/{firms[0].pk}").status_code == 200
    assert told() == firm_told(firms[0])
    assert client.get("/api/1/records/enterprises").status_code == 200
    assert told() == firm_told(*firms[:2])


def test_a_day_of_looking_is_told_of_once(firms):
    client = browser(Role.STAFF)
    for _ in range(3):
        client.get(f"{LIST}{firms[0].pk}")
    assert Reading.objects.count() == 1
