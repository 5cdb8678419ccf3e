"""The whole thread in a browser: from a light to its number, its record, the numbers it moves, and back."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guatu.plan.models import Target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCOME = "技工贸总收入"


@pytest.fixture(autouse=True)
def _july(monkeypatch):
    # The pages are answered by another thread, which does not see `clock.use`.
    monkeypatch.setenv("GUATU_TODAY", "2019-07-18")


@pytest.fixture
def wall_page(page, client, leader, live_server, plan):
    client.force_login(leader)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def test_from_a_light_to_its_record_and_back(wall_page, live_server, figures):
    figures(f"{INCOME},2019年1-5月,1501.9,亿元,9.5,1372", published_on=date(2019, 6, 18))
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    target = Target.objects.get(subject=INCOME)
    page = wall_page
    page.goto(live_server.url + reverse("wall:target", args=[target.pk]))
    page.locator(".figures-value a").first.click()
    expect(page.locator(".trace-value")).to_contain_text("1,875.8")
    expect(page.locator(".trace-equal").first).to_be_visible()
    page.locator(".trace-records tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text("技工贸总收入")
    moved = page.locator(".moved-target")
    expect(moved).to_contain_text(INCOME)
    assert moved.locator("svg.light").count() == 2
    moved.click()
    expect(page).to_have_url(live_server.url + reverse("wall:target", args=[target.pk]))


def test_pages_fit_a_phone_and_paper(wall_page, live_server, figures):
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    page = wall_page
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("desk:trace", "desk:trace_moves"):
        page.goto(live_server.url + reverse(name, args=["tech_industry_trade_income", "2019M01-06"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
