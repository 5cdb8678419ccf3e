"""What does every answer carry for the reader's safety, and what is shown when something goes wrong?"""

import os
import stat
import subprocess
import sys

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.urls import path
from django.views.defaults import server_error

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.gate import ANYBODY, needs
from guatu.kernel.access.rights import Role
from guatu.site import urls

pytestmark = pytest.mark.django_db


def _break(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [*urls.urlpatterns, path("broken/", needs(ANYBODY)(_break))]


@pytest.fixture
def reader(client) -> Client:
    user = User.objects.create_user("qin", password="a long word of passage")
    assign_role(user, Role.AUDITOR, by=None)
    client.force_login(user)
    return client


def directives(answer) -> dict[str, str]:
    policy = answer["Content-Security-Policy"]
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


def test_scripts_and_styles_come_from_files_of_ours_alone(client):
    rules = directives(client.get("/sign-in/"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(rules.values())


def test_no_page_carries_scripts_or_styles_in_its_text(reader):
    for address in ("/sign-in/", "/", "/plans/", "/wall/"):
        text = reader.get(address, follow=True).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_answers_are_not_framed_sniffed_or_told_elsewhere(client):
    answer = client.get("/sign-in/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_session_is_out_of_reach_of_scripts_and_other_sites(client):
    User.objects.create_user("qin", password="a long word of passage")
    client.post("/sign-in/", {"username": "qin", "password": "a long word of passage"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert 0 < int(cookie["max-age"]) <= 12 * 60 * 60


def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/sign-in/", {"username": "qin", "password": "x"})
    assert answer.status_code == 403


def test_a_foreign_host_is_not_answered(client):
    assert client.get("/sign-in/", headers={"host": "elsewhere.example"}).status_code == 400


def test_a_page_that_is_not_there_says_so_in_the_house_style(reader):
    answer = reader.get("/no/such/page")
    assert answer.status_code == 404
    assert "404.html" in [template.name for template in answer.templates]


def test_a_refusal_says_so_in_the_house_style(reader):
    answer = reader.get("/plans/upload")
    assert answer.status_code == 403
    assert "403.html" in [template.name for template in answer.templates]


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_shows_no_inside(client):
    client.raise_request_exception = False
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert b"broken on purpose" not in answer.content
    assert b"Traceback" not in answer.content


def test_the_failure_page_needs_nothing_that_may_be_broken(rf):
    # Django shows it without a user, messages or rights: the database may be what failed.
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"500" in answer.content


def test_chinese_comes_first_whatever_the_browser_prefers(client):
    answer = client.get("/sign-in/", headers={"accept-language": "en-US,en;q=0.9"})
    assert answer["Content-Language"] == "zh-hans"


def test_english_is_a_switch_away_and_back(client):
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert client.get("/sign-in/")["Content-Language"] == "en"
    client.post("/language/", {"language": "zh-hans", "next": "/sign-in/"})
    assert client.get("/sign-in/")["Content-Language"] == "zh-hans"


def test_a_language_that_is_not_there_is_chinese(client):
    client.cookies["django_language"] = "tlh"
    assert client.get("/sign-in/")["Content-Language"] == "zh-hans"


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path):
    script = "from guatu.site.settings import SECRET_KEY; print(SECRET_KEY)"
    environment = {name: value for name, value in os.environ.items() if name != "GUATU_SECRET_KEY"}
    environment |= {"GUATU_VAR": str(tmp_path / "var"), "PYTHONPATH": os.pathsep.join(sys.path)}
    keys = {
        subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    }
    assert len(keys) == 1
    assert len(keys.pop().strip()) >= 50
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
