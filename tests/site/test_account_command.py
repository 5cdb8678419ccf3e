"""Does the operator of the machine open the first accounts, and get people in who lost everything?"""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from guatu.base.errors import Refused
from guatu.kernel.access.rights import may
from guatu.site.account_command import run
from guatu.site.trouble import TroubleError

pytestmark = pytest.mark.django_db


def password_in(text: str) -> str:
    found = re.search(r"\w{4}(-\w{4}){3}", text)
    assert found, text
    return found.group()


def test_the_first_account_of_an_installation_comes_in_and_is_led_through_its_duties(client, capsys):
    run(["new", "--role", "security_admin", "--family", "高", "--given", "敏", "gaomin"])
    password = password_in(capsys.readouterr().out)
    assert may(User.objects.get(username="gaomin"), "accounts.manage")
    client.post("/sign-in/", {"username": "gaomin", "password": password})
    assert client.get("/people/")["Location"] == "/account/password/"


def test_a_new_password_an_open_lock_and_no_second_factor(capsys):
    run(["new", "--family", "周", "zhou"])
    client = Client()
    for _n in range(5):
        client.post("/sign-in/", {"username": "zhou", "password": "wrong"})
    Authenticator.objects.create(user=User.objects.get(), type="totp", data={"secret": "x"})
    run(["password", "zhou"])
    password = password_in(capsys.readouterr().out.splitlines()[-1])
    run(["unlock", "zhou"])
    run(["forget-second-factor", "zhou"])
    answer = client.post("/sign-in/", {"username": "zhou", "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_what_cannot_be_is_said():
    with pytest.raises(TroubleError, match="no account 'nobody'"):
        run(["unlock", "nobody"])
    run(["new", "--family", "周", "zhou"])
    with pytest.raises(Refused):
        run(["new", "--family", "周", "ZHOU"])
    with pytest.raises(SystemExit):
        run(["new", "--family", "周", "--role", "root", "li"])
