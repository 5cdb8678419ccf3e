"""Does an open wall stay true by itself, can it be walked by keys, and does it fit its screens?"""

from datetime import date

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guatu.plan.models import Section, Target

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCOME = "技工贸总收入"
SMALLEST_PX = """
() => [...document.querySelectorAll('.board-head *, .board *')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, title'))
  .map((element) => parseFloat(getComputedStyle(element).fontSize))
  .reduce((least, size) => Math.min(least, size))
"""


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


def income() -> Target:
    return Target.objects.get(subject=INCOME)


def tile(page):
    return page.locator(f"[data-part='target-{income().pk}']")


def hand_in_june(figures) -> None:
    figures(f"{INCOME},2019年1-6月,2100,亿元,12,1875", published_on=date(2019, 7, 16))


def test_a_light_turns_without_reload_when_figures_are_imported(wall_page, live_server, stream, figures):
    figures(f"{INCOME},2019年1-5月,900,亿元,,", published_on=date(2019, 6, 18))
    with stream():
        wall_page.goto(live_server.url + reverse("wall:wall"))
        expect(tile(wall_page).locator(".light--behind")).to_be_visible()
        wall_page.evaluate("window.sameAsBefore = true")
        tile(wall_page).focus()
        top = tile(wall_page).bounding_box()
        hand_in_june(figures)
        expect(tile(wall_page).locator(".light--on_track")).to_be_visible()
        expect(tile(wall_page)).to_contain_text("2,100")
        expect(tile(wall_page)).to_be_focused()
        assert wall_page.evaluate("window.sameAsBefore")
        assert tile(wall_page).bounding_box() == top
        expect(wall_page.locator(".board .turns")).to_contain_text(INCOME)
        tile(wall_page).click()
        expect(wall_page.locator(".sentence mark")).to_have_text("3908亿元")
        wall_page.goto("about:blank")


def test_a_lost_stream_is_said_and_made_up_for(browser, client, leader, live_server, plan, stream, figures):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    client.force_login(leader)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    sign = page.locator("[data-heard]")
    with stream():
        page.goto(live_server.url + reverse("wall:wall"))
        expect(sign).to_be_hidden()
    expect(sign).to_be_visible(timeout=15_000)
    hand_in_june(figures)
    with stream():
        expect(sign).to_be_hidden(timeout=20_000)
        expect(tile(page)).to_contain_text("2,100", timeout=20_000)
        context.close()


def test_without_a_stream_the_page_asks_every_minute(wall_page, live_server, settings, figures):
    settings.LIVE_URL = ""
    wall_page.clock.install()
    wall_page.goto(live_server.url + reverse("wall:wall"))
    hand_in_june(figures)
    expect(tile(wall_page)).not_to_contain_text("2,100")
    wall_page.clock.run_for(61_000)
    expect(tile(wall_page)).to_contain_text("2,100")


def test_keys_walk_open_and_come_back(wall_page, live_server):
    address = live_server.url + reverse("wall:wall")
    wall_page.goto(address)
    press = wall_page.keyboard.press
    press("ArrowDown")
    first = wall_page.evaluate("document.activeElement.dataset.part")
    press("ArrowRight")
    assert wall_page.evaluate("document.activeElement.dataset.part") != first
    press("ArrowLeft")
    assert wall_page.evaluate("document.activeElement.dataset.part") == first
    press("Enter")
    wall_page.wait_for_url("**/targets/*/")
    press("Escape")
    wall_page.wait_for_url(address)
    press("ArrowDown")
    press("ArrowDown")
    expect(wall_page.locator(".line-link:focus")).to_have_count(1)


def test_keys_switch_the_theme_and_explain_themselves(wall_page, live_server):
    wall_page.goto(live_server.url + reverse("wall:wall"))
    assert wall_page.get_attribute("html", "data-theme") == "dark"
    wall_page.keyboard.press("d")
    assert wall_page.get_attribute("html", "data-theme") == "light"
    wall_page.reload()
    assert wall_page.get_attribute("html", "data-theme") == "light"
    wall_page.keyboard.press("?")
    expect(wall_page.locator("[data-keys-sheet]")).to_be_visible()
    wall_page.keyboard.press("Escape")
    expect(wall_page.locator("[data-keys-sheet]")).to_be_hidden()


def test_the_wall_fits_its_screen_and_nothing_is_under_twenty_pixels(wall_page, live_server, figures):
    hand_in_june(figures)
    wall_page.set_viewport_size({"width": 1920, "height": 1080})
    wall_page.goto(live_server.url + reverse("wall:wall"))
    extent = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    assert wall_page.evaluate(extent) == [1920, 1080]
    assert wall_page.evaluate(SMALLEST_PX) >= 20


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_its_screen(wall_page, live_server, figures, width):
    hand_in_june(figures)
    wall_page.set_viewport_size({"width": width, "height": 844})
    for address in (
        reverse("wall:wall"),
        reverse("wall:target", args=[income().pk]),
        reverse("wall:line", args=[Section.objects.get().pk]),
    ):
        wall_page.goto(live_server.url + address)
        assert wall_page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_chart_reads_its_months_by_keys(wall_page, live_server, figures):
    hand_in_june(figures)
    wall_page.goto(live_server.url + reverse("wall:target", args=[income().pk]))
    wall_page.locator("[data-course]").focus()
    for _ in range(5):
        wall_page.keyboard.press("ArrowRight")
    expect(wall_page.locator("[data-course-reading]")).to_contain_text("2,100")


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_wall_prints_on_one_sheet(wall_page, live_server, figures, paper):
    hand_in_june(figures)
    wall_page.set_viewport_size({"width": 1920, "height": 1080})
    wall_page.goto(live_server.url + reverse("wall:wall"))
    sheet = pypdfium2.PdfDocument(wall_page.pdf(format=paper, landscape=True))
    assert len(sheet) == 1
    words = sheet[0].get_textpage().get_text_range()
    assert "2,100" in words
    assert "Light or dark" not in words
