"""Do the pages lead from a number to its records and back, say what is not known, and hand all of it out?"""

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.kernel.measures.tracing import trace
from guatu.surfaces.api.actions import make_key
from guatu.surfaces.desk.views.traces.numbers import last_friday
from guatu.zone.statistics.models import PublishedFigure

pytestmark = pytest.mark.django_db

CODE, OUTPUT = "tech_industry_trade_income", "industrial_output_large"
INCOME = "技工贸总收入"


@pytest.fixture
def reader(client, leader, today):
    client.force_login(leader)
    return client


@pytest.fixture
def half_year(plan, figures):
    figures(f"{INCOME},2019年1-4月,1210,亿元,9,1110", published_on=date(2019, 5, 18))
    figures(f"{INCOME},2019年5月,291.9,亿元,,", published_on=date(2019, 6, 18))
    figures(
        f"{INCOME},2019年1-4月,1208,亿元,8.8,1110",
        f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8",
        published_on=date(2019, 7, 16),
    )
    figures("规模工业总产值,2019年1-6月,缺报,亿元,,", published_on=date(2019, 7, 16))
    return plan


def address(period="2019M01-06", code=CODE, name="desk:trace", **more):
    return reverse(name, args=[code, period, *more.values()])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_number_stands_over_its_records_with_their_sum(reader, half_year):
    said = text_of(reader.get(address("2019M01-05")))
    assert "2019年1—5月 = 2019年1—4月 + 2019年5月" in said
    assert "1,499.9 亿元" in said
    assert "SELECT sum(latest.amount * units.factor)" in said
    records = PublishedFigure.objects.filter(measure=CODE, period__in=("2019M01-04", "2019M05"))
    page = reader.get(address("2019M01-05")).content.decode()
    assert reverse("desk:figure", args=[records.get(period="2019M05").pk]) in page
    assert "trace-equal" in page
    assert "trace-unequal" not in page


def test_a_past_day_shows_what_was_known_then(reader, half_year):
    then = text_of(reader.get(address("2019M01-05"), {"day": "2019-07-01"}))
    assert "1,501.9 亿元" in then
    assert "1,499.9" not in then
    assert "1,208" not in then


def test_what_is_not_known_is_no_zero_and_what_is_missing_says_so(reader, half_year):
    page = reader.get(address("2019M01-06"), {"day": "2019-07-01"})
    assert page.status_code == 200
    assert "trace-value" not in page.content.decode()
    assert address("2019M01-05") in page.content.decode()
    missing = reader.get(address("2019M01-06", OUTPUT)).content.decode()
    assert "trace-value" in missing
    assert "figure-missing" in missing
    assert "trace-equal" not in missing


@pytest.mark.parametrize("wrong", [("nothing", "2019M01-06"), (CODE, "2019M13"), (CODE, "soon")])
def test_an_address_of_nothing_is_not_found(reader, wrong):
    for name in ("desk:trace", "desk:trace_moves"):
        assert reader.get(reverse(name, args=wrong)).status_code == 404


def test_a_day_that_is_none_is_not_found(reader, half_year):
    assert reader.get(address(), {"day": "2019-02-30"}).status_code == 404
    assert reader.get(address(), {"day": "2031-01-01"}).status_code == 200


def test_the_last_friday():
    assert last_friday(date(2019, 7, 18)) == date(2019, 7, 12)
    assert last_friday(date(2019, 7, 12)) == date(2019, 7, 5)
    assert last_friday(date(2019, 7, 13)) == date(2019, 7, 12)


def test_why_it_moved_is_told_by_records_that_make_the_difference(reader, half_year):
    said = text_of(reader.get(address("2019M01-05", name="desk:trace_moves"), {"since": "2019-07-01"}))
    assert "−2" in said
    assert "1,210" in said
    assert "1,208" in said
    still = reader.get(address("2019M01-05", name="desk:trace_moves"), {"since": "2019-07-17"})
    assert 'class="empty"' in still.content.decode()


def test_the_sheet_has_every_record_and_ends_with_sum_and_number(reader, half_year):
    found = trace(CODE, Period.to_month(2019, 5), known_at=clock.now())
    for ending in ("csv", "xlsx"):
        answer = reader.get(address("2019M01-05", name="desk:trace_records", ending=ending))
        assert answer.status_code == 200
        if ending == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]
        else:
            rows = (
                CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
                .get_sheet_by_index(0)
                .to_python()[1:]
            )
        amounts = [Decimal(str(row[5])) for row in rows]
        assert len(rows) == len(found.records) + 2
        assert sum(amounts[:-2]) == amounts[-2] == amounts[-1] == Decimal("1499.9")
    assert reader.get(address("2019M01-05", name="desk:trace_records", ending="pdf")).status_code == 404


def test_a_figure_tells_the_numbers_and_lights_that_it_moved(reader, half_year):
    june = PublishedFigure.objects.get(measure=CODE, period="2019M01-06")
    page = reader.get(reverse("desk:figure", args=[june.pk])).content.decode()
    assert address() in page
    target = half_year.targets.get(subject=INCOME)
    assert reverse("wall:target", args=[target.pk]) in page
    lights = re.findall(r"light--(\w+?) light--16", page)
    assert len(lights) >= 2
    assert reader.get(reverse("desk:figure", args=[june.pk + 999])).status_code == 404


def test_the_measure_leads_to_each_value_as_it_was_shown(reader, half_year):
    page = reader.get(reverse("desk:measure_figures", args=[CODE])).content.decode()
    assert f"{address('2019M01-04')}?day=2019-07-15" in page
    assert "figure-restated" in page


def test_nobody_without_the_right_sees_a_trace(client, half_year, today):
    user = User.objects.create_user("sysadmin")
    assign_role(user, Role.SYSTEM_ADMIN, by=None)
    client.force_login(user)
    for name, more in (
        ("desk:trace", {}),
        ("desk:trace_moves", {}),
        ("desk:trace_records", {"ending": "csv"}),
    ):
        assert client.get(address(name=name, **more)).status_code == 403


def test_a_return_tells_its_numbers_to_statistics_alone(reader):
    assert reader.get(reverse("desk:return_moves", args=[1])).status_code == 403


def test_programs_read_numbers_as_at_a_day_with_what_they_come_from(client, leader, today, half_year):
    _key, secret = make_key(name="报表", may_write=False, days=9, by=leader)
    headers = {"Authorization": f"Bearer {secret}"}

    def ask(path, **asked):
        answer = client.get(f"/api/1/measures/{CODE}/numbers{path}", asked, headers=headers)
        return answer.status_code, json.loads(answer.content)

    status, numbers = ask("", as_at="2019-07-01")
    assert status == 200
    assert {each["period"]: Decimal(each["amount"]) for each in numbers["numbers"]} == {
        "2019M01-04": Decimal(1210),
        "2019M01-05": Decimal("1501.9"),
    }
    status, told = ask("/2019M01-05")
    assert told["adds_up"] is True
    assert sum(Decimal(each["amount"]) for each in told["lists"][0]["records"]) == Decimal("1499.9")
    status, told = ask("/2019M01-06", as_at="2019-07-01")
    assert (status, told["number"], told["lists"]) == (200, None, [])
    status, moved = ask("/2019M01-05/moves", since="2019-07-01")
    assert (moved["explained"], Decimal(moved["moves"][0]["change"])) == (True, Decimal(-2))
    assert ask("/soon")[0] == 404
