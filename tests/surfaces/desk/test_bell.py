"""Does the bell open what is new, by mouse and by keyboard?"""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.notifying.actions import notify
from guatu.plan.telling import ASSIGNED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_bell_opens_what_is_new_and_arrows_walk_it(page: Page, session_cookie, live_server):
    person = User.objects.create_user("li")
    assign_role(person, Role.STAFF, by=None)
    for number, item in enumerate(("技工贸总收入", "规模工业总产值"), 1):
        notify(ASSIGNED, [person.pk], key=f"target:{number}", told={"item": item}, address="/plans/")
    page.context.add_cookies([session_cookie(person)])
    page.goto(f"{live_server.url}/plans/")
    expect(page.locator(".bell-count")).to_have_text("2")
    page.locator("[data-bell]").click()
    notices = page.locator(".bell-box .notice a")
    expect(notices).to_have_count(2)
    expect(notices.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(notices.last).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".bell-box")).to_be_hidden()
    page.locator("[data-bell]").click()
    page.locator(".bell-box form button").click()
    expect(page.locator(".bell-count")).to_have_count(0)
