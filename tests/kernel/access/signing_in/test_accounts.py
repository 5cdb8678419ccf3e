"""Does the security administrator make, find, and switch accounts, and nobody else?"""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.base.errors import Refused
from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import create_account, set_address, switch_off
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


def test_an_account_is_made_and_its_password_shown_once(desk, administrator, client):
    sent = {"username": "neu", "family": "新", "given": "来", "email": "neu@zone.example"}
    page = desk.post("/accounts/new/", sent)
    password = page.context["password"]
    assert password in page.content.decode()
    user = User.objects.get(username="neu")
    assert password not in desk.get(f"/accounts/{user.pk}/").content.decode()
    assert actors("access.create_account") == [administrator.pk]
    assert sign_in(client, "neu", password).status_code == 302


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"username": "ZHOU"}, "username_taken"),
        ({"username": "with space"}, "bad_username"),
        ({"username": "x" * 151}, "bad_username"),
        ({"username": "neu", "email": "ZHOU@zone.example"}, "email_taken"),
        ({"username": "neu", "email": "no address"}, "bad_email"),
    ],
)
def test_what_cannot_be_an_account_is_refused(sent, code):
    account("zhou", email="zhou@zone.example")
    with pytest.raises(Refused) as refused:
        create_account(**sent, by=None)
    assert refused.value.code == code


def test_the_page_says_why_and_keeps_what_was_typed(desk):
    account("zhou")
    page = desk.post("/accounts/new/", {"username": "Zhou", "family": "周"})
    assert page.context["form"].non_field_errors()
    assert 'value="周"' in page.content.decode()


def test_accounts_are_found_by_any_word(desk):
    account("zhou", last_name="周", first_name="文斌", email="wb@zone.example")
    account("li", last_name="李")
    for words in ("zhou", "文斌", "wb@", "周 zone"):
        assert [user.username for user in desk.get("/accounts/", {"q": words}).context["page"]] == ["zhou"]


def test_an_account_switched_off_is_out_at_once_and_stays_out(desk, client):
    user = account()
    sign_in(client)
    desk.post(f"/accounts/{user.pk}/switch-off/")
    assert client.get("/account/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert sign_in(client).status_code == 200
    desk.post(f"/accounts/{user.pk}/switch-on/")
    assert sign_in(client).status_code == 302


def test_nobody_switches_the_own_account_off(administrator):
    with pytest.raises(Refused) as refused:
        switch_off(administrator, by=administrator)
    assert refused.value.code == "own_account"


def test_an_address_belongs_to_one_account(administrator):
    account("li", email="li@zone.example")
    user = account()
    with pytest.raises(Refused):
        set_address(user, "LI@zone.example", by=administrator)
    set_address(user, "Zhou@zone.example", by=administrator)
    user.refresh_from_db()
    assert user.email == "zhou@zone.example"


@pytest.mark.parametrize("deed", ["nothing-known", "delete"])
def test_a_deed_that_is_not_there_is_not_found(desk, deed):
    assert desk.post(f"/accounts/{account().pk}/{deed}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SECURITY_ADMIN])
def test_no_other_role_manages_accounts(client, role):
    user = account("li")
    client.force_login(account("zhou", role))
    for page in ("/accounts/", "/accounts/new/", f"/accounts/{user.pk}/"):
        assert client.get(page).status_code == 403
    assert client.post(f"/accounts/{user.pk}/give-password/").status_code == 403


def test_there_is_no_way_to_make_an_account_for_oneself(client):
    for page in ("/sign-up/", "/signup/", "/sign-in/signup/", "/accounts/signup/"):
        assert client.get(page).status_code in {302, 404}
    assert not User.objects.exists()
