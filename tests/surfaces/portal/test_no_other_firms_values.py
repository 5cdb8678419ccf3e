"""Does any page, or the API, tell an enterprise or staff without the right what a firm reported (law 11)?

The returns of one firm are full of numbers that stand nowhere else. Then everything that the others are led
to is fetched and searched for them.
"""

import re
from collections import deque

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guatu.base.periods import Period
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import RIGHTS, Role
from guatu.kernel.registry.declaration import all_registries
from guatu.surfaces.api.actions import make_key
from guatu.zone.statistics.returns.actions import (
    file_return,
    open_return,
    preview_returns,
    release_sums,
    save_draft,
    verify_return,
)
from guatu.zone.statistics.returns.asking import version_for
from guatu.zone.statistics.returns.listing import listed_for
from guatu.zone.statistics.returns.sheets import template_file

pytestmark = pytest.mark.django_db
OUTPUT, MAY = "industrial_output", Period.to_month(2019, 5)
REMARK = "此处说明不外传"
VALUES = {
    "output_month": "87654301",
    "sales_month": "87654299",
    "output": "876543021",
    "output_last_year": "865430207",
    "finished_value": "876542021",
    "processing_fees": "3000",
    "wip_change": "-2000",
    "new_products": "8765401",
    "new_products_last_year": "8654301",
    "sales": "876543009",
    "sales_last_year": "865430109",
    "export_delivery": "不适用",
    "export_delivery_last_year": "不适用",
    "stock": "8765409",
}
MARKS = (REMARK, *(value for value in VALUES.values() if len(value) > 6))
WITHOUT = sorted(set(Role) - RIGHTS["returns.view"] - {Role.ENTERPRISE})
USING_API = sorted(RIGHTS["api.use"] - RIGHTS["returns.view"] - {Role.ENTERPRISE})
MOST_PAGES = 60


@pytest.fixture
def reported(firms, filer, officer):
    """A verified return, a draft, a sheet of returns and a release, all of the first firm alone."""
    draft = open_return(OUTPUT, firms[0].pk, MAY, by=filer)
    saved = save_draft(draft, VALUES, by=filer)
    remarks = {f"{each['code']}:{each['item']}": REMARK for each in saved.findings}
    draft = save_draft(draft, {}, remarks, by=filer)
    filed = file_return(draft, by=filer)
    verify_return(filed, by=officer)
    release_sums(OUTPUT, MAY, by=officer)
    later = open_return(OUTPUT, firms[0].pk, Period.to_month(2019, 6), by=filer)
    save_draft(later, VALUES, by=filer)
    form = version_for(OUTPUT, Period.to_month(2019, 6))
    firm = next(each for each in listed_for(form, Period.to_month(2019, 6)) if each.id == firms[0].pk)
    sheet = template_file(form, [(firm, VALUES)])
    preview_returns(OUTPUT, Period.to_month(2019, 6), name="六月.xlsx", content=sheet, by=officer)
    return filed


def plain(text: str) -> str:
    """As it reads without the marks between thousands."""
    return re.sub(r"(?<=\d)[, \u2009\u00a0\u202f](?=\d{3})", "", text)


def leaks(text: str) -> list[str]:
    return [mark for mark in MARKS if mark in plain(text)]


def crawl(client: Client, starts: list[str]) -> dict[str, str]:
    """Every page that can be reached by links that only show, by address; no more than so many."""
    waiting, seen = deque(starts), {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        if address in seen:
            continue
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[address] = content.decode("utf-8", "replace")
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            for found in re.findall(r'href="(/[^"#]*)"', seen[address]):
                if not found.startswith(("/static", "/sign-out", "/language")):
                    waiting.append(found.replace("&amp;", "&"))
    return seen


def addresses(name: str, pk: int) -> list[str]:
    """The pages of the return itself, whoever may open them."""
    return [
        f"/portal/returns/{pk}",
        f"/portal/returns/{pk}/receipt",
        f"/portal/returns/{pk}/proofs/1",
        f"/returns/{pk}",
        f"/returns/{OUTPUT}/{MAY.code}",
        name,
    ]


def api_answers(client: Client, **headers: str) -> dict[str, str]:
    """Everything that the API lists and reads."""
    seen: dict[str, str] = {}
    for registry in all_registries():
        root = f"/api/1/records/{registry.slug}"
        asked = [root, f"{root}?limit=200", *(f"{root}?q={mark}" for mark in MARKS)]
        asked += [f"{root}/{pk}" for pk in registry.model._default_manager.values_list("pk", flat=True)[:5]]
        for address in (*asked, "/api/1/openapi.json"):
            seen[address] = client.get(address, headers=headers).content.decode()
    return seen


def test_the_marks_are_there_for_the_firm_itself_and_for_the_officer(client, reported, filer, officer):
    client.force_login(filer)
    assert len(leaks(client.get(f"/portal/returns/{reported.pk}").content.decode())) >= 4
    client.force_login(officer)
    assert len(leaks(client.get(f"/returns/{reported.pk}").content.decode())) >= 4


def test_another_enterprise_finds_none_of_them_on_any_page_or_in_the_api(client, reported, other_filer):
    client.force_login(other_filer)
    pages = crawl(client, [*addresses("/", reported.pk), "/portal/", "/portal/returns/", "/api/", "/wall/"])
    pages |= api_answers(client)
    assert {address: leaks(text) for address, text in pages.items() if leaks(text)} == {}
    assert any("/portal/returns" in address for address in pages)


@pytest.mark.parametrize("role", USING_API)
def test_staff_without_the_right_find_none_of_them_in_the_api(client, reported, role):
    user = User.objects.create_user("reader")
    assign_role(user, role, by=None)
    _key, secret = make_key(name="试", may_write=False, days=9, by=user)
    client.force_login(user)
    by_session = api_answers(client)
    by_key = api_answers(Client(), Authorization=f"Bearer {secret}")
    assert {
        address: leaks(text)
        for answers in (by_session, by_key)
        for address, text in answers.items()
        if leaks(text)
    } == {}


@pytest.mark.parametrize("role", WITHOUT)
def test_staff_without_the_right_find_none_of_them_on_any_page(client, reported, role):
    user = User.objects.create_user("reader")
    assign_role(user, role, by=None)
    client.force_login(user)
    pages = crawl(
        client, [*addresses("/", reported.pk), "/figures", "/figures/returns", "/history", "/wall/"]
    )
    assert {address: leaks(text) for address, text in pages.items() if leaks(text)} == {}
