"""Does the zone's identity provider let in whom it vouches for, as the right account, and nobody else?

A provider from a kept package runs on this machine; every step between it and Guatu goes over real HTTP.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in import identity_provider
from guatu.site.identity import read_identity_provider
from guatu.site.trouble import TroubleError
from tests.kernel.access.signing_in import oidc_urls
from tests.kernel.access.signing_in.people import (
    account,
    actors,
    code,
    newcomer,
    set_up_app,
    sign_in,
    verbs,
    whole_ledger,
)

with warnings.catch_warnings():
    # The package's own dependencies announce that they will change.
    warnings.simplefilter("ignore")
    from oidc_provider_mock import run_server_in_thread

pytestmark = [
    pytest.mark.django_db,
    # The provider runs in a thread of this process and warns of its own dependencies.
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]

ADDRESS = "zhou@zone.example"


@dataclass
class Provider:
    issuer: str

    def knows(self, subject: str, **claims: object) -> None:
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=5).raise_for_status()

    def answer_as(self, subject: str, question: str) -> str:
        """The address to which the provider sends back somebody who says to be that subject."""
        answer = requests.post(question, data={"sub": subject}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@pytest.fixture(scope="session")
def running() -> Iterator[Provider]:
    with run_server_in_thread() as server:
        yield Provider(f"http://localhost:{server.server_port}")


@pytest.fixture
def provider(running, settings) -> Provider:
    client = read_identity_provider(
        {
            "GUATU_OIDC_ISSUER": running.issuer,
            "GUATU_OIDC_CLIENT_ID": "guatu",
            "GUATU_OIDC_SECRET": "kept by both",
            "GUATU_OIDC_NAME": "星野政务通",
        }
    )
    assert client
    settings.SOCIALACCOUNT_PROVIDERS = {"zone": {"APPS": [client]}}
    settings.OIDC_NAME = client["name"]
    settings.ROOT_URLCONF = oidc_urls.__name__
    return running


def question(client: Client, next_page: str = "") -> str:
    answer = client.post("/sign-in/zone/", {"next": next_page} if next_page else {})
    assert answer.status_code == 302
    return answer["Location"]


def come_in(client: Client, provider: Provider, subject: str, next_page: str = ""):
    back = urlsplit(provider.answer_as(subject, question(client, next_page)))
    assert back.path == "/sign-in/zone/back/"
    return client.get(f"{back.path}?{back.query}")


def test_the_sign_in_page_offers_it_by_name(client, provider):
    page = client.get("/sign-in/").content.decode()
    assert "星野政务通" in page
    assert 'action="/sign-in/zone/"' in page


def test_without_a_provider_nothing_of_it_is_there(client):
    assert "sign-in/zone" not in client.get("/sign-in/").content.decode()
    assert client.get("/sign-in/zone/").status_code == 404


def test_the_question_uses_a_code_with_proof_and_asks_for_no_more_than_needed(client, provider):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(question(client)).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert len(asked["state"]) >= 16
    assert asked["redirect_uri"] == "http://testserver/sign-in/zone/back/"


def test_an_address_cannot_change_the_question(client, provider):
    page = "/sign-in/zone/?process=connect&scope=admin&auth_params=prompt%3Dnone&action=reauthenticate"
    asked = client.post(page)["Location"]
    assert "admin" not in asked
    assert "prompt" not in asked
    assert client.get("/sign-in/zone/").status_code == 405


def test_a_verified_address_leads_to_the_one_account_that_has_it(client, provider):
    user = account(email=ADDRESS)
    provider.knows("s-1", email="Zhou@Zone.example", email_verified=True)
    answer = come_in(client, provider, "s-1", "/figures/")
    assert (answer.status_code, answer["Location"]) == (302, "/figures/")
    assert client.get("/account/").context["request"].user == user
    assert actors("access.tie_identity") == actors("access.sign_in") == [user.pk]


def test_from_then_on_the_subject_counts_and_no_address(client, provider):
    user = account(email=ADDRESS)
    provider.knows("s-2", email=ADDRESS, email_verified=True)
    come_in(client, provider, "s-2")
    client.post("/sign-out/")
    provider.knows("s-2", email="other@zone.example", email_verified=False)
    account("li", email="other@zone.example")
    assert come_in(client, provider, "s-2").status_code == 302
    assert client.get("/account/").context["request"].user == user
    assert actors("access.tie_identity") == [user.pk]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": ADDRESS},
        {"email": ADDRESS, "email_verified": False},
        {"email": ADDRESS, "email_verified": "true"},
        {"email": "nobody@zone.example", "email_verified": True},
        {"preferred_username": "zhou", "name": "周文斌"},
    ],
)
def test_whom_nothing_proves_is_refused_in_a_sentence_and_written_down(client, provider, claims):
    account(email=ADDRESS)
    subject = f"stranger-{len(str(claims))}"
    provider.knows(subject, **claims)
    answer = come_in(client, provider, subject)
    assert answer.status_code == 403
    assert len(answer.context["why"]) > 20
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
    assert not SocialAccount.objects.exists()
    assert "access.sign_in_failed" in verbs()


@pytest.mark.parametrize("letters", ["lıſi", "lISı", "liſi"])
def test_an_address_that_only_looks_alike_in_capitals_proves_nothing(client, provider, letters):
    account("lisi", email="lisi@zone.example")
    provider.knows("s-9", email=f"{letters}@zone.example", email_verified=True)
    assert come_in(client, provider, "s-9").status_code == 403
    assert actors("access.tie_identity") == []


def test_an_address_of_two_accounts_proves_nothing(client, provider):
    account(email=ADDRESS)
    account("li", email=ADDRESS)
    provider.knows("s-3", email=ADDRESS, email_verified=True)
    assert come_in(client, provider, "s-3").status_code == 403


def test_an_account_switched_off_stays_out(client, provider):
    account(email=ADDRESS)
    provider.knows("s-4", email=ADDRESS, email_verified=True)
    come_in(client, provider, "s-4")
    client.post("/sign-out/")
    User.objects.update(is_active=False)
    assert come_in(client, provider, "s-4").status_code == 403


def test_who_is_refused_again_and_again_is_locked_out(client, provider):
    provider.knows("s-5", email="nobody@zone.example", email_verified=True)
    answers = [come_in(client, provider, "s-5").status_code for _n in range(5)]
    assert answers == [403] * 4 + [429]


def test_the_second_factor_is_asked_for_all_the_same(client, provider):
    account(email=ADDRESS)
    sign_in(client)
    secret = set_up_app(client, step=-1)
    client.post("/sign-out/")
    provider.knows("s-6", email=ADDRESS, email_verified=True)
    assert come_in(client, provider, "s-6", "/figures/")["Location"] == "/sign-in/code/"
    assert "_auth_user_id" not in client.session
    assert client.post("/sign-in/code/", {"code": code(secret)})["Location"] == "/figures/"


def test_a_role_that_needs_a_second_factor_sets_it_up_first(client, provider):
    account("shenji", Role.AUDITOR, email=ADDRESS)
    provider.knows("s-7", email=ADDRESS, email_verified=True)
    come_in(client, provider, "s-7")
    assert client.get("/account/")["Location"] == "/account/app/"


def test_a_password_is_no_matter_of_who_comes_without_one(client, provider):
    newcomer("neu")
    provider.knows("s-8", email="neu@zone.example", email_verified=True)
    come_in(client, provider, "s-8")
    assert client.get("/account/").status_code == 200


def test_one_may_break_off_at_the_provider(client, provider):
    denied = requests.post(question(client), data={"action": "deny"}, allow_redirects=False, timeout=5)
    back = urlsplit(denied.headers["Location"])
    # The package leaves the state out of its refusal, which the standard wants in it.
    answer = client.get(f"{back.path}?{back.query}")
    assert answer.status_code in {302, 401}
    assert "_auth_user_id" not in client.session


def test_an_answer_to_another_question_is_refused(client, provider):
    account(email=ADDRESS)
    provider.knows("s-9", email=ADDRESS, email_verified=True)
    theirs = urlsplit(provider.answer_as("s-9", question(Client())))
    question(client)
    answer = client.get(f"{theirs.path}?{theirs.query}")
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_an_answer_is_good_once(client, provider):
    account(email=ADDRESS)
    provider.knows("s-10", email=ADDRESS, email_verified=True)
    back = urlsplit(provider.answer_as("s-10", question(client)))
    client.get(f"{back.path}?{back.query}")
    client.post("/sign-out/")
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_token_signed_by_somebody_else_is_refused(client, provider, monkeypatch):
    account(email=ADDRESS)
    provider.knows("s-11", email=ADDRESS, email_verified=True)
    with run_server_in_thread() as other:
        keys = f"http://localhost:{other.server_port}/jwks"
        honest = identity_provider.ZoneAdapter.openid_config.fget
        monkeypatch.setattr(
            identity_provider.ZoneAdapter,
            "openid_config",
            property(lambda self: {**honest(self), "jwks_uri": keys}),
        )
        answer = come_in(client, provider, "s-11")
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session


def test_what_is_said_of_another_subject_is_refused(client, provider, monkeypatch):
    account(email=ADDRESS)
    provider.knows("s-12")
    monkeypatch.setattr(
        identity_provider.ZoneAdapter,
        "_fetch_user_info",
        lambda self, token: {"sub": "somebody else", "email": ADDRESS, "email_verified": True},
    )
    assert come_in(client, provider, "s-12").status_code == 401


def test_the_same_subject_of_another_provider_is_another_person(client, provider, settings):
    account(email=ADDRESS)
    provider.knows("s-13", email=ADDRESS, email_verified=True)
    come_in(client, provider, "s-13")
    client.post("/sign-out/")
    with run_server_in_thread() as server:
        other = Provider(f"http://localhost:{server.server_port}")
        settings.SOCIALACCOUNT_PROVIDERS["zone"]["APPS"][0]["settings"]["server_url"] = other.issuer
        other.knows("s-13", email="nobody@zone.example", email_verified=True)
        assert come_in(client, other, "s-13").status_code == 403


def test_a_provider_that_does_not_answer_leaves_the_password(client, provider, settings):
    account()
    settings.SOCIALACCOUNT_PROVIDERS["zone"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:1"
    answer = client.post("/sign-in/zone/")
    assert answer.status_code == 403
    assert answer.context["why"]
    assert sign_in(client).status_code == 302


def test_neither_tokens_nor_claims_are_kept(client, provider):
    account(email=ADDRESS)
    provider.knows("s-14", email=ADDRESS, email_verified=True, name="周文斌", gender="male")
    come_in(client, provider, "s-14")
    tied = SocialAccount.objects.get()
    assert tied.extra_data == {"iss": provider.issuer, "sub": "s-14"}
    assert not tied.socialtoken_set.exists()
    assert "gender" not in whole_ledger()


@pytest.mark.parametrize(
    ("environment", "wrong"),
    [
        ({"GUATU_OIDC_ISSUER": "http://id.zone.example"}, "https"),
        ({"GUATU_OIDC_ISSUER": "https://id.zone.example"}, "GUATU_OIDC_CLIENT_ID and GUATU_OIDC_SECRET"),
        ({"GUATU_OIDC_ISSUER": "https://id.zone.example", "GUATU_OIDC_CLIENT_ID": "x"}, "GUATU_OIDC_SECRET"),
    ],
)
def test_a_provider_that_is_half_set_up_or_unsafe_is_said_at_the_start(environment, wrong):
    with pytest.raises(TroubleError, match=wrong):
        read_identity_provider(environment)


def test_no_provider_is_set_up_without_an_issuer():
    assert read_identity_provider({}) is None
