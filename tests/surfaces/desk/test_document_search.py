"""Are papers found by what they say, compared, looked at by keyboard, at a bearable price?"""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from papering import PDF, TEXT, a_firm, file_address, paper, pdf, user_of

from guatu.kernel.documents.actions import add_version, withdraw
from guatu.kernel.documents.texts import read_text
from guatu.surfaces.desk.comparing import can_be_compared, stretches
from guatu.surfaces.desk.views.uploads import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def firm(db):
    return a_firm()


@pytest.fixture
def office(client, clerk):
    client.force_login(clerk)
    return client


def found_titles(client, **query) -> list[str]:
    return sorted(each.found.document.title for each in client.get("/documents/", query).context["finds"])


def test_papers_are_found_by_what_they_say(office, firm, clerk):
    paper(firm, clerk)
    paper(firm, clerk, "会议纪要.txt", "星野经开区 Minutes of Meeting No. 12".encode(), kind="minutes")
    paper(firm, clerk, "licence.pdf", PDF)
    assert found_titles(office, q="租金") == ["租赁合同"]
    assert found_titles(office, q="星野经开区") == ["会议纪要", "租赁合同"]
    assert found_titles(office, q="星野经开区", kind="minutes") == ["会议纪要"]
    assert found_titles(office, q="租 管委会") == ["租赁合同"]
    assert found_titles(office, q="金租") == []
    assert found_titles(office, q="２０元") == found_titles(office, q="20元") == ["租赁合同"]
    assert found_titles(office, q="MINUTES 12") == ["会议纪要"]
    assert found_titles(office, q="zlht") == ["租赁合同"]
    assert found_titles(office, q="second page") == ["licence"]
    assert found_titles(office, q="。") == []
    assert found_titles(office) == ["licence", "会议纪要", "租赁合同"]
    (find,) = office.get("/documents/", {"q": "second"}).context["finds"]
    assert find.found.hits[0].page == 2
    assert ("second", True) in find.found.hits[0].pieces
    assert find.record_address == f"/registries/enterprises/{firm.pk}"
    assert "<mark>租金</mark>" in office.get("/documents/", {"q": "租金"}).content.decode()


def test_only_what_the_last_version_says_and_what_is_valid_is_found(office, firm, clerk):
    made = paper(firm, clerk)
    version = add_version(made, Upload("b.txt", "新的内容".encode()), by=clerk)
    read_text(version.sha256)
    assert found_titles(office, q="租金") == []
    assert found_titles(office, q="新的内容") == ["租赁合同"]
    withdraw(made, reason="x", by=clerk)
    assert found_titles(office, q="新的内容") == []


def test_odd_questions_do_no_harm(office, firm, clerk):
    paper(firm, clerk)
    for query in (
        "q=%00",
        "q=%25%25",
        "q=" + "租" * 500,
        "q=%5C",
        "page=999999999999",
        "page=x&kind=%27&kept=no",
    ):
        assert office.get(f"/documents/?{query}").status_code == 200, query


def test_a_page_of_papers_keeps_its_budget_of_queries(office, firm, clerk):
    made = [paper(firm, clerk, f"{n}.txt", f"租金 {n}".encode()) for n in range(8)]
    budgets = {"/documents/?q=租金": 15, f"/documents/{made[0].pk}": 19, file_address(made[0]): 9}
    for address, budget in budgets.items():
        with CaptureQueriesContext(connection) as asked:
            assert office.get(address).status_code == 200
        assert len(asked) <= budget, "\n".join(query["sql"][:200] for query in asked)


LINES = st.lists(st.sampled_from(["第一条", "第二条", "租金20元", "x", ""]), max_size=12).map("\n".join)


@given(LINES, LINES)
def test_a_difference_has_both_texts_in_it(old, new):
    assert can_be_compared(old, new)
    shown = list(stretches(old, new))
    left_out = sum(each.left_out for each in shown)
    kept = {"out": [], "in": []}
    for each in shown:
        for edit in each.edits:
            for side in ("out", "in"):
                if edit.kind in ("same", side):
                    kept[side].append(edit.text)
    for side, text in (("out", old), ("in", new)):
        words = "".join(kept[side]).replace("\n", "")
        whole = text.replace("\n", "")
        assert len(words) <= len(whole)
        assert left_out or words == whole


def wait_until(page, said: str) -> None:
    """Waits for what a script says; Playwright's own waiting evaluates text, which our pages forbid."""
    until = time.monotonic() + 15
    while not page.evaluate(said):
        assert time.monotonic() < until, said
        page.wait_for_timeout(50)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_papers_are_dropped_looked_at_by_keyboard_and_found(sign_in, live_server, clerk, firm, tmp_path):
    page = sign_in(clerk)
    page.goto(f"{live_server.url}/registries/enterprises/{firm.pk}")
    licence, contract = tmp_path / "licence.pdf", tmp_path / "租赁合同.txt"
    licence.write_bytes(pdf("first", "second", "third"))
    contract.write_text(TEXT, "utf-8")
    page.set_input_files("[data-papers-add] input[type=file]", [licence, contract])
    page.wait_for_selector("[data-list] tr:nth-child(2)")
    assert page.inner_text("[data-count]") == "2"
    page.focus("[data-list] tr[data-row]:nth-child(2)")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-viewer]")
    wait_until(page, "document.querySelector('#page-1 img').naturalWidth == 1280")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('[data-page]').value == '3'")
    page.keyboard.press("+")
    wait_until(page, "document.querySelector('#page-3 img').currentSrc.includes('w=1920')")
    assert page.inner_text("[data-zoom-now]") == "125 %"
    page.click("[data-sheet=paper-withdraw]")
    page.fill("#paper-reason", "错放")
    page.click("#paper-withdraw .button--danger")
    page.wait_for_selector(".chip--bad")
    page.goto(f"{live_server.url}/documents/?q=租金")
    assert page.inner_text("mark") == "租金"
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
