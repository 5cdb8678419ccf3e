"""Is the wall what can hang on a screen all day: sides, past days, a lost stream, filings?"""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel import directory
from guatu.kernel.directory import Entity
from guatu.zone.statistics.returns.actions import file_return, open_return, save_draft
from guatu.zone.statistics.returns.listing import list_unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCOME = "技工贸总收入"
FIRM = Entity(101, "91999999D0001010X0", "星野试验机械有限公司", "C3511", "in_business", "industry")
SMALLEST_PX = """
() => [...document.querySelectorAll('.board-head *, .sides *, .board-foot *, .board-past')]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, title, .light'))
  .map((element) => parseFloat(getComputedStyle(element).fontSize))
  .reduce((least, size) => Math.min(least, size))
"""


class OneFirm:
    """A directory with one firm."""

    def entities(self, *, ids=None, usccs=None, scales=None):
        return [FIRM] if ids is None or FIRM.id in ids else []

    def known_values(self, entity_ids, elements, period):
        return []

    def keep_copies(self, copies, *, by):
        """Nothing is copied here."""


@pytest.fixture(autouse=True)
def _july(monkeypatch):
    # The pages are answered by another thread, which does not see `clock.use`.
    monkeypatch.setenv("GUATU_TODAY", "2019-07-18")


@pytest.fixture
def screen(browser, client, leader, live_server, plan, figures):
    figures(f"{INCOME},2019年1-5月,1501.9,亿元,9.5,1372", published_on=date(2019, 6, 18))
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    client.force_login(leader)
    session = client.cookies["sessionid"].value
    opened = []

    @contextmanager
    def hung(**options):
        context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN", **options)
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        opened.append(context)
        yield context.new_page()
        context.close()

    return hung


def wall(live_server, query: str = "") -> str:
    return live_server.url + reverse("wall:wall") + query


def shown(page) -> str:
    return page.evaluate(
        "[...document.querySelectorAll('[data-side]')].find((side) => !side.hidden).dataset.side"
    )


def test_sides_follow_one_another_are_held_and_turned_by_hand(screen, live_server, settings):
    settings.LIVE_URL = ""
    with screen() as page:
        page.clock.install()
        page.goto(wall(live_server, "?rotate=30"))
        assert shown(page) == "headlines"
        page.clock.run_for(31_000)
        assert shown(page) == "lines"
        assert "side=lines" in page.url
        page.keyboard.press(" ")
        page.clock.run_for(90_000)
        assert shown(page) == "lines"
        page.keyboard.press(" ")
        page.keyboard.press("ArrowRight")
        assert shown(page) == "turned"
        page.clock.run_for(31_000)
        assert shown(page) == "returns"
        page.clock.run_for(31_000)
        assert shown(page) == "headlines"  # the overview has all of it, and is not turned to by itself
        page.keyboard.press("r")
        page.clock.run_for(90_000)
        assert shown(page) == "headlines"
        assert "rotate" not in page.url
        page.keyboard.press("1")
        assert shown(page) == "overview"
        page.reload()
        assert shown(page) == "overview"


def test_who_wants_no_motion_sees_no_line_grow(screen, live_server):
    with screen(reduced_motion="reduce") as page:
        page.goto(wall(live_server, "?rotate=30"))
        expect(page.locator("[data-turning-line]")).to_be_hidden()
    with screen() as page:
        page.goto(wall(live_server, "?rotate=5"))
        expect(page.locator("[data-turning-line]:not([hidden])")).to_have_count(1)


@pytest.mark.parametrize("side", ["overview", "headlines", "lines", "turned", "returns"])
def test_every_side_fits_the_screen_and_can_be_read_from_four_metres(screen, live_server, side):
    with screen() as page:
        page.goto(wall(live_server, f"?side={side}&day=2019-06-30"))
        extent = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        assert page.evaluate(extent) == [1920, 1080]
        assert page.evaluate(SMALLEST_PX) >= 20


@pytest.mark.parametrize("side", ["headlines", "lines", "turned", "returns"])
def test_no_side_is_wider_than_a_phone(screen, live_server, side):
    with screen() as page:
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(wall(live_server, f"?side={side}"))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_another_day_is_chosen_by_calendar_and_by_keys(screen, live_server):
    with screen() as page:
        page.goto(wall(live_server, "?side=headlines"))
        page.locator("[data-day-shown]").fill("2019-06-30")
        page.wait_for_url(re.compile(r"day=2019-06-30"))
        assert "side=headlines" in page.url
        expect(page.locator(".board-past")).to_contain_text("2019年6月30日")
        expect(page.locator(".side--headlines")).to_contain_text("1,501.9")
        page.keyboard.press("Shift+ArrowLeft")
        page.wait_for_url(re.compile(r"day=2019-06-29"))
        page.keyboard.press("Shift+ArrowDown")
        page.wait_for_url(re.compile(r"day=2019-07-06"))
        page.keyboard.press("t")
        page.wait_for_url(re.compile(r"^(?!.*day=)"))
        expect(page.locator(".side--headlines")).to_contain_text("1,875.8")
        page.goto(wall(live_server, "?day=2031-01-01"))
        expect(page.locator(".board-past")).to_contain_text("2031年1月1日")


def test_the_file_looks_the_same_without_a_network(screen, browser, live_server, tmp_path):
    with screen() as page:
        page.goto(wall(live_server))
        kept = page.request.get(wall(live_server, "?print=html")).text()
        there = page.locator(".headlines").first.bounding_box()
        words = page.locator(".side--overview").inner_text()
    file = tmp_path / "wall.html"
    file.write_text(kept, "utf-8")
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, offline=True)
    alone = context.new_page()
    complaints = []
    alone.on("console", lambda said: complaints.append(said.text))
    alone.goto(file.as_uri())
    assert alone.locator(".headlines").first.bounding_box() == there
    assert alone.locator(".side--overview").inner_text() == words
    expect(alone.locator(".side--lines")).to_be_hidden()
    alone.locator("label[for=side-lines]").click()
    expect(alone.locator(".side--lines")).to_be_visible()
    assert complaints == []
    context.close()


def test_a_lost_stream_says_as_of_when_the_wall_is(screen, live_server, stream):
    with screen() as page:
        with stream():
            page.goto(wall(live_server))
            expect(page.locator("[data-heard]")).to_be_hidden()
        sign = page.locator("[data-heard]")
        expect(sign).to_be_visible(timeout=20_000)
        expect(sign).to_have_text(re.compile(r"\d\d:\d\d"))
        assert page.evaluate("document.body.dataset.silent") == "lost"
        with stream():
            expect(sign).to_be_hidden(timeout=30_000)
            page.goto("about:blank")


def test_who_is_signed_out_is_told_so(screen, live_server, settings):
    settings.LIVE_URL = ""
    with screen() as page:
        page.clock.install()
        page.goto(wall(live_server))
        page.context.clear_cookies()
        page.clock.run_for(61_000)
        expect(page.locator("body")).to_have_attribute("data-silent", "signedOut")


def test_a_filed_return_moves_the_wall(screen, live_server, stream, monkeypatch):
    monkeypatch.setattr(directory, "_registered", [OneFirm()])
    with clock.use(date(2019, 3, 1)):
        list_unit(FIRM.id, FIRM.scale, since=date(2018, 1, 1), source="名录", by=None)
    monkeypatch.setenv("GUATU_TODAY", "2019-03-05")
    count = ".side--returns [data-part^='all-round-industrial_output'] .round-count"
    with stream(), screen() as page:
        page.goto(wall(live_server, "?side=returns"))
        before = page.locator(count).inner_text()
        page.evaluate("window.sameAsBefore = true")
        begun = open_return("industrial_output", FIRM.id, Period.to_month(2019, 2), by=None)
        file_return(save_draft(begun, _right(), by=None), by=None)
        expect(page.locator(count)).not_to_have_text(before)
        assert page.evaluate("window.sameAsBefore")
        page.goto("about:blank")


def _right() -> dict[str, str]:
    amounts = {"output": "12000", "output_last_year": "11000", "finished_value": "11700"}
    more = {"processing_fees": "500", "wip_change": "-200", "new_products": "1000"}
    sold = {"new_products_last_year": "900", "sales": "11600", "sales_last_year": "10700", "stock": "800"}
    return {**amounts, **more, **sold, "export_delivery": "n/a", "export_delivery_last_year": "n/a"}
