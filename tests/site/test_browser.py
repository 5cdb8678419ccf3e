"""Is a page in a real browser styled, free of script errors, and closed to strangers?"""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_stranger_sees_the_sign_in_page(page, live_server):
    page.goto(live_server.url)
    assert "/sign-in/" in page.url
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
