"""The whole way of a return: filed with errors, told all, corrected, verified, proven to an outsider."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from test_portal_pages import RIGHT

from guatu.kernel.ledger.checkpoints import PUBLIC_KEY_FILE
from guatu.kernel.ledger.export import export_ledger
from guatu.kernel.ledger.installation import own_notary
from guatu.kernel.ledger.sealing import seal_all
from tests.ambient_action import empty_ledger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROGRAM = Path(__file__).resolve().parents[3] / "verify_ledger.py"
PICTURES = os.environ.get("GUATU_PICTURES", "")
FORM = "industrial_output/2019M01-06"


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def sign_in(page, live_server, name, password="Returns-of-July-2019"):
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username], [name=login]", name)
    page.fill("[name=password]", password)
    page.click("main button.button--main")


@pytest.fixture(autouse=True)
def _in_july(db, monkeypatch, settings, tmp_path):
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()
    # The server answers in a thread of its own, so the zone's day is told as an installation tells it.
    monkeypatch.setenv("GUATU_TODAY", "2019-07-18")


def test_a_return_is_filed_corrected_verified_and_proven(
    troubled_page, live_server, filer, officer, firms, tmp_path
):
    page = troubled_page
    sign_in(page, live_server, "machines")
    page.wait_for_url("**/portal/")
    picture(page, "portal-home")
    page.click(f'form[action$="/{FORM}"] button')
    page.locator(".return-sheet").wait_for()
    picture(page, "portal-empty")
    for item, value in {**RIGHT, "stock": "", "new_products": "-4"}.items():
        page.fill(f"[name=v-{item}]", value)
    page.click("[name=do][value=file]")
    page.locator(".told--block").first.wait_for()
    assert page.locator(".told--block").count() == 2
    picture(page, "portal-findings")
    page.fill("[name=v-stock]", RIGHT["stock"])
    page.fill("[name=v-new_products]", RIGHT["new_products"])
    for remark in page.locator("textarea[name^=r-]").all():
        remark.fill("已核实，与台账一致")
    page.click("[name=do][value=file]")
    page.wait_for_url("**/receipt")
    picture(page, "portal-receipt")

    back = page.context.browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN"
    ).new_page()
    sign_in(back, live_server, "tongji")
    back.wait_for_url(f"{live_server.url}/")
    back.goto(f"{live_server.url}/returns/")
    picture(back, "desk-rounds")
    back.click(f'a[href="/returns/{FORM}/"]')
    picture(back, "desk-returns")
    back.click(f"text={firms[0].name}")
    back.locator(".return-sheet").wait_for()
    picture(back, "desk-return")
    back.click('form[action$="/verify"] button')
    back.locator(".message--success, .message").first.wait_for()

    notary = seal_and_export(tmp_path / "export")
    key = notary.folder / PUBLIC_KEY_FILE
    page.goto(f"{live_server.url}/portal/returns/")
    page.click("tbody a")
    page.locator("table.history").wait_for()
    picture(page, "portal-verified")
    with page.expect_download() as download:
        page.locator("table.history tbody a").first.click()
    download.value.save_as(tmp_path / "proof.json")
    assert verify("proof", tmp_path / "proof.json", "--key", key) == 0
    assert verify("export", tmp_path / "export", "--key", key) == 0
    entries = tmp_path / "export" / "entries.jsonl"
    told = entries.read_text("utf-8")
    assert RIGHT["output"] not in told, "the ledger tells nobody what a firm reported"
    entries.write_text(told.replace("statistics.verify_return", "statistics.verify_retur_", 1), "utf-8")
    assert verify("export", tmp_path / "export", "--key", key) == 1

    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "phone-return")
    page.goto(f"{live_server.url}/portal/")
    picture(page, "phone-home")
    back.context.close()


def seal_and_export(folder):
    """Seals what was done and exports the ledger, as the command does."""
    notary = own_notary()
    settings = connection.settings_dict
    address = {name: settings[name.upper()] for name in ("host", "port", "user", "password")}
    with psycopg.connect(dbname=settings["NAME"], **address, autocommit=True) as own:
        seal_all(own, notary)
        export_ledger(own, notary, folder)
    return notary


def verify(*words):
    """What the auditor's program answers, alone in an interpreter of its own."""
    words = [sys.executable, "-I", "-S", PROGRAM, *map(str, words)]
    return subprocess.run(words, capture_output=True, check=False).returncode
