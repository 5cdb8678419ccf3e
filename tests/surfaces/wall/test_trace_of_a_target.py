"""The whole thread in a browser: from a light to its number, its record, the numbers it moves, and back."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.urls import reverse
from playwright.sync_api import expect

from guatu.kernel.ledger.checkpoints import PUBLIC_KEY_FILE
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.sealing import seal_all
from guatu.plan.models import Target
from tests.ambient_action import empty_ledger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INCOME = "技工贸总收入"
PROGRAM = Path(__file__).resolve().parents[3] / "verify_ledger.py"


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


def test_the_auditor_s_program_accepts_the_proof(wall_page, live_server, figures, tmp_path, settings):
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()
    figures(f"{INCOME},2019年1-4月,1210,亿元,9.5,1372", published_on=date(2019, 5, 18))
    figures(f"{INCOME},2019年5月,291.9,亿元,,", published_on=date(2019, 6, 18))
    notary = seal()
    page = wall_page
    page.goto(live_server.url + reverse("desk:trace", args=["tech_industry_trade_income", "2019M01-05"]))
    with page.expect_download() as download:
        page.locator(".trace-files a[href*='proofs.json']").click()
    proof = tmp_path / "proof.json"
    download.value.save_as(proof)
    told = json.loads(proof.read_text("utf-8"))["entries"]
    assert sum("statistics_publishedfigure" in each["line"] for each in told) >= 2
    words = [sys.executable, "-I", "-S", PROGRAM, "proof", proof, "--key", notary.folder / PUBLIC_KEY_FILE]
    assert subprocess.run(list(map(str, words)), capture_output=True, check=False).returncode == 0
    proof.write_text(proof.read_text("utf-8").replace("291.9", "292.9"), "utf-8")
    assert subprocess.run(list(map(str, words)), capture_output=True, check=False).returncode == 1


def seal():
    """Seals what was done, as the command does."""
    notary = own_notary()
    known = connection.settings_dict
    address = {name: known[name.upper()] for name in ("host", "port", "user", "password")}
    with psycopg.connect(dbname=known["NAME"], **address, autocommit=True) as own:
        seal_all(own, notary)
    return notary


def test_pages_fit_a_phone_and_paper(wall_page, live_server, figures):
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    page = wall_page
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("desk:trace", "desk:trace_moves"):
        page.goto(live_server.url + reverse(name, args=["tech_industry_trade_income", "2019M01-06"]))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
