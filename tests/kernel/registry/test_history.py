"""Is what was done to a record told in words, masked for its reader, and proven to somebody outside?"""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.kernel.access.classes import ALL_CLASSES, FieldClass
from guatu.kernel.ledger.context import action
from guatu.kernel.registry.actions import change_record, create_record, insert_record
from guatu.kernel.registry.history import tell_history
from guatu.site.ledger_command import run
from guatu.zone.enterprises.actions import add_contact, remove_contact
from guatu.zone.enterprises.registry import ENTERPRISES
from tests.ambient_action import empty_ledger

REPOSITORY = Path(__file__).resolve().parents[3]
CRANE = {"name": "东区塔吊", "number": "QZ-001", "kind": "tower", "keeper_phone": "13912345678"}
OTHER = "91350100M000100P0F"
FIRM = {"name": "星野澄远机械有限公司", "uscc": "91350100M000100Y43", "controller": "卫某"}


@pytest.fixture
def crane(cranes, clerk):
    record = create_record(cranes, CRANE, by=clerk, source="质监所", as_of=date(2019, 6, 1))
    changes = {"kind": "bridge", "lifts_t": 1250, "keeper_phone": "13987654321"}
    return change_record(cranes, record, changes, by=clerk, source="走访", as_of=date(2019, 6, 20))


def said(told):
    return {change.name: (change.before, change.after) for change in told.changes}


def test_what_changed_is_told_in_words_with_its_source(cranes, crane):
    changed, created = tell_history(cranes, crane, ALL_CLASSES)
    assert said(changed) == {
        "Kind": ("tower crane", "bridge crane"),
        "Load": (None, "1,250 吨"),
        "Phone of its keeper": ("13912345678", "13987654321"),
    }
    assert (changed.source, changed.as_of) == ("走访", date(2019, 6, 20))
    assert (created.source, created.as_of) == ("质监所", date(2019, 6, 1))
    assert said(created)["Registration number"] == (None, "QZ-001")
    assert [told.entry.by for told in (changed, created)] == ["li", "li"]
    assert not {"search_text", "provenance", "changed_at"} & {change.field for change in created.changes}


def test_what_is_kept_closely_is_masked_before_and_after(cranes, crane):
    changed, created = tell_history(cranes, crane, frozenset({FieldClass.OPEN}))
    assert said(changed)["Phone of its keeper"] == ("•••", "•••")
    assert said(created)["Phone of its keeper"] == (None, "•••")


def test_it_is_told_page_by_page(cranes, crane, clerk):
    for load in range(1, 6):
        change_record(cranes, crane, {"lifts_t": load}, by=clerk, source="x")
    first = tell_history(cranes, crane, ALL_CLASSES, most=3)
    rest = tell_history(cranes, crane, ALL_CLASSES, before=first[-1].entry.seq, most=50)
    assert [said(told)["Load"][1] for told in first] == ["5 吨", "4 吨", "3 吨"]
    assert len(rest) == 4


def test_what_was_recorded_later_says_so(cranes, clerk):
    with action("cranes.create", by=clerk, happened_at=clock.now() - timedelta(days=9)):
        late = insert_record(cranes, CRANE, source="x")
    assert [told.is_late for told in tell_history(cranes, late, ALL_CLASSES)] == [True]


@pytest.mark.django_db
def test_contacts_are_part_of_it_even_when_they_are_gone():
    user = User.objects.create_user("li")
    firm = create_record(ENTERPRISES, FIRM, by=user, source="清单")
    contact = add_contact(firm, name="王工", by=user, source="走访")
    remove_contact(contact, by=user)
    told = tell_history(ENTERPRISES, firm, ALL_CLASSES)
    assert [each.entry.op for each in told] == ["delete", "insert", "insert"]
    assert told[0].entry.part == told[1].entry.part != ""
    assert "王工" in str(said(told[1]))
    closed = tell_history(ENTERPRISES, firm, frozenset({FieldClass.OPEN}))
    assert "王工" not in str([said(each) for each in closed])


@pytest.mark.django_db
def test_people_are_called_by_their_names():
    user = User.objects.create_user("li", last_name="方", first_name="梅")
    firm = create_record(ENTERPRISES, FIRM, by=user, source="清单")
    with clock.use(date(2019, 6, 3)):
        change_record(ENTERPRISES, firm, {"service_officer": user.pk}, by=user, source="分工")
    changed, _created = tell_history(ENTERPRISES, firm, ALL_CLASSES)
    assert changed.entry.by == "方梅"
    assert next(c.after for c in changed.changes if c.field == "service_officer") == "方梅"


@pytest.mark.django_db
def test_lists_and_codes_are_said_as_people_say_them():
    user = User.objects.create_user("li")
    firm = create_record(ENTERPRISES, {**FIRM, "industry": "C3511"}, by=user, source="清单")
    with clock.use(date(2019, 6, 3)):
        change_record(ENTERPRISES, firm, {"name": "星野澄远智能有限公司"}, by=user, source="变更登记")
    changed, created = tell_history(ENTERPRISES, firm, ALL_CLASSES)
    before, after = next((c.before, c.after) for c in changed.changes if c.field == "former_names")
    assert (before, after) == ("", "星野澄远机械有限公司, 2019-06-03")
    assert "former_names" not in {change.field for change in created.changes}
    assert next(c.after for c in created.changes if c.field == "industry").startswith("C3511 ")


@pytest.fixture
def sealed(settings, tmp_path):
    """Seals what was committed, in a tree that begins with it; gives the folder of the checkpoints."""
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()

    def seal():
        run(["seal"])
        return settings.LEDGER_CHECKPOINTS

    return seal


def user_of(role):
    user = User.objects.create_user(role)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.mark.django_db(transaction=True)
def test_a_proof_convinces_somebody_outside_and_tells_nobody_too_much(client, sealed, tmp_path):
    staff, auditor = user_of("staff"), user_of("auditor")
    firm = create_record(ENTERPRISES, FIRM, by=staff, source="清单")
    other = create_record(ENTERPRISES, {"name": "乙", "uscc": OTHER}, by=staff, source="清单")
    history = f"/registries/enterprises/{firm.pk}/history"
    client.force_login(staff)
    (waiting,) = client.get(history).context["told"]
    address = f"{history}/{waiting.entry.seq}.json"
    assert address not in client.get(history).content.decode()
    assert client.get(address).status_code == 302
    folder = sealed()
    assert address in client.get(history).content.decode()
    (tmp_path / "proof.json").write_bytes(client.get(address).content)
    verifier = [sys.executable, "-I", REPOSITORY / "verify_ledger.py", "proof", tmp_path / "proof.json"]
    checked = subprocess.run([*verifier, "--key", folder / "public-key.txt"], check=False)
    assert checked.returncode == 0
    (tmp_path / "proof.json").write_text((tmp_path / "proof.json").read_text().replace("澄远", "澄近"))
    assert subprocess.run([*verifier, "--key", folder / "public-key.txt"], check=False).returncode == 1
    # Not of another record, and not to somebody who may not read what is in it.
    assert (
        client.get(f"/registries/enterprises/{other.pk}/history/{waiting.entry.seq}.json").status_code == 404
    )
    assert client.get(f"{history}/{10**15}.json").status_code == 404
    client.force_login(auditor)
    refused = client.get(address)
    assert (refused.status_code, refused.url) == (302, history)
    (of_other,) = client.get(f"/registries/enterprises/{other.pk}/history").context["told"]
    plain = client.get(f"/registries/enterprises/{other.pk}/history/{of_other.entry.seq}.json")
    assert json.loads(plain.content)["checkpoint"].startswith(django_settings.LEDGER_ORIGIN)
