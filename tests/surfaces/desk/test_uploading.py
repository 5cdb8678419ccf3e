"""Does a file reach its plan by the picker, and is a bad one told from a good one on the page itself?"""

import pytest
from reviewing import PLAN

from guatu.plan.models import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def chosen(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "text/plain", "buffer": content}


def test_a_chosen_plan_opens_its_review(sign_in, supervisor, live_server):
    page = sign_in(supervisor)
    page.goto(f"{live_server.url}/plans/")
    page.set_input_files('input[type="file"]', chosen("计划.txt", PLAN.encode()))
    page.wait_for_selector('#review[data-ready="true"]')
    assert Plan.objects.get().document.name == "计划.txt"


def test_a_dropped_plan_opens_its_review(sign_in, supervisor, live_server):
    page = sign_in(supervisor)
    page.goto(f"{live_server.url}/plans/")
    page.evaluate(
        """(text) => {
            const given = new DataTransfer();
            given.items.add(new File([text], "plan.txt"));
            document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: given }));
        }""",
        PLAN,
    )
    page.wait_for_selector('#review[data-ready="true"]')


def test_a_bad_file_is_told_where_it_was_dropped(troubled_page, session_cookie, supervisor, live_server):
    page = troubled_page
    page.context.add_cookies([session_cookie(supervisor)])
    page.goto(f"{live_server.url}/plans/")
    page.set_input_files('input[type="file"]', chosen("x.bin", b"\x00\x01\xff\xfe" * 500))
    page.wait_for_selector("[data-problem]:not([hidden])")
    assert page.inner_text("[data-problem] p")
    assert not Plan.objects.exists()
    page.set_input_files('input[type="file"]', chosen("plan.txt", PLAN.encode()))
    page.wait_for_selector('#review[data-ready="true"]')


def test_the_theme_switch_is_remembered(sign_in, supervisor, live_server):
    page = sign_in(supervisor)
    page.goto(f"{live_server.url}/plans/")
    page.click("[data-theme-switch]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_rows_are_walked_by_keyboard(sign_in, supervisor, plan, live_server):
    page = sign_in(supervisor)
    page.goto(f"{live_server.url}/plans/")
    page.focus("tr[data-row]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/plans/{plan.pk}/review")
