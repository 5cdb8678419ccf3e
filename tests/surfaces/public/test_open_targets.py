"""What do strangers find of the plan: open targets by published figures, and nothing that is not theirs?"""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.access.rights import Role
from guatu.kernel.measures import registry
from guatu.plan.actions.opening import publish_targets, show_publicly
from guatu.plan.models import Publicity, Target
from guatu.plan.publishing import ALL_COLUMNS
from guatu.plan.queries.public import is_published, open_targets
from tests.surfaces.wall.conftest import hand_in, plan, today

__all__ = ["plan", "today"]
pytestmark = pytest.mark.django_db

# Reviewed: everything that the open table says. A new column needs somebody to look at it.
REVIEWED = [
    "plan_year",
    "target_id",
    "target",
    "target_en",
    "measure",
    "kind",
    "comparator",
    "target_value",
    "target_value_high",
    "unit",
    "value",
    "value_state",
    "period",
    "period_end",
    "growth_percent",
    "progress_percent",
    "light",
    "published_on",
    "updated_on",
    "demonstration",
]


@pytest.fixture
def figures(plan, today):
    hand_in("技工贸总收入,2019年1-5月,1584.6,亿元,10.2,", published_on=date(2019, 6, 20))
    hand_in("技工贸总收入,2019年1-6月,1955.3,亿元,9.8,", published_on=date(2019, 7, 15))


def open_everything(found):
    show_publicly(
        found, dict.fromkeys(Target.objects.values_list("pk", flat=True), True), reason="公开", by=None
    )


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_headline_targets_are_open_without_signing_in_or_a_cookie(client, plan, figures):
    answer = client.get("/open/")
    page = answer.content.decode()
    assert "技工贸总收入" in page
    assert "1,955.3" in page
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=120"
    target = Target.objects.get(subject="技工贸总收入")
    one = client.get(f"/open/targets/{target.pk}")
    assert one.status_code == 200
    assert "1,584.6" in one.content.decode()
    assert not one.cookies


def test_another_language_stands_in_the_address(client, plan, figures):
    english = client.get("/open/?language=en")
    assert '<html lang="en">' in english.content.decode()
    assert '<html lang="zh-Hans">' in client.get("/open/").content.decode()
    assert '<html lang="zh-Hans">' in client.get("/open/?language=xx").content.decode()


def test_a_past_day_shows_what_was_published_by_then(client, plan, figures):
    page = client.get("/open/?day=2019-06-30").content.decode()
    assert "1,584.6" in page
    assert "1,955.3" not in page
    for day in ("2099-01-01", "nonsense", "0001-01-01"):
        assert client.get(f"/open/?day={day}").status_code == 200


def test_the_table_has_reviewed_columns_alone_and_every_one_is_open(client, plan, figures):
    assert [column.name for column in ALL_COLUMNS] == REVIEWED
    assert {column.kept for column in ALL_COLUMNS} == {FieldClass.OPEN}
    answer = client.get("/open/targets.csv")
    assert list(rows_of(answer)[0]) == REVIEWED
    schema = client.get("/open/targets.schema.json").json()
    assert [field["name"] for field in schema["fields"]] == REVIEWED
    assert schema["missingValues"] == [""]


def test_missing_is_not_zero(client, plan, figures):
    open_everything(plan)
    rows = {row["target"]: row for row in rows_of(client.get("/open/targets.csv"))}
    assert (rows["技工贸总收入"]["value"], rows["技工贸总收入"]["value_state"]) == ("1955.3", "published")
    without = rows["规模工业总产值"]
    assert (without["value"], without["value_state"], without["light"]) == ("", "no_published_figure", "")


def test_who_publishes_decides_with_a_reason_and_others_may_not(plan, figures):
    target = Target.objects.get(subject="技工贸总收入")
    with pytest.raises(Refused):
        show_publicly(plan, {target.pk: False}, reason=" ", by=None)
    assert show_publicly(plan, {target.pk: False}, reason="待核", by=None) == 1
    assert show_publicly(plan, {target.pk: False}, reason="", by=None) == 0
    assert target.pk not in {each.pk for each in open_targets(plan, clock.today())}


def test_a_target_that_is_not_open_has_no_page(client, plan, figures):
    target = Target.objects.get(subject="技工贸总收入")
    show_publicly(plan, {target.pk: False}, reason="待核", by=None)
    assert client.get(f"/open/targets/{target.pk}").status_code == 404
    assert client.get("/open/targets/99999999999999999999").status_code == 404


def test_no_number_gets_out_that_no_published_figure_is_behind(client, plan, figures, monkeypatch):
    open_everything(plan)
    true_ones = registry.observations_of

    def stripped(codes, *, known_at):
        """The same numbers as if they came from returns or from what the zone counts."""
        found = true_ones(codes, known_at=known_at)
        return {code: tuple(replace(o, evidence=()) for o in each) for code, each in found.items()}

    monkeypatch.setattr(registry, "observations_of", stripped)
    target = Target.objects.get(subject="技工贸总收入")
    for address in ("/open/", "/open/targets.csv", f"/open/targets/{target.pk}"):
        page = client.get(address).content.decode()
        assert "1,955" not in page.replace("1955", "1,955"), address
    rows = rows_of(client.get("/open/targets.csv"))
    assert all(not row["value"] and not row["light"] and not row["progress_percent"] for row in rows)


def test_sums_of_returns_are_never_called_published():
    # The measures of the returns and of the registers give no published figure as evidence.
    for code in (entry.measure.code for entry in registry.entries() if entry.topic == "returns"):
        for each in registry.observations(code, known_at=clock.now()):
            assert not is_published(each)


def test_the_nightly_file_is_made_once_and_leads_to_its_schema(client, plan, figures):
    first = publish_targets()
    assert first is not None
    assert publish_targets() is None
    package = client.get("/open/targets/datapackage.json").json()
    assert package["resources"][0]["hash"] == f"sha256:{first.sha256}"
    assert client.get("/open/targets/files/1.csv").content == bytes(first.content)
    assert json.loads(client.get("/open/targets/files/1.schema.json").content) == first.schema
    assert client.get("/open/targets/files/2.csv").status_code == 404


def test_the_licence_of_the_zone_stands_at_the_files(client, plan, figures, settings):
    settings.OPEN_LICENCE, settings.OPEN_LICENCE_URL = (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    publish_targets()
    assert "CC BY 4.0" in client.get("/open/").content.decode()
    assert client.get("/open/targets/datapackage.json").json()["licenses"][0]["title"] == "CC BY 4.0"


def test_the_page_of_the_choice_keeps_who_decided(client, plan, figures, settings):
    settings.SECOND_FACTOR_ROLES = []
    officer = User.objects.create_user("du")
    assign_role(officer, Role.SUPERVISION, by=None)
    client.force_login(officer)
    target = Target.objects.get(subject="规模工业总产值")
    with override("en"):
        answer = client.post(
            f"/plans/{plan.pk}/open", {"shown": [str(target.pk)], "reason": "Council asked"}, follow=True
        )
    assert answer.status_code == 200
    # All three are usually shown: what was left unticked is decided on, the ticked one stays as is usual.
    decided = Publicity.objects.all()
    assert {each.target_id for each in decided} == set(
        Target.objects.exclude(pk=target.pk).values_list("pk", flat=True)
    )
    assert {(each.shown, each.reason, each.decided_by) for each in decided} == {
        (False, "Council asked", officer)
    }
    assert [each.pk for each in open_targets(plan, clock.today())] == [target.pk]
