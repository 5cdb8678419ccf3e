"""Monday morning in a browser: what turned red, why, its page and back; an assignment signed for."""

import pytest
from playwright.sync_api import expect

from guatu.plan.items import ref_of
from guatu.plan.queries.assignments import assignment_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _monday_on_the_server(monkeypatch):
    # The server answers in threads of its own, which see what the environment says.
    monkeypatch.setenv("GUATU_TODAY", "2019-07-22")


def test_what_turned_red_since_friday_leads_to_its_target_and_back(sign_in, live_server, office, reddened):
    page = sign_in(office)
    page.goto(f"{live_server.url}/")
    first = page.locator("[data-list=turned] a[data-row]").first
    expect(first).to_contain_text("因behind")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".beside .standing h1")).to_be_visible()
    assert page.url == f"{live_server.url}/"
    page.keyboard.press("Escape")
    expect(page.locator(".beside")).to_have_count(0)
    expect(first).to_be_focused()
    page.keyboard.press("o")
    page.wait_for_url(f"**/wall/targets/{reddened.pk}/")
    page.go_back()
    expect(first).to_be_visible()


def test_an_assignment_is_signed_for_from_the_sheet(sign_in, live_server, clerk, followed):
    page = sign_in(clerk)
    page.goto(f"{live_server.url}/")
    rows = page.locator("[data-list=waiting] a[data-row]")
    count = rows.count()
    task = followed.tasks.first()
    rows.filter(has_text=task.text[:10]).first.click()
    page.locator(".beside .assignment-form button").first.click()
    expect(page.locator(".beside .chip--good")).to_be_visible()
    expect(rows).to_have_count(count - 1)
    task.refresh_from_db()
    assert assignment_of(task).last.by == clerk


def test_an_assignment_is_returned_from_its_row(sign_in, live_server, clerk, followed):
    page = sign_in(clerk)
    page.goto(f"{live_server.url}/")
    task = ref_of(followed.tasks.first())
    row = page.locator(f'[data-part="waiting-assignment:{task}"]')
    row.locator("summary").click()
    row.locator("input").fill("应由招商局牵头")
    row.locator(".menu-list button").click()
    expect(page.locator(".message--success")).to_be_visible()
    expect(row).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_wider_than_the_screen_and_everything_has_a_name(
    sign_in, live_server, clerk, reddened, width
):
    page = sign_in(clerk)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/?reach=zone")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main input:not([type=hidden])")].filter(
            (each) => !(each.textContent.trim() || each.getAttribute("aria-label") || each.labels?.length)
        ).map((each) => each.outerHTML)"""
    )
    assert nameless == []
