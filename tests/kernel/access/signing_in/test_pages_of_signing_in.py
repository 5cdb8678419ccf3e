"""Are the pages of signing in closed to forgery, kept by no cache, and safe on a shared machine?"""

import json
import os
import re
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import URLPattern

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in import urls
from guatu.kernel.access.signing_in.models import Credential
from tests.kernel.access.signing_in.people import account, set_up_app, sign_in

pytestmark = pytest.mark.django_db

PAGES = [*urls.sign_in, *urls.own_account, *urls.accounts]
EXAMPLES = {"int": "1", "slug": "unlock", "base36": "1", "str": "x"}


def address_of(pattern: URLPattern) -> str:
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: EXAMPLES[found.group(1)], str(pattern.pattern))


@pytest.fixture
def everybody(client) -> Client:
    """One who may open all these pages."""
    account("anquan", Role.SECURITY_ADMIN)
    Credential.objects.update(demonstration=True)
    sign_in(client, "anquan")
    return client


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_nothing_is_done_by_a_post_without_its_token(everybody, pattern):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = everybody.cookies
    assert strict.post(address_of(pattern)).status_code == 403
    # Not even somebody is signed out.
    assert everybody.get("/account/").status_code == 200


@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: pattern.name)
def test_no_cache_keeps_an_answer_and_no_page_carries_scripts_or_styles(everybody, pattern):
    for client in (everybody, Client()):
        answer = client.get(address_of(pattern))
        if answer.status_code == 200:
            assert "no-store" in answer["Cache-Control"]
        text = answer.content.decode()
        assert " style=" not in text
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text)


def test_a_page_that_was_asked_for_is_only_one_of_this_house(client):
    account()
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        answer = client.post(
            f"/sign-in/?next={elsewhere}",
            {"username": "zhou", "password": "Blauer Regen 27", "next": elsewhere},
        )
        assert answer["Location"] == "/"
        client.post("/sign-out/")


def test_the_secret_of_an_app_is_shown_anew_each_time_and_never_after(client):
    account()
    sign_in(client)
    secrets = {client.get("/account/app/").context["form"].secret for _n in range(3)}
    assert len(secrets) == 3
    secret = set_up_app(client)
    assert client.get("/account/app/")["Location"] == "/account/app/remove/"
    assert secret not in json.dumps(dict(client.session.items()))


def test_with_https_no_cookie_and_no_page_goes_over_an_open_line(tmp_path):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_SSL_REDIRECT")
    names = (*names, "SECURE_HSTS_SECONDS", "ACCOUNT_DEFAULT_HTTP_PROTOCOL")
    script = f"from guatu.site import settings; print(*(getattr(settings, name) for name in {names}))"
    environment = {
        **os.environ,
        "GUATU_HTTPS": "1",
        "GUATU_VAR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    said = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["True", "True", "True", "True", "31536000", "https"]


def test_every_address_of_the_library_that_is_there_is_one_of_the_list():
    names = {pattern.name for pattern in PAGES}
    missing = {
        "account_signup",
        "account_email",
        "mfa_trust",
        "socialaccount_connections",
        "mfa_login_webauthn",
    }
    assert not names & missing
    assert len(names) == len(PAGES)
