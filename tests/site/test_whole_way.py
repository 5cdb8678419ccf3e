"""The whole way in a browser: from a document to a plan, a light that turns, and back to its sentence."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.plan.models import Plan
from guatu.site.demo import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEMONSTRATION = Path(load.__file__).parent / "plan_2019.txt"
INCOME = "技工贸总收入"
FIGURES = """指标,时期,数值,单位,同比增长(%)
技工贸总收入,2018年,3500,亿元,
技工贸总收入,2018年1-5月,1300,亿元,
技工贸总收入,2018年1-6月,1700,亿元,
技工贸总收入,2019年1-5月,1000,亿元,3.1
"""
JUNE = """指标,时期,数值,单位,同比增长(%)
技工贸总收入,2019年1-6月,2100,亿元,12.4
"""


@pytest.fixture(autouse=True)
def _july(monkeypatch, settings):
    monkeypatch.setenv("GUATU_TODAY", "2019-07-18")
    # The second factor has tests of its own.
    settings.SECOND_FACTOR_ROLES = frozenset()


@pytest.fixture
def document(request) -> Path:
    """The seed where it lies beside the checkout, else the demonstration zone's plan."""
    seed = Path(request.config.rootpath).parent / "shared" / "seed" / "changsha-etdz-plan-2019.txt"
    return seed if seed.exists() else DEMONSTRATION


def sign_in(page: Page, address: str) -> None:
    user = User.objects.create_user("ducha", password="ein langes Wort", last_name="林", first_name="桐")
    assign_role(user, Role.SUPERVISION, by=None)
    page.goto(address)
    page.fill("input[name=username]", "ducha")
    page.fill("input[name=password]", "ein langes Wort")
    page.keyboard.press("Enter")
    expect(page.locator(".bar-who")).to_have_text("林桐")


def hand_in_plan(page: Page, address: str, document: Path) -> Plan:
    page.goto(f"{address}/plans/")
    page.set_input_files("input[type=file]", document)
    page.wait_for_selector('#review[data-ready="true"]')
    return Plan.objects.get()


def review(page: Page) -> None:
    """Some items by keyboard, the others section by section."""
    page.keyboard.press("ArrowDown")
    for _ in range(5):
        page.keyboard.press("Enter")
    page.wait_for_selector('[data-part="status"][data-state="saved"]')
    while (button := page.get_by_role("button", name="全部确认").locator("visible=true")).count():
        button.first.click()
        page.wait_for_selector('[data-part="status"][data-state="saved"]')


def publish(page: Page, address: str, plan: Plan) -> None:
    page.goto(f"{address}/plans/{plan.pk}/lint")
    while (parking := page.locator("details.park")).count():
        parking.first.locator("summary").click()
        parking.first.locator("input[name=reason]").fill("今年没有统计来源")
        parking.first.locator("button").click()
        page.wait_for_load_state()
    confirm_measures(page, address, plan)
    page.goto(f"{address}/plans/{plan.pk}/lint")
    page.click('[data-sheet="publish-sheet"]')
    page.locator("#publish-sheet .button--main").click()
    page.wait_for_load_state()
    plan.refresh_from_db()
    assert plan.state == "published"


def confirm_measures(page: Page, address: str, plan: Plan) -> None:
    """What was bound by a like name is looked at and accepted on the review page."""
    doubtful = plan.targets.exclude(measure="").filter(measure_confirmed=False)
    for target in doubtful.values_list("pk", flat=True):
        page.goto(f"{address}/plans/{plan.pk}/review#target-{target}")
        page.wait_for_selector('#review[data-ready="true"]')
        page.get_by_role("button", name="确认指标").click()
        page.wait_for_selector('[data-part="status"][data-state="saved"]')


def hand_in_figures(page: Page, address: str, name: str, text: str, day: str) -> None:
    page.goto(f"{address}/figures/imports/new")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    page.fill("#publisher", "星野市统计局")
    page.fill("#published_on", day)
    page.click(".form-end .button--main")
    page.locator(".import-ways .button--main").click()
    expect(page.get_by_text("已生效").first).to_be_visible()


def test_from_a_document_to_a_light_and_back_to_its_sentence(page, live_server, document, stream):
    with stream():
        sign_in(page, live_server.url)
        plan = hand_in_plan(page, live_server.url, document)
        review(page)
        publish(page, live_server.url, plan)
        hand_in_figures(page, live_server.url, "may.csv", FIGURES, "2019-06-18")
        income = plan.targets.get(subject=INCOME)
        wall = page.context.new_page()
        wall.goto(f"{live_server.url}/wall/")
        tile = wall.locator(f"[data-part='target-{income.pk}']")
        expect(tile.locator(".light--behind")).to_be_visible()
        hand_in_figures(page, live_server.url, "june.csv", JUNE, "2019-07-16")
        expect(tile.locator(".light--on_track")).to_be_visible()
        tile.click()
        expect(wall.locator(".sentence mark")).to_have_text("3908亿元")
        expect(wall.get_by_text("june.csv")).to_be_visible()
        wall.get_by_role("link", name="在原文中查看").click()
        wall.wait_for_selector('#review[data-ready="true"]')
        expect(wall.locator('[data-part="text"] .is-current').first).to_have_text("3908亿元")
        for open_page in (wall, page):
            open_page.goto("about:blank")
