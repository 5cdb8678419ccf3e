"""Does the security administrator make, find, and switch accounts, and nobody else?"""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.base.errors import Refused
from guatu.kernel.access.actions import open_account
from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import set_address
from guatu.kernel.access.signing_in.models import SignIn
from tests.kernel.access.signing_in.people import account, actors, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return account("anquan", Role.SECURITY_ADMIN)


@pytest.fixture
def desk(administrator) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def test_a_new_account_gets_a_first_password_that_is_shown_once(desk, administrator, client):
    sent = {"username": "neu", "family_name": "新", "given_name": "来", "email": "neu@zone.example"}
    desk.post("/people/new", sent)
    user = User.objects.get(username="neu")
    assert sign_in(client, "neu", "").status_code == 200
    page = desk.post(f"/accounts/{user.pk}/give-password/")
    password = page.context["password"]
    assert password in page.content.decode()
    assert password not in desk.get(f"/accounts/{user.pk}/").content.decode()
    assert actors("access.give_password") == [administrator.pk]
    assert sign_in(client, "neu", password).status_code == 302


def test_accounts_are_found_by_any_word(desk):
    account("zhou", last_name="周", first_name="文斌", email="wb@zone.example")
    account("li", last_name="李")
    for words in ("zhou", "文斌", "wb@", "周 zone"):
        assert [user.username for user in desk.get("/accounts/", {"q": words}).context["page"]] == ["zhou"]


def test_an_account_switched_off_is_out_at_once_and_its_sessions_do_not_come_back(desk, client):
    user = account()
    sign_in(client)
    desk.post(f"/people/{user.pk}/account/off")
    assert client.get("/account/").status_code == 302
    assert sign_in(Client()).status_code == 200
    desk.post(f"/people/{user.pk}/account/on")
    assert client.get("/account/").status_code == 302
    assert sign_in(client).status_code == 302
    assert SignIn.objects.filter(end=SignIn.End.ADMINISTRATOR).count() == 1


def test_an_address_belongs_to_one_account(administrator):
    account("li", email="li@zone.example")
    user = account()
    with pytest.raises(Refused):
        set_address(user, "LI@zone.example", by=administrator)
    with pytest.raises(Refused):
        open_account("neu", "新", "来", by=administrator, email="LI@zone.example")
    set_address(user, "Zhou@zone.example", by=administrator)
    user.refresh_from_db()
    assert user.email == "zhou@zone.example"


def test_what_is_no_address_is_refused(administrator):
    for address in ("no address", "周@zone.example"):
        with pytest.raises(Refused) as refused:
            set_address(account(address[:1]), address, by=administrator)
        assert refused.value.code == "bad_email"


@pytest.mark.parametrize("deed", ["nothing-known", "delete"])
def test_a_deed_that_is_not_there_is_not_found(desk, deed):
    assert desk.post(f"/accounts/{account().pk}/{deed}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_no_other_role_manages_accounts(client, role):
    user = account("li")
    client.force_login(account("zhou", role))
    for page in ("/accounts/", f"/accounts/{user.pk}/"):
        assert client.get(page).status_code == 403
    assert client.post(f"/accounts/{user.pk}/give-password/").status_code == 403


def test_there_is_no_way_to_make_an_account_for_oneself(client):
    for page in ("/sign-up/", "/signup/", "/sign-in/signup/", "/accounts/signup/"):
        assert client.get(page).status_code in {302, 404}
    assert not User.objects.exists()
