"""What do strangers find at the open pages, and can they prove a file?"""

import csv
import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db.models import Q

from guatu.base import clock
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.registry.actions import (
    call_same,
    change_record,
    create_record,
    insert_records,
    look_for_duplicates,
    publish_file,
)
from guatu.kernel.registry.declaration import Public
from guatu.kernel.registry.models import Likeness
from guatu.kernel.registry.publishing import OpenListing, public_table
from guatu.site.ledger_command import run
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES
from tests.ambient_action import empty_ledger

REPOSITORY = Path(__file__).resolve().parents[3]
BASE = "/open/enterprises/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def firms(db):
    with clock.use(date(2019, 3, 4)):
        made = list(make_enterprises(60, date(2019, 2, 28)))
        return insert_records(ENTERPRISES, made, source="清单", as_of=date(2019, 2, 28), demonstration=True)


def test_everybody_finds_the_registers_without_signing_in(client, firms):
    index = client.get("/open/")
    assert f'href="{BASE}"' in index.content.decode()
    page = client.get(BASE)
    assert page.context["listing"].count == 60
    assert [info.name for info in page.context["listing"].columns] == list(ENTERPRISES.public.columns)
    record = client.get(f"{BASE}{firms[0].pk}").content.decode()
    assert firms[0].name in record
    assert firms[0].uscc in record
    assert "2019-02-28" in record
    assert "清单" not in record
    clerk = User.objects.create_user("li")
    assign_role(clerk, Role.STAFF, by=None)
    client.force_login(clerk)
    assert f'href="{BASE}"' in client.get("/registries/enterprises/").content.decode()
    found = client.get(BASE, {"q": firms[0].uscc.lower(), "status": "in_business", "kind": firms[0].kind})
    assert [line.pk for line in found.context["listing"].lines] == [firms[0].pk]


def test_what_is_not_public_is_not_there(client, firms):
    for address in ("/open/visits/", "/open/visits/1", "/open/nothing/", f"{BASE}0", f"{BASE}files/1.csv"):
        assert client.get(address).status_code == 404, address
    for address in (f"{BASE}datapackage.json", f"{BASE}files/{2**40}.csv", f"{BASE}files/1.proof.json"):
        assert client.get(address).status_code == 404, address
    assert client.post(BASE).status_code == 405
    robots = client.get("/robots.txt").content.decode()
    assert robots.splitlines() == ["User-agent: *", "Allow: /open/", "Disallow: /"]


def test_only_the_declared_records_are_open(firms):
    public = Public(columns=("name", "status"), only=Q(status="in_business"))
    narrow = replace(ENTERPRISES, public=public)
    in_business = Enterprise.objects.filter(status="in_business").count()
    assert OpenListing(narrow, {}).count == in_business < 60
    assert OpenListing(narrow, {"status": "cancelled"}).count == 0
    content, rows = public_table(narrow)
    assert rows == in_business == len(content.decode("utf-8-sig").splitlines()) - 1


def test_a_duplicate_is_not_shown_twice(client, firms):
    one, other = firms[:2]
    user = User.objects.create_user("li")
    Enterprise.objects.filter(pk=other.pk).update(name=one.name, registered_address=one.registered_address)
    look_for_duplicates(ENTERPRISES, by=user)
    pair = Likeness.objects.get(one=min(one.pk, other.pk), other=max(one.pk, other.pk))
    call_same(ENTERPRISES, pair, keep=one.pk, by=user)
    assert client.get(BASE).context["listing"].count == 59
    assert client.get(f"{BASE}{other.pk}").status_code == 404


def test_a_file_says_what_its_columns_are(client, firms):
    made = publish_file(ENTERPRISES)
    package = client.get(f"{BASE}datapackage.json").json()
    (resource,) = package["resources"]
    answer = client.get(BASE + resource["path"])
    assert (
        hashlib.sha256(answer.content).hexdigest() == made.sha256 == resource["hash"].removeprefix("sha256:")
    )
    assert (len(answer.content), "immutable" in answer["Cache-Control"]) == (resource["bytes"], True)
    assert answer["Content-Disposition"] == 'attachment; filename="enterprises-1.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    schema = {field["name"]: field for field in client.get(f"{BASE}files/1.schema.json").json()["fields"]}
    assert list(rows[0]) == list(schema) == [*ENTERPRISES.public.columns, "demonstration"]
    assert len(rows) == resource["rows"] == 60
    for row in rows:
        assert row["status"] in schema["status"]["constraints"]["enum"]
        assert row["demonstration"] == "true"
        assert date.fromisoformat(row["established_on"])
    assert (schema["name"]["type"], schema["established_on"]["type"]) == ("string", "date")
    assert schema["name"]["title"] == "企业名称"


def test_a_file_is_made_only_when_something_is_new(firms):
    user = User.objects.create_user("li")
    assert publish_file(ENTERPRISES).number == 1
    assert publish_file(ENTERPRISES) is None
    change_record(ENTERPRISES, firms[0], {"employees": 7}, by=user, source="x", as_of=date(2019, 3, 1))
    assert publish_file(ENTERPRISES) is None
    change_record(
        ENTERPRISES, firms[0], {"name": "星野新名有限公司"}, by=user, source="x", as_of=date(2019, 3, 1)
    )
    assert publish_file(ENTERPRISES).number == 2


@pytest.mark.django_db(transaction=True)
def test_a_stranger_proves_a_file(client, settings, tmp_path):
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()
    firm = {"name": "星野澄远机械有限公司", "uscc": "91350100M000100Y43"}
    create_record(ENTERPRISES, firm, by=User.objects.create_user("li"), source="清单")
    publish_file(ENTERPRISES)
    address = f"{BASE}files/1.proof.json"
    assert client.get(address).status_code == 404
    run(["seal"])
    proof = client.get(address).content
    (tmp_path / "proof.json").write_bytes(proof)
    (tmp_path / "key.txt").write_bytes(client.get("/open/public-key.txt").content)
    verifier = [sys.executable, "-I", REPOSITORY / "verify_ledger.py", "proof", tmp_path / "proof.json"]
    assert subprocess.run([*verifier, "--key", tmp_path / "key.txt"], check=False).returncode == 0
    lines = [json.loads(step["line"]) for step in json.loads(proof)["entries"]]
    file = next(line["after"] for line in lines if line["relation"] == "registry_publicfile")
    table = client.get(f"{BASE}files/1.csv").content
    assert file["sha256"] == hashlib.sha256(table).hexdigest()
    # Nobody's account, request or address goes out with it.
    acted = next(line["after"] for line in lines if line["relation"] == "ledger_action")
    assert [acted[name] for name in ("actor", "request", "session")] == [None, None, None]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_stand_on_a_phone_and_are_walked_by_keyboard(page, live_server, firms):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{BASE}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.focus("tbody tr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-fields")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
