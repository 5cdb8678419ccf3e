"""Does a plain registry of three files have everything that is promised of one?"""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from guatu.base import clock
from guatu.kernel.registry.actions import create_record, publish_file
from guatu.kernel.registry.models import RecordImport, SavedView

FOLDER = Path(__file__).parent / "cranes"
TABLE = """设备名称,登记编号,kind,额定载荷 (吨),inspected on,phone of its keeper
东区塔吊,QZ-001,塔式,12.5,2019-03-01,13900000001
西区桥吊,QZ-002,bridge,3O,2019年4月31日,
东区塔吊,QZ-003,tower,8,2019/5/6,
"""
RIGHT = TABLE.replace("塔式", "tower crane").replace("3O", "30").replace("4月31日", "4月30日")


def upload(client, table: str = RIGHT):
    file = SimpleUploadedFile("cranes.csv", table.encode())
    return client.post(
        "/registries/cranes/imports/new",
        {"file": file, "source": "质监所", "as_of": "2019-06-01"},
        follow=True,
    )


@pytest.fixture
def year():
    with clock.use(date(2019, 6, 30)):
        yield


def test_a_plain_registry_is_at_most_four_files_and_eighty_lines(cranes):
    files = [file for file in FOLDER.rglob("*.py") if file.read_text().strip()]
    lines = sum(len(file.read_text().splitlines()) for file in files)
    assert len(files) <= 4
    assert lines <= 80


def test_all_errors_of_a_table_are_said_at_once_and_it_can_be_given_back(cranes, clerk, client, year):
    client.force_login(clerk)
    page = upload(client, TABLE)
    made = RecordImport.objects.get()
    assert {(p["row"], p["field"], p["value"]) for p in made.problems if p["severity"] == "error"} == {
        (2, "kind", "塔式"),
        (3, "lifts_t", "3O"),
        (3, "inspected_on", "2019年4月31日"),
    }
    assert made.counts["wrong"] == 2
    assert made.counts["new"] == 1
    assert cranes.model.objects.count() == 0
    assert "3O" in page.content.decode()
    rejects = client.get(f"/registries/cranes/imports/{made.pk}/rejects")
    sheet = CalamineWorkbook.from_filelike(BytesIO(rejects.content)).get_sheet_by_index(0).to_python()
    assert sheet[0][0] == "Name"
    assert "tower crane" in sheet[1][-2]
    again = client.post(
        "/registries/cranes/imports/new",
        {
            "file": SimpleUploadedFile("again.xlsx", rejects.content),
            "source": "质监所",
            "as_of": "2019-06-01",
        },
        follow=True,
    )
    assert again.status_code == 200
    assert RecordImport.objects.latest("pk").counts["rows"] == 2


def test_import_apply_update_and_undo(cranes, clerk, client, year):
    client.force_login(clerk)
    upload(client)
    made = RecordImport.objects.get()
    # Two of them have one name: that is pointed out, and no error.
    assert [(p["row"], p["severity"]) for p in made.problems] == [(4, "note")]
    client.post(f"/registries/cranes/imports/{made.pk}/apply")
    assert list(cranes.model.objects.order_by("number").values_list("lifts_t", flat=True)) == [
        Decimal("12.5"),
        Decimal(30),
        Decimal(8),
    ]
    upload(client, "登记编号,额定载荷\nQZ-002,32\nQZ-003,8\n")
    update = RecordImport.objects.latest("pk")
    assert {k: update.counts[k] for k in ("new", "changed", "unchanged", "wrong")} == {
        "new": 0,
        "changed": 1,
        "unchanged": 1,
        "wrong": 0,
    }
    client.post(f"/registries/cranes/imports/{update.pk}/apply")
    bridge = cranes.model.objects.get(number="QZ-002")
    assert (bridge.lifts_t, bridge.inspected_on) == (Decimal(32), date(2019, 4, 30))
    # The first import cannot be undone over the second, the second can, and then the first.
    client.post(f"/registries/cranes/imports/{made.pk}/undo")
    assert cranes.model.objects.count() == 3
    client.post(f"/registries/cranes/imports/{update.pk}/undo")
    bridge.refresh_from_db()
    assert bridge.lifts_t == Decimal(30)
    client.post(f"/registries/cranes/imports/{made.pk}/undo")
    assert cranes.model.objects.count() == 0


def test_list_search_filters_totals_columns_and_files(cranes, clerk, client, year):
    client.force_login(clerk)
    upload(client)
    client.post(f"/registries/cranes/imports/{RecordImport.objects.get().pk}/apply")
    page = client.get("/registries/cranes/")
    assert page.context["listing"].count == 3
    assert page.context["listing"].totals["lifts_t"].text == "50.5"
    for asked in ("dqtd", "dongqu", "塔吊", "qz-001 东区", "ＱＺ-001"):
        assert client.get("/registries/cranes/", {"q": asked}).context["listing"].count >= 1, asked
    near = client.get("/registries/cranes/", {"q": "东区塔掉"})
    assert near.context["listing"].count == 0
    assert "东区塔吊" in near.content.decode()
    narrowed = client.get("/registries/cranes/", {"kind": "tower", "lifts_t_from": "10", "sort": "-lifts_t"})
    assert [line.cells[0][1].text for line in narrowed.context["listing"].lines] == ["东区塔吊"]
    wrong = client.get("/registries/cranes/", {"kind": "mobile", "inspected_on_from": "x", "page": "-7"})
    assert len(wrong.context["listing"].complaints) == 2
    table = client.get("/registries/cranes/export.csv", {"column": ["number", "lifts_t"], "kind": "bridge"})
    assert table.content.decode("utf-8-sig").splitlines() == [
        "Name,Registration number,Load (吨)",
        "西区桥吊,QZ-002,30",
    ]


def test_a_saved_view_is_shared_by_its_link(cranes, clerk, auditor, client, year):
    client.force_login(clerk)
    upload(client)
    client.post(f"/registries/cranes/imports/{RecordImport.objects.get().pk}/apply")
    client.post("/registries/cranes/views", {"name": "塔吊", "query": "kind=tower&sort=-lifts_t"})
    view = SavedView.objects.get()
    client.force_login(auditor)
    assert client.get("/registries/cranes/", {"view": view.pk}).context["listing"].count == 2
    assert client.get("/registries/cranes/").context["views"] == []
    client.post(f"/registries/cranes/views/{view.pk}/remove")
    assert SavedView.objects.count() == 1


def test_detail_form_and_what_is_kept_closely(cranes, clerk, auditor, client, year):
    client.force_login(clerk)
    typed = {"name": "北区塔吊", "number": "QZ-009", "kind": "tower", "keeper_phone": "13912345678"}
    refused = client.post("/registries/cranes/new", {**typed, "kind": "?", "lifts_t": "many"})
    assert refused.status_code == 422
    assert {"kind", "lifts_t", "known_from", "known_as_of"} <= set(refused.context["form"].errors)
    sourced = {**typed, "known_from": "走访", "known_as_of": "2019-06-20"}
    client.post("/registries/cranes/new", sourced)
    crane = cranes.model.objects.get()
    assert crane.source_of("kind") == ("走访", date(2019, 6, 20))
    detail = client.get(f"/registries/cranes/{crane.pk}").content.decode()
    assert "13912345678" in detail
    assert "走访" in detail
    address = f"/registries/cranes/{crane.pk}/change"
    seen = crane.changed_at.isoformat()
    client.post(address, {**sourced, "lifts_t": "5", "seen": seen, "known_as_of": "2019-06-25"})
    late = client.post(address, {**sourced, "lifts_t": "6", "seen": seen})
    assert late.status_code == 422
    crane.refresh_from_db()
    assert crane.lifts_t == 5
    assert crane.source_of("lifts_t")[1] == date(2019, 6, 25)
    assert crane.source_of("name")[1] == date(2019, 6, 20)
    client.force_login(auditor)
    masked = client.get(f"/registries/cranes/{crane.pk}").content.decode()
    assert "13912345678" not in masked
    assert "1•••78" in masked
    assert client.get(address).status_code == 403
    exported = client.get("/registries/cranes/export.csv", {"column": ["keeper_phone"]}).content.decode()
    assert "13912345678" not in exported


def test_a_formula_in_a_record_runs_in_no_sheet(cranes, clerk, client, year):
    values = {"name": "=1+1", "number": "@x", "kind": "tower"}
    create_record(cranes, values, by=clerk, source="x")
    client.force_login(clerk)
    line = client.get("/registries/cranes/export.csv").content.decode().splitlines()[1]
    assert line.startswith("'=1+1,'@x")
    sheet = client.get("/registries/cranes/export.xlsx").content
    assert CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()[1][0] == "'=1+1"


def test_history_map_duplicates_and_the_open_page_come_with_it(cranes, clerk, client, year):
    client.force_login(clerk)
    place = ",longitude,latitude\n"
    upload(client, RIGHT.replace("\n", place, 1).replace("13900000001", "13900000001,119.1,25.9"))
    client.post(f"/registries/cranes/imports/{RecordImport.objects.get().pk}/apply")
    crane = cranes.model.objects.get(number="QZ-001")
    (told,) = client.get(f"/registries/cranes/{crane.pk}/history").context["told"]
    assert (told.source, told.entry.by) == ("质监所", "li")
    (point,) = client.get("/registries/cranes/map.json").json()["points"]
    assert point == [crane.pk, 119.1, 25.9, "东区塔吊"]
    (pair,) = client.get("/registries/cranes/duplicates").context["pairs"]
    assert {pair.one.number, pair.other.number} == {"QZ-001", "QZ-003"}
    client.logout()
    page = client.get("/open/cranes/", {"sort": "number"})
    assert page.context["listing"].count == 3
    record = client.get(f"/open/cranes/{crane.pk}").content.decode()
    assert "QZ-001" in record
    assert "2019-03-01" not in record
    assert publish_file(cranes).content.decode("utf-8-sig").splitlines()[:2] == [
        "name,number,kind,demonstration",
        "东区塔吊,QZ-001,tower crane,false",
    ]
