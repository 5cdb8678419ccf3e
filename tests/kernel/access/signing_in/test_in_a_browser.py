"""Do the pages of signing in work in a real browser: codes, keys, the provider, and a session that ends?"""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from guatu.kernel.access.rights import Role
from guatu.kernel.access.signing_in.models import SignIn
from guatu.site.settings import CONTENT_SECURITY_POLICY
from tests.kernel.access.signing_in.people import NEXT, PASSWORD, account, code
from tests.kernel.access.signing_in.test_identity_provider import ADDRESS, provider, running

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning"),
]
__all__ = ["provider", "running"]

# A security key of the browser's own, without a person who touches it.
VIRTUAL_KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def come_in(page: Page, address: str, name: str = "zhou", password: str = PASSWORD) -> None:
    page.goto(address)
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click(".login-form button")


def leave(page: Page) -> None:
    page.click("form[action='/sign-out/'] button")
    page.wait_for_url("**/sign-in/")


def test_an_app_is_set_up_from_its_picture_and_then_asked_for(page, live_server):
    account("shenji", Role.AUDITOR)
    come_in(page, f"{live_server.url}/figures/", "shenji")
    page.wait_for_url("**/account/app/")
    assert page.evaluate("document.querySelector('.qr').naturalWidth") > 100
    page.click("details summary")
    secret = page.inner_text(".secret")
    page.fill("[name=code]", code(secret, -1))
    page.click(".login-form button")
    page.wait_for_url("**/account/codes/")
    assert page.locator(".codes li").count() == 10
    page.click(".button--main")
    page.wait_for_url("**/figures/")
    leave(page)
    come_in(page, f"{live_server.url}/account/", "shenji")
    page.wait_for_url("**/sign-in/code/")
    page.fill("[name=code]", code(secret))
    page.click(".login-form button")
    page.wait_for_url("**/account/")
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_a_security_key_is_added_and_then_proves_who_it_is(page, live_server):
    account()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL_KEY})
    come_in(page, f"{live_server.url}/account/keys/add/")
    page.fill("#id_name", "blue key")
    page.click("[data-key-use]")
    page.wait_for_url("**/account/codes/")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "blue key"
    page.click(".button--main")
    expect(page.locator("body")).to_contain_text("blue key")
    leave(page)
    come_in(page, f"{live_server.url}/account/")
    page.wait_for_url("**/sign-in/code/")
    page.click("[data-key-use]")
    page.wait_for_url("**/account/")
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_without_a_key_the_page_says_so_and_the_code_is_still_there(page, live_server):
    account()
    come_in(page, f"{live_server.url}/account/keys/add/")
    refused = "Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.create = () => {refused} }}")
    page.click("[data-key-use]")
    expect(page.locator("[data-key-trouble]")).to_be_visible()


def test_a_page_at_rest_asks_before_the_session_ends(page, live_server, monkeypatch):
    account()
    monkeypatch.setattr("guatu.kernel.access.signing_in.sittings.idle_seconds", lambda user: 100)
    page.clock.install()
    come_in(page, f"{live_server.url}/account/password/")
    dialog = page.locator("dialog.lapse")
    expect(dialog).to_have_count(0)
    page.clock.run_for(21_000)
    expect(dialog).to_be_visible()
    assert 0 < int(page.inner_text("[data-seconds]")) <= 100
    with page.expect_response("**/account/stay/"):
        page.click("[data-still-here]")
    expect(dialog).to_have_count(0)


def test_typing_is_being_there(page, live_server):
    account()
    page.clock.install()
    come_in(page, f"{live_server.url}/account/password/")
    page.wait_for_url("**/account/password/")
    page.clock.run_for(230_000)
    page.locator("#id_oldpassword").press_sequentially("abc")
    with page.expect_response("**/account/stay/") as told:
        page.clock.run_for(31_000)
    assert told.value.json()["left_s"] > 29 * 60


def test_what_was_typed_is_there_again_after_signing_in_anew(page, live_server):
    account("ducha", Role.STAFF)
    page.clock.install()
    come_in(page, f"{live_server.url}/registries/enterprises/new", "ducha")
    page.wait_for_url("**/registries/enterprises/new")
    field = page.locator(".record-form input[type=text]").first
    field.fill("星野精密制造有限公司")
    name = field.get_attribute("name")
    Session.objects.all().delete()
    page.clock.run_for(21_000)
    page.wait_for_url(re.compile(r"/sign-in/\?lapsed&next="))
    expect(page.locator(".message")).to_be_visible()
    page.fill("#id_username", "ducha")
    page.fill("#id_password", PASSWORD)
    page.click(".login-form button")
    page.wait_for_url("**/registries/enterprises/new")
    expect(page.locator(f"[name='{name}']")).to_have_value("星野精密制造有限公司")
    expect(page.locator(".message.kept")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_passwords_are_never_kept_in_the_browser(page, live_server):
    account()
    page.clock.install()
    come_in(page, f"{live_server.url}/account/password/")
    page.wait_for_url("**/account/password/")
    page.fill("#id_oldpassword", PASSWORD)
    page.fill("#id_password1", NEXT)
    Session.objects.all().delete()
    page.clock.run_for(21_000)
    page.wait_for_url(re.compile("/sign-in/"))
    assert page.evaluate("sessionStorage.length + localStorage.length") == 0


def test_the_identity_provider_is_reached_and_comes_back_under_the_content_policy(
    troubled_page, live_server, provider, settings
):
    page = troubled_page  # the provider's pages have troubles of their own
    user = account(email=ADDRESS)
    provider.knows("browser", email=ADDRESS, email_verified=True)
    directives = CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = {**directives, "form-action": [*directives["form-action"], provider.issuer]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowed}
    page.goto(f"{live_server.url}/sign-in/?next=/account/")
    page.click(".login-other button")
    page.wait_for_url(f"{provider.issuer}/**")
    page.fill("input[name=sub]", "browser")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/account/")
    assert urlsplit(page.url).path == "/account/"
    assert SignIn.objects.get().user == user
