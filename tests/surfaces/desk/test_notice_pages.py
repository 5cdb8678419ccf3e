"""Does everybody find the own notices, and how they want to be told?"""

import pytest
from django.contrib.auth.models import User

from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.jobs.running import write_failure
from guatu.kernel.notifying.actions import notify
from guatu.kernel.notifying.models import Choice, Notice, Preference
from guatu.kernel.notifying.queries import unseen_by
from guatu.kernel.notifying.stopping import off_token
from guatu.plan.telling import ASSIGNED
from guatu.surfaces.desk.digest import desk_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    person = User.objects.create_user("li", "li@zone.example")
    assign_role(person, Role.STAFF, by=None)
    client.force_login(person)
    notify(ASSIGNED, [person.pk], key="target:1", told={"item": "技工贸总收入"}, address="/plans/")
    return person


def test_the_bell_counts_and_its_panel_tells(client, clerk):
    assert client.get("/notices/bell").json()["unseen"] == 1
    panel = client.get("/notices/?part=1").content.decode()
    assert "技工贸总收入" in panel
    page = client.get("/plans/").content.decode()
    assert 'class="bell-count" aria-hidden="true">1<' in page


def test_following_one_marks_it_as_seen_and_looking_ahead_does_not(client, clerk):
    notice = Notice.objects.get(kind="plan.assigned")
    client.head(f"/notices/{notice.pk}")
    assert unseen_by(clerk) == 1
    answer = client.get(f"/notices/{notice.pk}")
    assert answer.headers["Location"] == "/plans/"
    assert unseen_by(clerk) == 0
    assert "技工贸总收入" not in client.get("/notices/").content.decode()
    assert "技工贸总收入" in client.get("/notices/?all=1").content.decode()


def test_anothers_notice_is_not_there(client, clerk):
    other = User.objects.create_user("other")
    notify(ASSIGNED, [other.pk], key="target:2", told={"item": "别人的目标"}, address="/plans/")
    theirs = Notice.objects.get(person=other)
    assert client.get(f"/notices/{theirs.pk}").status_code == 404
    client.post("/notices/seen", {"notice": [str(theirs.pk)]})
    assert unseen_by(other) == 1
    assert "别人的目标" not in client.get("/notices/?all=1").content.decode()


def test_what_came_while_the_page_was_open_stays_new(client, clerk):
    shown = Notice.objects.get(kind="plan.assigned")
    notify(ASSIGNED, [clerk.pk], key="target:3", told={"item": "后来的"}, address="/plans/")
    client.post("/notices/seen", {"notice": [str(shown.pk), "nonsense"]})
    assert unseen_by(clerk) == 1


def test_choices_are_kept_and_half_quiet_hours_are_told(client, clerk):
    page = client.get("/account/notices/").content.decode()
    assert "plan.assigned" in page
    assert "jobs.failed" not in page, "a kind that is for others"
    given = {f"mail:{code}": "weekly" for code in ("plan.assigned", "plan.light_turned")}
    hours = {"quiet_from": "22:00", "quiet_until": "07:00", "language": "en"}
    client.post("/account/notices/", given | hours)
    assert Choice.objects.get(kind="plan.assigned").mail == "weekly"
    assert Preference.objects.get(person=clerk).quiet_until.hour == 7
    client.post("/account/notices/", given | hours | {"quiet_from": "", "language": "zh-hans"})
    assert Preference.objects.get(person=clerk).language == "en"


def test_a_letter_is_stopped_without_signing_in(client, clerk):
    client.logout()
    address = f"/notices/off/{off_token(clerk.pk, 'plan.assigned')}"
    assert client.get(address).status_code == 200
    assert not Choice.objects.exists()
    client.post(address)
    assert Choice.objects.get(person=clerk).mail == "off"
    assert client.get("/notices/off/nonsense").status_code == 404


def test_a_digest_counts_what_waits_and_names_nobody(clerk):
    keeper = User.objects.create_user("keeper", "keeper@zone.example")
    assign_role(keeper, Role.SYSTEM_ADMIN, by=None)
    write_failure("x", "plan.turn_lights", 1, ValueError("王芳's record is broken"), None)
    said = [line.text for part in desk_parts(keeper) for line in part.lines]
    assert any(text.endswith(": 1") for text in said)
    assert "王芳" not in "".join(said)
