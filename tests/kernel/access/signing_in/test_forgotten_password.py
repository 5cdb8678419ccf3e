"""Does a letter, over a real mail server, let one choose a new password, once, within the hour?"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.models import SignIn
from guatu.kernel.mail.delivery import deliver_letter
from guatu.kernel.mail.models import Letter
from tests.kernel.access.signing_in.people import (
    NEXT,
    PASSWORD,
    account,
    actors,
    code,
    newcomer,
    set_up_app,
    sign_in,
    verbs,
    whole_ledger,
)
from tests.kernel.mail.post_office import PostOffice, Server

pytestmark = pytest.mark.django_db

ADDRESS = "zhou@zone.example"


@pytest.fixture
def office(settings) -> Iterator[PostOffice]:
    office = PostOffice()
    server = Server(office)
    server.start()
    settings.SMTP_URL = f"smtp://{server.hostname}:{server.port}"
    yield office
    server.stop()


def ask(client: Client, address: str = ADDRESS):
    return client.post("/sign-in/forgotten/", {"email": address})


def delivered(office: PostOffice) -> list[str]:
    """Sends what waits, as the worker does, and returns the texts that arrived."""
    for letter in Letter.objects.filter(state="waiting"):
        deliver_letter(letter.pk)
    return [letter.get_content() for letter in office.letters]


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(\S+)", text)
    assert found, text
    return found.group(1)


def choose(client: Client, link: str, password: str = NEXT):
    page = client.get(link, follow=True)
    if "form" not in page.context or page.context.get("token_fail"):
        return page
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_the_letter_leads_to_a_new_password_and_ends_what_was_open(client, office):
    user = account(email=ADDRESS)
    elsewhere = Client()
    sign_in(elsewhere)
    assert ask(client)["Location"] == "/sign-in/forgotten/sent/"
    (text,) = delivered(office)
    assert office.letters[0]["To"] == ADDRESS
    assert "zhou" in text
    answer = choose(client, link_in(text))
    assert answer["Location"] == "/sign-in/new-password/done/"
    assert "_auth_user_id" not in client.session
    assert elsewhere.get("/account/").status_code == 302
    assert SignIn.objects.get().end == SignIn.End.PASSWORD
    assert sign_in(client, password=PASSWORD).status_code == 200
    assert sign_in(client, password=NEXT).status_code == 302
    assert actors("access.reset_password") == [user.pk]


def test_the_link_is_good_once(client, office):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    choose(client, link)
    assert choose(Client(), link, "Another one 29").context["token_fail"]
    assert sign_in(client, password=NEXT).status_code == 302


def test_signing_in_in_the_meantime_makes_the_link_void(client, office):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    sign_in(Client())
    assert choose(client, link).context["token_fail"]


def test_the_link_is_good_for_an_hour(client, office, settings):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert choose(client, link).context["token_fail"]


@pytest.mark.parametrize("change", ["x", "0-", "-"])
def test_a_link_that_was_altered_is_refused(client, office, change):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    altered = link.rstrip("/") + change + "/"
    assert choose(client, altered).context["token_fail"]


def test_the_secret_of_the_link_stays_out_of_the_address_line_of_the_form(client, office):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    moved = client.get(link)
    assert moved.status_code == 302
    assert urlsplit(moved["Location"]).path.endswith("-set-password/")
    assert client.get(moved["Location"])["Referrer-Policy"] == "same-origin"


def test_the_rules_hold_for_the_new_password(client, office):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    assert set(choose(client, link, "short").context["form"].errors) == {"password1"}
    assert set(choose(client, link, PASSWORD).context["form"].errors) == {"password1"}


def test_nobody_learns_whether_an_address_is_known(client, office):
    account(email=ADDRESS)
    known, unknown = ask(client), ask(client, "nobody@zone.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [letter["To"] for letter in office.letters] == []
    delivered(office)
    assert [letter["To"] for letter in office.letters] == [ADDRESS]
    assert actors("access.ask_for_new_password") == [None, None]


def test_an_account_switched_off_or_without_a_password_gets_no_letter(client, office):
    account(email=ADDRESS)
    User.objects.update(is_active=False)
    other, _first = newcomer("neu")
    other.set_unusable_password()
    other.save()
    ask(client)
    ask(client, "neu@zone.example")
    assert delivered(office) == []


def test_capital_letters_of_an_address_do_not_matter(client, office):
    newcomer("neu")
    ask(client, "NEU@zone.EXAMPLE")
    assert len(delivered(office)) == 1


def test_asking_again_and_again_is_stopped(client, office):
    account(email=ADDRESS)
    answers = [ask(client).status_code for _n in range(6)]
    assert answers == [302] * 5 + [429]
    assert "429.html" in [template.name for template in ask(client).templates]


def test_the_second_factor_is_still_asked_for_after_the_letter(client, office):
    account(email=ADDRESS)
    sign_in(client)
    secret = set_up_app(client, step=-1)
    client.post("/sign-out/")
    ask(client)
    letters = delivered(office)
    choose(client, link_in(letters[-1]))
    assert sign_in(client, password=NEXT)["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": code(secret)}).status_code == 302


def test_the_link_is_neither_in_the_ledger_nor_kept_after_it_was_sent(client, office):
    account(email=ADDRESS)
    ask(client)
    link = link_in(delivered(office)[0])
    assert link not in whole_ledger()
    assert Letter.objects.get().body == ""


def test_changes_of_what_keeps_an_account_safe_are_told_by_letter(client, office):
    account(email=ADDRESS)
    sign_in(client)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT})
    (text,) = delivered(office)
    assert NEXT not in text
    assert "zhou" in text


def test_without_a_mail_server_the_page_says_whom_to_ask(client, settings):
    account(email=ADDRESS)
    settings.ACCESS_HELP = "信息中心 8-1234"
    page = client.get("/sign-in/forgotten/").content.decode()
    assert "8-1234" in page
    assert "<form" not in page.partition('id="content"')[2]
    sign_in(client)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT})
    assert not Letter.objects.exists()


def test_the_security_administrator_sends_the_link_and_never_sees_it(client, office):
    user, _first = newcomer("neu")
    desk = Client()
    administrator = account("anquan", Role.SECURITY_ADMIN)
    desk.force_login(administrator)
    page = desk.post(f"/accounts/{user.pk}/send-link/", follow=True).content.decode()
    (text,) = delivered(office)
    assert link_in(text) not in page
    assert choose(client, link_in(text))["Location"] == "/sign-in/new-password/done/"
    sign_in(client, "neu", NEXT)
    assert client.get("/account/").status_code == 200
    assert actors("access.send_reset_link") == [administrator.pk]


def test_without_an_address_no_link_is_sent(client, office):
    user = account()
    desk = Client()
    desk.force_login(account("anquan", Role.SECURITY_ADMIN))
    desk.post(f"/accounts/{user.pk}/send-link/")
    assert not Letter.objects.exists()
    assert "access.send_reset_link" not in verbs()
