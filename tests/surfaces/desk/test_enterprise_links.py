"""Is an enterprise named in a form by its number or its whole name, and never chosen from ten thousand?"""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import change_enterprise
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Visit
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
NEW = "/registries/visits/new"


@pytest.fixture(autouse=True)
def _june():
    with clock.use(date(2019, 6, 12)):
        yield


@pytest.fixture
def clerk():
    user = User.objects.create_user("li", last_name="李")
    user.groups.add(Group.objects.get_or_create(name="staff")[0])
    return user


@pytest.fixture
def firms(clerk):
    values = [v for v in make_enterprises(12, date(2019, 2, 28)) if v["status"] == "in_business"]
    return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


def said(client, clerk, enterprise: str):
    typed = {"enterprise": enterprise, "topic": "入规", "visitor": clerk.pk, "planned_on": "2019-06-20"}
    typed |= {"state": "planned", "known_from": "走访计划", "known_as_of": "2019-06-12"}
    return client.post(NEW, typed)


def test_the_form_takes_a_number_or_a_name_and_keeps_what_was_typed(client, clerk, firms):
    client.force_login(clerk)
    page = client.get(NEW).content.decode()
    assert firms[0].name not in page
    for typed in (firms[0].uscc, firms[1].name):
        assert said(client, clerk, typed).status_code == 302
    assert [visit.enterprise for visit in Visit.objects.order_by("pk")] == [firms[0], firms[1]]
    wrong = said(client, clerk, "星野无此企业")
    assert wrong.status_code == 422
    assert 'value="星野无此企业"' in wrong.content.decode()


def test_what_two_are_called_is_not_guessed(client, clerk, firms):
    change_enterprise(firms[2], {"name": firms[3].name}, by=None, source="清单")
    client.force_login(clerk)
    assert said(client, clerk, firms[3].name).status_code == 422
    assert said(client, clerk, firms[3].uscc).status_code == 302


def test_an_address_offers_the_enterprise_and_a_change_shows_its_name(client, clerk, firms):
    client.force_login(clerk)
    assert f'value="{firms[0].uscc}"' in client.get(NEW, {"enterprise": firms[0].uscc}).content.decode()
    said(client, clerk, firms[0].uscc)
    visit = Visit.objects.get()
    form = client.get(f"/registries/visits/{visit.pk}/change")
    assert f'value="{firms[0].name}"' in form.content.decode()
    assert form.context["form"].fields["enterprise"].has_changed(firms[0].pk, firms[0].uscc) is False
    assert form.context["form"].fields["enterprise"].has_changed(firms[0].pk, firms[1].uscc) is True
