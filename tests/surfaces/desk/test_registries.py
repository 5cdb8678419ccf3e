"""Do the pages of a registry keep their budgets, refuse whom they should, and answer in a browser?"""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.base import clock
from guatu.kernel.registry.actions import insert_records, look_for_duplicates
from guatu.kernel.registry.models import Likeness, RecordImport
from guatu.surfaces.desk.views.registries import opening
from guatu.zone.enterprises.actions import add_contact, add_title
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
BUDGETS = tomllib.loads((Path(__file__).parent / "query_budget.toml").read_text("utf-8"))["enterprises"]
BASE = "/registries/enterprises/"


def user_of(role: str) -> User:
    user = User.objects.create_user(f"{role}-1", first_name="梅", last_name="方")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def firms(db):
    with clock.use(date(2019, 3, 4)):
        values = make_enterprises(120, date(2019, 2, 28))
        return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


@pytest.fixture
def alike(clerk, firms):
    """Two of the firms under one name at one place, pointed out."""
    one, other = firms[:2]
    Enterprise.objects.filter(pk=other.pk).update(name=one.name, registered_address=one.registered_address)
    look_for_duplicates(ENTERPRISES, by=clerk)
    return Likeness.objects.get(one=min(one.pk, other.pk), other=max(one.pk, other.pk))


@pytest.mark.parametrize("page", sorted(BUDGETS))
def test_a_page_keeps_its_budget_of_queries(page, client, clerk, alike):
    firm = Enterprise.objects.get(pk=alike.one)
    add_contact(firm, name="王工", by=clerk, source="走访")
    add_title(firm, name="高新技术企业", valid_from=date(2018, 1, 1), valid_to=None, by=clerk, source="名单")
    addresses = {
        "list": BASE,
        "narrowed": f"{BASE}?status=in_business&section=C&q=星野&sort=name&established_on_from=2000-01-01",
        "none": f"{BASE}?q=星野无此企业",
        "record": f"{BASE}{firm.pk}",
        "history": f"{BASE}{firm.pk}/history",
        "duplicates": f"{BASE}duplicates",
        "map": f"{BASE}map",
        "places": f"{BASE}map.json",
        "open_list": "/open/enterprises/",
        "open_record": f"/open/enterprises/{firm.pk}",
        "new": f"{BASE}new",
        "change": f"{BASE}{firm.pk}/change",
        "import_new": f"{BASE}imports/new",
        "export": f"{BASE}export.xlsx",
    }
    client.force_login(clerk)
    with CaptureQueriesContext(
        connection,
    ) as made:
        assert client.get(addresses[page]).status_code == 200
    assert len(made) <= BUDGETS[page], "\n".join(query["sql"] for query in made)


@pytest.mark.parametrize("role", ["supervision", "staff", "leader", "auditor", ""])
def test_who_may_do_what(role, client, firms):
    if role:
        client.force_login(user_of(role))
    else:
        client.force_login(User.objects.create_user("nobody"))
    firm = Enterprise.objects.first()
    reads = 200 if role else 403
    writes = 200 if role in ("supervision", "staff") else 403
    for address in ("/registries/", BASE, f"{BASE}{firm.pk}", f"{BASE}export.csv", f"{BASE}template"):
        assert client.get(address).status_code == reads, address
    for address in (f"{BASE}new", f"{BASE}{firm.pk}/change", f"{BASE}imports/new"):
        assert client.get(address).status_code == writes, address
    assert client.get("/registries/nothing/").status_code == (404 if role else 403)


def test_the_legal_representative_is_masked_by_class(client, firms):
    firm = Enterprise.objects.exclude(legal_representative="").first()
    for role, seen in (("staff", True), ("leader", False), ("auditor", False)):
        client.force_login(user_of(role))
        page = client.get(f"{BASE}{firm.pk}").content.decode()
        assert (firm.legal_representative in page) is seen
        table = client.get(f"{BASE}export.csv?column=legal_representative").content.decode()
        assert (firm.legal_representative in table) is seen
    # Neither sorting nor searching tells what is masked.
    sorted_by = client.get(f"{BASE}?sort=legal_representative").context["listing"]
    assert sorted_by.sort == "-established_on"
    assert client.get(BASE, {"q": firm.legal_representative}).context["listing"].count == 0


def test_a_page_can_be_replaced_by_a_plain_view(client, clerk, firms, monkeypatch):
    def plain(request, slug, pk):
        return opening.HttpResponse(f"own page of {pk}")

    monkeypatch.setitem(opening.REPLACED, ("enterprises", "detail"), plain)
    client.force_login(clerk)
    pk = firms[0].pk
    assert client.get(f"{BASE}{pk}").content == f"own page of {pk}".encode()


def test_contacts_and_titles_come_and_go(client, clerk, firms):
    client.force_login(clerk)
    firm = firms[0]
    new = f"{BASE}{firm.pk}/contacts/new"
    assert client.get(new).status_code == 200
    assert client.post(new, {"name": "", "source": ""}).status_code == 422
    client.post(new, {"name": "王工", "phone": "10000000001", "source": "走访"})
    (contact,) = firm.contacts.all()
    shown = client.get(f"{BASE}{firm.pk}").content.decode()
    assert "10000000001" in shown
    assert f'href="{new}"' in shown
    assert f"/contacts/{contact.pk}/remove" in shown
    days = {"valid_from": "2019-01-01", "valid_to": "2018-01-01"}
    late = client.post(f"{BASE}{firm.pk}/titles/new", {"name": "高新技术企业", "source": "名单", **days})
    assert late.status_code == 422
    assert client.get(f"{BASE}{firm.pk}/parcels/new").status_code == 404
    other = f"{BASE}{firms[1].pk}/contacts/{contact.pk}/remove"
    assert client.post(other).status_code == 404
    client.force_login(user_of("auditor"))
    assert client.get(new).status_code == 403
    masked = client.get(f"{BASE}{firm.pk}").content.decode()
    assert "10000000001" not in masked
    assert "王工" not in masked
    assert f'href="{new}"' not in masked
    client.force_login(clerk)
    client.post(f"{BASE}{firm.pk}/contacts/{contact.pk}/remove")
    assert not firm.contacts.exists()


def test_odd_addresses_do_no_harm(client, clerk, firms):
    client.force_login(clerk)
    for query in (
        "page=99999999999999999999",
        "page=x&size=1000000",
        "sort=password&columns=search_text,provenance",
        "established_on_from=2019-02-31&registered_capital_to=1e99",
        "q=" + "星" * 500,
        "q=%00%27%22%25_",
        "service_officer=abc&kind=%27",
        "view=0",
    ):
        assert client.get(f"{BASE}?{query}").status_code in (200, 404), query


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_table_with_errors_is_corrected_and_found(sign_in, live_server, clerk, tmp_path):
    page = sign_in(clerk)
    page.goto(f"{live_server.url}{BASE}")
    page.get_by_role("link", name="导入").first.click()
    table = "统一社会信用代码,企业名称,成立日期\n{},星野澄远机械有限公司,{}\n"
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(table.format("91350100M000100Y44", "2015-05-06"), "utf-8")
    page.set_input_files("input[type=file]", wrong)
    page.fill("#source", "市监局")
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector(".problems")
    assert "91350100M000100Y44" in page.inner_text(".problems")
    right = tmp_path / "right.csv"
    right.write_text(table.format("91350100M000100Y43", "2015-05-06"), "utf-8")
    page.goto(f"{live_server.url}{BASE}imports/new")
    page.set_input_files("input[type=file]", right)
    page.fill("#source", "市监局")
    page.get_by_role("button", name="预览").click()
    page.wait_for_selector(".import-ways .button--main")
    page.click(".import-ways .button--main")
    page.wait_for_selector(".message--success")
    page.goto(f"{live_server.url}{BASE}")
    page.keyboard.press("/")
    page.keyboard.type("cyjx")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=cyjx**")
    page.focus("tbody tr")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-fields")
    assert page.inner_text("h1") == "星野澄远机械有限公司"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_upload_that_is_no_table_is_refused_in_a_sentence(client, clerk):
    client.force_login(clerk)
    file = SimpleUploadedFile("x.xlsx", b"PK nothing")
    answer = client.post(f"{BASE}imports/new", {"file": file, "source": "x", "as_of": "2019-01-01"})
    assert answer.status_code == 422
    file = SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())
    answer = client.post(f"{BASE}imports/new", {"file": file, "source": "x", "as_of": "2019-01-01"})
    assert answer.status_code == 422
    assert not RecordImport.objects.exists()


def test_a_possible_duplicate_is_decided_and_the_decision_taken_back(client, clerk, alike):
    client.force_login(clerk)
    listed = client.get(BASE).context["listing"].count
    assert f"{BASE}duplicates" in client.get(BASE).content.decode()
    page = client.get(f"{BASE}duplicates")
    pair = next(each for each in page.context["pairs"] if each.pair == alike)
    assert {each.info.name for each in pair.fields if each.is_same} >= {"name", "registered_address"}
    assert f"{BASE}{alike.other}" in client.get(f"{BASE}{alike.one}").content.decode()
    decide = f"{BASE}duplicates/{alike.pk}"
    client.post(decide, {"keep": "404"})
    assert Likeness.objects.get(pk=alike.pk).verdict == "open"
    client.post(decide, {"keep": str(alike.one)})
    assert client.get(BASE).context["listing"].count == listed - 1
    assert client.get(f"{BASE}{alike.other}").context["standing"].kept.pk == alike.one
    assert [r.pk for r in client.get(f"{BASE}{alike.one}").context["standing"].duplicates] == [alike.other]
    shown = client.get(f"{BASE}duplicates", {"state": "same"}).content.decode()
    assert "take-back" in shown
    client.post(f"{decide}/take-back", {"state": "same"})
    assert client.get(BASE).context["listing"].count == listed
    client.post(decide, {"keep": "none"})
    assert Likeness.objects.get(pk=alike.pk).verdict == "different"
    assert client.post(f"{BASE}duplicates/look").status_code == 302
    client.force_login(user_of("auditor"))
    assert f'action="{decide}"' not in client.get(f"{BASE}duplicates").content.decode()
    assert client.post(decide, {"keep": "none"}).status_code == 403
