"""Are passwords good, new, and changed when they must be?"""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from guatu.base import clock
from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.actions import give_password, make_password, mark_demonstration
from guatu.kernel.access.signing_in.models import Credential, OldPassword, SignIn
from guatu.kernel.access.signing_in.passwords import HISTORY, why_change
from tests.kernel.access.signing_in.people import (
    NEXT,
    PASSWORD,
    account,
    actors,
    newcomer,
    sign_in,
    whole_ledger,
)


def codes(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return {error.code for error in refusal.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("Kurz 1aB", {"too_short"}),
        ("nur kleine buchstaben", {"too_plain"}),
        ("kleine und 12", set()),
        ("湘江北去 Orange", set()),
        ("Password123", {"password_too_common"}),
        ("1234567890", {"too_plain", "password_too_common"}),
        (PASSWORD, set()),
    ],
)
def test_what_is_good_enough(password, wrong):
    assert codes(password) == wrong


@pytest.mark.django_db
def test_a_password_like_the_account_is_refused():
    user = account("zhouwenbin", email="wenbin.zhou@zone.example")
    assert "password_too_similar" in codes("Zhouwenbin1", user)
    assert "password_too_similar" in codes("Wenbin.zhou1", user)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR])
def test_an_administrators_password_is_longer(role):
    assert codes("Regen im 27", account("guan", role)) == {"too_short"}
    assert codes("Regen im 27", account("zhou", Role.STAFF)) == set()


def test_a_password_that_is_given_fulfils_the_rules():
    for password in {make_password() for _n in range(200)}:
        assert codes(password) == set()
        assert len(password) == 19
        assert not set("0O1lI") & set(password)


@pytest.mark.django_db
def test_the_last_five_passwords_are_not_taken_again():
    user = account()
    for number in range(HISTORY - 1):
        user.set_password(f"{PASSWORD}{number}")
        user.save()
    assert codes(PASSWORD, user) == {"used_before"}
    user.set_password(NEXT)
    user.save()
    assert codes(PASSWORD, user) == set()
    assert OldPassword.objects.filter(user=user).count() == HISTORY


@pytest.mark.django_db
def test_changing_it_on_the_page_ends_the_other_sign_ins_and_keeps_this_one(client):
    user = account()
    other = type(client)()
    sign_in(other)
    sign_in(client)
    answer = client.post(
        "/account/password/", {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert [s.end for s in SignIn.objects.order_by("pk")] == [SignIn.End.PASSWORD, ""]
    assert actors("access.change_password") == [user.pk]
    assert sign_in(type(client)(), password=NEXT).status_code == 302
    # The session in use is known still, so that it can be ended.
    client.post("/sign-out/")
    assert SignIn.objects.get(end=SignIn.End.SIGNED_OUT).user == user


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"oldpassword": "wrong one 1A", "password1": NEXT, "password2": NEXT}, "oldpassword"),
        ({"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT + "!"}, "password2"),
        ({"oldpassword": PASSWORD, "password1": "short", "password2": "short"}, "password1"),
        ({"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}, "password1"),
    ],
)
def test_what_does_not_fit_changes_nothing(client, sent, field):
    user = account()
    sign_in(client)
    answer = client.post("/account/password/", sent)
    assert set(answer.context["form"].errors) == {field}
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_password_older_than_ninety_days_is_changed_before_anything_else(client):
    user = account()
    with clock.use(clock.now() + timedelta(days=91)):
        sign_in(client)
        sent_to = client.get("/figures/?year=2019")
        assert sent_to["Location"] == "/account/password/"
        assert "90" in client.get("/account/password/").content.decode()
        changed = client.post(
            "/account/password/", {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}
        )
        assert changed["Location"] == "/figures/?year=2019"
        assert client.get("/figures/").status_code == 200
        user = User.objects.get(pk=user.pk)
        assert why_change(user) == ""


@pytest.mark.django_db
def test_ninety_days_are_a_setting_and_may_be_never(client, settings):
    settings.PASSWORD_DAYS = 0
    account()
    with clock.use(clock.now() + timedelta(days=4000)):
        sign_in(client)
        assert client.get("/account/").status_code == 200


@pytest.mark.django_db
def test_the_first_password_must_be_changed_and_is_written_nowhere(client):
    administrator = account("anquan", Role.SECURITY_ADMIN)
    _user, first = newcomer("neu", by=administrator)
    assert sign_in(client, "neu", first)["Location"] == "/"
    for page in ("/", "/account/", "/wall/", "/account/keys/1/remove/"):
        assert client.get(page)["Location"] == "/account/password/"
    client.post("/account/password/", {"oldpassword": first, "password1": NEXT, "password2": NEXT})
    assert client.get("/account/").status_code == 200
    assert first not in whole_ledger()
    assert NEXT not in whole_ledger()


@pytest.mark.django_db
def test_one_who_must_change_it_may_still_leave_and_read_the_page_in_another_language(client):
    _user, first = newcomer()
    sign_in(client, "neu", first)
    assert client.post("/language/", {"language": "en", "next": "/account/password/"}).status_code == 302
    assert client.get("/account/password/")["Content-Language"] == "en"
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_a_given_password_ends_what_is_open_and_must_be_changed(client):
    user, by = account(), account("anquan", Role.SECURITY_ADMIN)
    sign_in(client)
    given_one = give_password(user, by=by)
    assert client.get("/account/").status_code == 302
    sign_in(client, password=given_one)
    assert client.get("/")["Location"] == "/account/password/"


@pytest.mark.django_db
def test_demonstration_accounts_are_asked_for_nothing(client):
    user = account("ducha", Role.SUPERVISION)
    mark_demonstration(user, by=None)
    with clock.use(clock.now() + timedelta(days=400)):
        sign_in(client, "ducha")
        assert client.get("/account/").status_code == 200
    assert Credential.objects.get(user=user).demonstration


@pytest.mark.django_db
def test_the_page_does_not_let_a_stolen_session_guess_the_password(client):
    account()
    sign_in(client)
    wrong = {"oldpassword": "wrong one 1A", "password1": NEXT, "password2": NEXT}
    answers = [client.post("/account/password/", wrong).status_code for _n in range(6)]
    assert answers == [200] * 5 + [429]
