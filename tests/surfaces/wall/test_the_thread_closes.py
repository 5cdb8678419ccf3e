"""A return moves the wall, a light leads to its record, past days and paper agree: the whole thread."""

import io
import re
import time
from datetime import date

import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.registry.actions import insert_records
from guatu.plan.models import Target
from guatu.plan.reports.models import Report
from guatu.zone.enterprises.actions import open_account
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.registry import ENTERPRISES
from guatu.zone.statistics.returns.listing import list_unit
from tests.surfaces.portal.test_portal_pages import RIGHT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OUTPUT = "规模工业总产值"
MEASURE = "industrial_output_large"
PERIOD = "2019M01-05"
FORM = "industrial_output/2019M01-06"
#: When the wall changed, as the browser's own clock has it.
CHANGED = """() => new MutationObserver(() => (window.changed ??= Date.now()))
  .observe(document.querySelector('.board'), { subtree: true, childList: true, characterData: true })"""
#: A number in the paper with the end of its code.
MARK = re.compile(r"([+−]?\d+(?:\.\d+)?)[^\d\[\]，。；、：（）\s−+|]{0,6}\[(\d+)\]")


@pytest.fixture(autouse=True)
def _july(monkeypatch):
    # The pages are answered by another thread, which does not see `clock.use`.
    monkeypatch.setenv("GUATU_TODAY", "2019-07-18")


@pytest.fixture
def filer(db):
    """Two firms that have to report; one of them has an account."""
    values = [each for each in make_enterprises(400, date(2019, 1, 1)) if each["scale"] == "industry"][:2]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 1, 1), demonstration=True)
    for each in made:
        list_unit(each.pk, "industry", since=date(2018, 1, 1), source="名录", by=None)
    user = User.objects.create_user("filer", last_name="丁")
    open_account(made[0], user, by=None)
    return user


@pytest.fixture
def supervisor(db):
    user = User.objects.create_user("supervisor", last_name="督")
    assign_role(user, Role.SUPERVISION, by=None)
    return user


def opened(browser, live_server, user):
    """A page on which that person is signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    client = Client()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def test_the_thread_closes(browser, live_server, stream, figures, plan, filer, supervisor, record_property):
    figures(f"{OUTPUT},2019年1-4月,789,亿元,9.1,723.2", published_on=date(2019, 5, 14))
    figures(f"{OUTPUT},2019年1-5月,1000.2,亿元,9.8,910.9", published_on=date(2019, 6, 14))
    figures(f"{OUTPUT},2019年1-5月,1010.1,亿元,9.9,919.1", published_on=date(2019, 7, 2))
    figures(f"{OUTPUT},2019年1-6月,1251.3,亿元,10.4,1133.4", published_on=date(2019, 7, 16))
    firm = opened(browser, live_server, filer)
    office = opened(browser, live_server, supervisor)
    with stream():
        a_return_changes_the_wall(firm, live_server, office, record_property)
    a_light_leads_to_its_record_and_back(office, live_server)
    a_number_is_told_as_on_past_days(office, live_server)
    every_number_of_the_report_is_found_again(office, live_server)


def a_return_changes_the_wall(firm, live_server, wall, record_property):
    wall.goto(live_server.url + reverse("wall:wall"))
    returns = wall.locator(".rounds").first
    expect(returns).to_contain_text("已报0家")
    firm.goto(f"{live_server.url}/portal/")
    firm.click(f'form[action$="/{FORM}"] button')
    firm.locator(".return-sheet").wait_for()
    for item, value in RIGHT.items():
        firm.fill(f"[name=v-{item}]", value)
    for remark in firm.locator("textarea[name^=r-]").all():
        remark.fill("已核实，与台账一致")
    wall.evaluate(CHANGED)
    firm.click("[name=do][value=file]")
    firm.wait_for_url("**/receipt")
    filed = time.time()
    expect(returns).to_contain_text("已报1家", timeout=5_000)
    record_property("seconds from the receipt to the wall", wall.evaluate("window.changed") / 1000 - filed)
    wall.goto("about:blank")
    firm.context.close()


def a_light_leads_to_its_record_and_back(page, live_server):
    target = reverse("wall:target", args=[Target.objects.get(subject=OUTPUT).pk])
    page.goto(live_server.url + reverse("wall:wall"))
    page.locator(f'.board a[href^="{target}"]').first.click()
    page.wait_for_url(f"**{target}*")
    page.locator(".figures-value a").first.click()
    expect(page.locator(".trace-value")).to_contain_text("1,251.3")
    expect(page.locator(".trace-equal").first).to_be_visible()
    page.locator(".trace-records tbody th a").first.click()
    page.locator(".moved-target").first.click()
    expect(page).to_have_url(live_server.url + target)


def a_number_is_told_as_on_past_days(page, live_server):
    trace = live_server.url + reverse("desk:trace", args=[MEASURE, PERIOD])
    for day, shown in (("2019-06-20", "1,000.2"), ("2019-07-01", "1,000.2"), ("2019-07-03", "1,010.1")):
        page.goto(f"{trace}?day={day}")
        expect(page.locator(".trace-value")).to_contain_text(shown)
    before_it_was_published = page.request.get(f"{trace}?day=2019-06-01")
    assert "1,000.2" not in before_it_was_published.text()


def every_number_of_the_report_is_found_again(page, live_server):
    page.goto(live_server.url + reverse("desk:report_new") + "?kind=monthly&span=2019-06&day=2019-07-18")
    page.click(f'form[action="{reverse("desk:report_draft")}"] button')
    page.wait_for_url(re.compile(r"/reports/\d+$"), timeout=60_000)
    address = page.locator('a[href$=".pdf"]').first.get_attribute("href")
    text = text_of(page.request.get(live_server.url + address).body())
    code = Report.objects.get().code
    marked = MARK.findall(text)
    assert len(marked) > 20
    assert code in text
    for shown, serial in marked:
        found = page.request.get(f"{live_server.url}/t/{code}-{serial}").text()
        printed, again, _now = re.findall(r"<dd>([^<]*)</dd>", found)[:3]
        assert shown.strip("+−") in printed, (shown, serial)
        assert printed.strip("+−") in again or again in printed, (printed, again)


def text_of(pdf):
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "".join(each.get_textpage().get_text_range() for each in pages)
    return re.sub(r"[\r\n\ufffe]+", "", text)
