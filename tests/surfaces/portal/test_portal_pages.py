"""Does an enterprise file its returns in the portal, told all at once, and nobody else's?"""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guatu.base.periods import Period
from guatu.kernel import directory
from guatu.zone.enterprises.models import EconomicFact
from guatu.zone.statistics.returns.actions import file_return, open_return, save_draft, verify_return
from guatu.zone.statistics.returns.forms import load_form
from guatu.zone.statistics.returns.queries import get_return, returns_of
from guatu.zone.statistics.returns.sheets import template_file

pytestmark = pytest.mark.django_db
JUNE = Period.to_month(2019, 6)
RIGHT = {
    "output": "72000",
    "output_month": "12000",
    "output_last_year": "66000",
    "finished_value": "71700",
    "processing_fees": "500",
    "wip_change": "-200",
    "new_products": "1000",
    "new_products_last_year": "900",
    "sales": "71600",
    "sales_month": "11900",
    "sales_last_year": "65700",
    "export_delivery": "不适用",
    "export_delivery_last_year": "不适用",
    "stock": "800",
}


def typed(**changed):
    return {f"v-{item}": value for item, value in {**RIGHT, **changed}.items()}


@pytest.fixture
def begun(filer, firms):
    return open_return("industrial_output", firms[0].pk, JUNE, by=filer)


def test_home_says_what_is_late_and_begins_it(client, filer, firms):
    client.force_login(filer)
    page = client.get("/portal/").content.decode()
    assert firms[0].name in page
    assert "/portal/returns/begin/industrial_output/2019M01-06" in page
    answer = client.post("/portal/returns/begin/industrial_output/2019M01-06")
    assert client.get(answer.url).status_code == 200
    assert client.post("/portal/returns/begin/industrial_output/2019M01-06").url == answer.url


def test_a_form_by_project_is_begun_for_each_project(client, filer, firms):
    client.force_login(filer)
    began = client.post(
        "/portal/returns/begin/investment/2019M01-05", {"subject": "2019-1", "subject_name": "二期厂房"}
    )
    assert get_return(int(began.url.rsplit("/", 1)[1]), by=filer).subject_name == "二期厂房"
    page = client.get("/portal/").content.decode()
    assert page.count("二期厂房") >= 2, "May's return goes on, and June's is asked"
    assert 'name="subject" value="2019-1"' in page


def test_the_first_page_of_an_enterprise_is_the_portal(client, filer):
    client.force_login(filer)
    assert client.get("/").url == "/portal/"


def test_a_wrong_return_is_saved_and_told_whole(client, filer, begun):
    client.force_login(filer)
    answer = client.post(f"/portal/returns/{begun.pk}", {**typed(sales="9e9x", stock=""), "do": "file"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('class="told told--block') >= 2
    assert get_return(begun.pk, by=filer).values["output"] == "72000"


def test_what_is_typed_is_saved_while_it_is_typed(client, filer, begun):
    client.force_login(filer)
    headers = {"Accept": "application/json"}
    told = client.post(f"/portal/returns/{begun.pk}", {**typed(), "version": "1"}, headers=headers).json()
    assert told["version"] == 2
    assert told["cells"]["output"] == "72000"
    stale = client.post(f"/portal/returns/{begun.pk}", {**typed(), "version": "1"}, headers=headers)
    assert stale.status_code == 409
    assert stale.json()["sentence"]


def test_a_filed_return_has_a_receipt_and_is_closed(client, filer, begun):
    client.force_login(filer)
    answer = client.post(
        f"/portal/returns/{begun.pk}", {**typed(), **remarks_for(client, begun), "do": "file"}
    )
    assert answer.url == f"/portal/returns/{begun.pk}/receipt"
    assert str(begun.pk) in client.get(answer.url).content.decode()
    page = client.get(f"/portal/returns/{begun.pk}").content.decode()
    assert "<input id=" not in page
    assert client.post(f"/portal/returns/{begun.pk}", {**typed(), "do": "file"}).status_code == 302
    assert get_return(begun.pk, by=filer).state == "filed"


def remarks_for(client, begun) -> dict[str, str]:
    """A remark for each finding that needs one."""
    headers = {"Accept": "application/json"}
    found = client.post(f"/portal/returns/{begun.pk}", typed(), headers=headers).json()["findings"]
    return {part.split('"')[0]: "已核实" for part in found.split('<textarea name="')[1:]}


def test_another_s_return_is_not_there(client, other_filer, officer, filer, begun):
    client.force_login(other_filer)
    assert client.get(f"/portal/returns/{begun.pk}").status_code == 404
    assert client.post(f"/portal/returns/{begun.pk}", {**typed(), "do": "file"}).status_code == 404
    assert client.get(f"/portal/returns/{begun.pk}/receipt").status_code == 404
    client.force_login(officer)
    assert client.get(f"/portal/returns/{begun.pk}").status_code == 403
    assert client.get(f"/returns/{begun.pk}").status_code == 200


def test_staff_send_back_verify_and_lock(client, filer, officer, begun):
    client.force_login(filer)
    save_draft(begun, RIGHT, by=filer)
    remarks = {key.removeprefix("r-"): text for key, text in remarks_for(client, begun).items()}
    file_return(save_draft(get_return(begun.pk, by=filer), {}, remarks, by=filer), by=filer)
    client.force_login(officer)
    assert client.post(f"/returns/{begun.pk}/back", {"reason": ""}).status_code == 302
    assert get_return(begun.pk, by=officer).state == "filed"
    client.post(f"/returns/{begun.pk}/back", {"reason": "请核对", "ask-output": "含分厂吗？"})
    assert get_return(begun.pk, by=officer).state == "returned"
    client.force_login(filer)
    page = client.get(f"/portal/returns/{begun.pk}").content.decode()
    assert "请核对" in page
    assert "含分厂吗？" in page
    answers = {**typed(), **remarks_for(client, begun), "do": "file"}
    assert client.post(f"/portal/returns/{begun.pk}", answers).status_code == 302
    client.force_login(officer)
    client.post(f"/returns/{begun.pk}/verify")
    assert get_return(begun.pk, by=officer).state == "verified"
    client.post("/returns/industrial_output/2019M01-06/lock")
    assert get_return(begun.pk, by=officer).state == "locked"
    client.post(f"/returns/{begun.pk}/correct", {"reason": "漏报一个车间"})
    assert "漏报一个车间" in client.get(
        "/returns/industrial_output/2019M01-06/?state=draft"
    ).content.decode() or (client.get(f"/returns/{begun.pk}").content.decode().count("漏报一个车间") == 1)


@pytest.mark.parametrize("state", ["filed", "all", "late", "nonsense"])
def test_lists_of_staff_answer_for_every_state(state, client, officer, firms):
    client.force_login(officer)
    assert client.get(f"/returns/industrial_output/2019M01-06/?state={state}").status_code == 200
    assert client.get("/returns/").status_code == 200
    assert client.get("/returns/nonsense/2019M01-06/").status_code == 404
    assert client.get("/returns/industrial_output/2019M99/").status_code == 404


def test_json_of_a_save_is_plain_data(client, filer, begun):
    client.force_login(filer)
    answer = client.post(
        f"/portal/returns/{begun.pk}", typed(output="<b>1</b>"), headers={"Accept": "application/json"}
    )
    told = json.loads(answer.content)
    assert "<b>1</b>" not in told["findings"]


@pytest.fixture
def verified(client, filer, officer, begun):
    client.force_login(filer)
    client.post(f"/portal/returns/{begun.pk}", {**typed(), **remarks_for(client, begun), "do": "file"})
    return verify_return(get_return(begun.pk, by=officer), by=officer)


def test_the_enterprise_alone_lets_values_be_copied(client, filer, officer, verified):
    client.force_login(filer)
    asked = {"item": ["output", "nonsense"], "scope": "申报政策", "until": "2019-12-31"}
    client.post(f"/portal/returns/{verified.pk}/authorise", asked)
    (fact,) = EconomicFact.objects.filter(enterprise_id=verified.enterprise_id)
    assert fact.amount == 72000
    assert "申报政策" in client.get(f"/portal/returns/{verified.pk}").content.decode()
    client.post(f"/portal/returns/{verified.pk}/authorise", {**asked, "until": "tomorrow"})
    client.force_login(officer)
    assert client.post(f"/portal/returns/{verified.pk}/authorise", asked).status_code == 403
    assert EconomicFact.objects.count() == 1


def sheet(rows):
    template = template_file(load_form("industrial_output", date(2019, 6, 30)), rows)
    return SimpleUploadedFile("六月.xlsx", template)


def test_a_sheet_of_returns_is_previewed_filed_and_undone(client, officer, filer, firms):
    client.force_login(officer)
    base = "/returns/industrial_output/2019M01-06"
    assert client.get(f"{base}/template").content.startswith(b"PK")
    right = dict(RIGHT)
    rows = [(directory.entity(firms[0].pk), right), (directory.entity(firms[1].pk), {**right, "stock": ""})]
    previewed = client.post(f"{base}/sheet", {"file": sheet(rows)})
    page = client.get(previewed.url).content.decode()
    assert firms[1].uscc not in page or "is-error" in page
    assert client.get(f"{previewed.url}/rejects").content.startswith(b"PK")
    client.post(f"{previewed.url}/apply")
    assert returns_of(firms[0].pk, by=officer) == []
    client.post(f"{previewed.url}/apply", {"skip_wrong": "1"})
    assert [each.state for each in returns_of(firms[0].pk, by=officer)] == ["filed"]
    client.post(f"{previewed.url}/undo")
    assert returns_of(firms[0].pk, by=officer) == []
    client.force_login(filer)
    assert client.get(previewed.url).status_code == 403


def test_half_a_file_is_refused_in_a_sentence(client, officer, firms):
    client.force_login(officer)
    half = SimpleUploadedFile("half.xlsx", b"PK\x03\x04 and no more")
    answer = client.post("/returns/industrial_output/2019M01-06/sheet", {"file": half})
    assert answer.status_code == 422


def test_published_and_collected_stand_side_by_side(client, officer, firms):
    client.force_login(officer)
    assert client.get("/figures/compared").status_code == 200


def test_no_browser_keeps_what_a_firm_reported(client, officer, filer, begun):
    client.force_login(officer)
    assert "no-store" in client.get(f"/returns/{begun.pk}")["Cache-Control"]
    client.force_login(filer)
    assert "no-store" in client.get(f"/portal/returns/{begun.pk}")["Cache-Control"]
