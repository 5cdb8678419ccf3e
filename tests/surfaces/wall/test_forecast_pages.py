"""What do the pages say of what is not there yet: forecasts, what if, past forecasts, lights as shown?"""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guatu.base import clock
from guatu.kernel.access.actions import assign_role
from guatu.kernel.access.rights import Role
from guatu.plan.models import LightTurn
from guatu.plan.tracking.turning import record_turns
from tests.surfaces.wall.conftest import at
from tests.surfaces.wall.test_wall_pages import INCOME, OUTPUT, SERVICES, target, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, leader, today):
    client.force_login(leader)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def two_years(plan, figures):
    rows = [
        f"{name},{year}年1-{month}月,{month * monthly + month % 3},亿元,9,{month * monthly * 100 // 109}"
        for year, months in ((2018, range(2, 13)), (2019, range(2, 7)))
        for name, monthly in ((INCOME, 296), (OUTPUT, 195), (SERVICES, 101))
        for month in months
        if year == 2018 or month < 6 or name != SERVICES
    ]
    figures(*rows, published_on=date(2019, 7, 16))
    return plan


def page_of(reader, name, **asked):
    return reader.get(reverse("wall:target", args=[target(name).pk]), asked)


class TestTarget:
    def test_the_year_ahead_is_told_with_its_uncertainty(self, reader, two_years):
        said = text_of(page_of(reader, INCOME))
        assert "forecast for the year" in said
        assert "in 80 of 100 cases" in said
        assert re.search(r"probability of reaching it (< 1|\d+|> 99)%", said)
        assert "6 months left" in said
        assert 'class="course-fan"' in page_of(reader, INCOME).content.decode()

    def test_parts_of_the_plan_add_to_the_gap_and_to_the_growth(self, reader, two_years):
        page = page_of(reader, INCOME).content.decode()
        table = page[page.index("Parts in the plan") :]
        # Services have no figure for June, so all three are compared for 1—5月.
        assert OUTPUT in table or "industrial output" in table.lower()
        assert table.count("<tr>") >= 3
        assert reverse("wall:target", args=[target(OUTPUT).pk]) in table

    def test_the_next_figure_that_would_turn_the_light_is_named(self, reader, two_years):
        said = text_of(page_of(reader, INCOME))
        assert "What would turn it" in said
        assert "by January–July 2019" in said

    def test_the_lights_that_were_shown_are_listed_newest_first(self, reader, two_years):
        record_turns(two_years)
        said = text_of(page_of(reader, INCOME))
        turns = LightTurn.objects.filter(target=target(INCOME)).order_by("-judged_at")
        assert len(turns) >= 2
        listed = re.findall(r"20\d\d-\d\d-\d\d", said[said.index("The light as it was shown") :])
        assert listed[: len(turns)] == [turn.day.isoformat() for turn in turns]
        assert "judged later, for that day" in said

    def test_single_firms_are_for_statistics_officers_alone(self, reader, two_years):
        assert "statistics officers only" not in text_of(page_of(reader, OUTPUT))


class TestWhatIf:
    def ask(self, reader, plan, **asked):
        return reader.get(reverse("wall:what_if", args=[plan.pk]), asked)

    def test_nothing_is_written_by_asking(self, reader, two_years):
        key = target(OUTPUT).pk
        for asked in ({"figure": "1400"}, {"due": "2019-09-30"}, {"growth": "25"}, {"figure": "x"}):
            with CaptureQueriesContext(connection) as captured:
                assert self.ask(reader, two_years, target=key, **asked).status_code == 200
            for query in captured:
                assert not re.match(r"\s*(INSERT|UPDATE|DELETE|NOTIFY)|.*pg_notify", query["sql"])

    def test_posting_is_refused(self, reader, two_years):
        assert reader.post(reverse("wall:what_if", args=[two_years.pk])).status_code == 405

    def test_a_part_moves_the_sum_that_it_belongs_to(self, reader, two_years):
        said = text_of(self.ask(reader, two_years, target=target(OUTPUT).pk, figure="1400"))
        assert "as assumed" in said
        # 1170 + 230 = 1400 makes 1776 + 230 of the whole
        assert "2,006" in said or "200.6" in said

    def test_a_figure_to_come_is_judged_at_its_own_end(self, reader, two_years):
        said = text_of(self.ask(reader, two_years, target=target(OUTPUT).pk, figure="1500", month="8"))
        assert "At the end of January–August 2019" in said
        assert "150 billion" in said

    def test_a_rest_of_the_year_is_judged_at_its_end(self, reader, two_years):
        said = text_of(self.ask(reader, two_years, target=target(OUTPUT).pk, growth="40"))
        assert "At the end of 2019" in said

    @pytest.mark.parametrize(
        "asked", [{"figure": "viel"}, {"due": "soon"}, {"growth": "NaN"}, {"figure": "1e999"}]
    )
    def test_what_cannot_be_read_is_said(self, reader, two_years, asked):
        response = self.ask(reader, two_years, target=target(OUTPUT).pk, **asked)
        assert 'role="alert"' in response.content.decode()

    def test_an_unknown_target_is_no_error(self, reader, two_years):
        assert self.ask(reader, two_years, target="0", figure="1").status_code == 200
        assert self.ask(reader, two_years, target="x", figure="1").status_code == 200


class TestBackTest:
    def test_every_past_month_is_tried(self, reader, two_years):
        said = text_of(reader.get(reverse("wall:back_test", args=[two_years.pk])))
        # Ten of 2018, and of 2019 four, of services three.
        assert re.search(r"forecasts 41 ", said)
        assert "few years" in said

    def test_without_figures_the_first_step_is_named(self, reader, plan):
        page = reader.get(reverse("wall:back_test", args=[plan.pk])).content.decode()
        assert 'class="empty"' in page


@pytest.mark.parametrize("name", ["what_if", "back_test"])
def test_pages_are_for_who_may_see_the_wall(client, plan, today, name):
    address = reverse(f"wall:{name}", args=[plan.pk])
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("nobody"))
    assert client.get(address).status_code == 403


def test_nothing_is_inline(reader, two_years):
    for address in (
        reverse("wall:what_if", args=[two_years.pk]) + f"?target={target(OUTPUT).pk}&figure=1400",
        reverse("wall:back_test", args=[two_years.pk]),
        reverse("wall:target", args=[target(INCOME).pk]),
    ):
        page = reader.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)


def test_a_statistics_officer_sees_the_page_without_returns_as_well(client, two_years, today):
    officer = User.objects.create_user("officer")
    assign_role(officer, Role.STATISTICS, by=None)
    client.force_login(officer)
    with clock.use(at(2019, 7, 18)):
        assert client.get(reverse("wall:target", args=[target(OUTPUT).pk])).status_code in (200, 403)
