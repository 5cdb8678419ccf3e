"""Does the demonstration zone come up as it should, with every light to be seen, and only once?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from guatu.base import clock
from guatu.base.periods import Period
from guatu.base.quantities import Missing
from guatu.kernel.access.models import Department
from guatu.kernel.access.rights import Role, may
from guatu.kernel.measures import registry
from guatu.kernel.measures.registry import Observation, observations
from guatu.kernel.measures.tracing import compare, moved_by, trace
from guatu.plan.models import Change, ItemState, Plan, PlanState
from guatu.plan.queries.snapshot import findings
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import status_of, statuses
from guatu.site.demo import ACCOUNTS, DEMO_TODAY, PASSWORD
from guatu.site.demo.load import load_demo
from guatu.site.demo.papers import FIGURES, read_papers
from guatu.surfaces.desk.moved import numbers_moved
from guatu.zone.statistics.actions import apply_import, preview_import
from guatu.zone.statistics.models import PublishedFigure, SourceDocument

pytestmark = pytest.mark.django_db

SERVICES = "modern_services_other_income"
FOREIGN_CAPITAL = "foreign_capital_paid_in"
REPORTED = ("reported_", "returns_")
PAST = [date(2019, 3, 5) + timedelta(Random(4).randrange(130) + number) for number in range(3)]


@pytest.fixture(scope="module", autouse=True)
def steps(django_db_setup, django_db_blocker) -> Iterator[list[str]]:
    """What was said while the zone was loaded: once for this file, and taken away after it."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo(said.append)
        yield said
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.use(DEMO_TODAY):
        yield


@pytest.fixture
def plan() -> Plan:
    return Plan.objects.get(state=PlanState.PUBLISHED)


def light_of(plan: Plan, measure: str, day: date = DEMO_TODAY) -> Light:
    target = plan.targets.get(measure=measure, state=ItemState.ACCEPTED)
    return status_of(target, plan.year, known_at=clock.end_of(day)).light


def known(measure: str, period: Period, day: date) -> Observation:
    return next(o for o in observations(measure, known_at=clock.end_of(day)) if o.period.same_days(period))


def test_all_47_targets_have_a_measure_a_department_and_a_leader(plan):
    targets = plan.targets.filter(state=ItemState.ACCEPTED)
    assert targets.count() == 47
    assert not targets.filter(measure_confirmed=False).exists()
    assert not targets.exclude(parked_reason="").exists()
    assert not targets.filter(lead=None).exists()
    assert not targets.filter(leader=None).exists()
    assert all(target.supporting.exists() for target in targets)
    assert len(set(targets.values_list("measure"))) == 47


def test_all_tasks_are_assigned_too(plan):
    tasks = plan.tasks.filter(state=ItemState.ACCEPTED)
    assert tasks.count() > 200
    assert not tasks.filter(lead=None).exists()


def test_what_was_discarded_says_why(plan):
    discarded = plan.targets.filter(state=ItemState.DISCARDED)
    assert "2300亩" in {target.text for target in discarded}
    assert all(target.discard_reason for target in discarded)


def test_every_light_is_seen_today(plan):
    lights = Counter(status.light for status in statuses(plan).values())
    assert set(lights) == set(Light)
    assert lights[Light.ON_TRACK] >= 15
    assert lights[Light.BROKEN] == 1


@pytest.mark.parametrize(
    ("measure", "light"),
    [
        ("tech_industry_trade_income", Light.AT_RISK),
        ("industrial_output_large", Light.ON_TRACK),
        ("fixed_asset_investment", Light.BEHIND),
        ("road_bottlenecks", Light.DONE),
        (FOREIGN_CAPITAL, Light.STALE),
        ("car_parks_built", Light.STALE),
        ("rd_to_revenue_large", Light.NOT_STARTED),
        ("secrecy_breaches", Light.KEPT),
        ("major_accidents", Light.BROKEN),
    ],
)
def test_lights_are_what_their_figures_say(plan, measure, light):
    assert light_of(plan, measure) is light


def test_a_past_day_shows_what_was_known_then(plan):
    april = Period.to_month(2019, 4)
    then, now = (known(SERVICES, april, day) for day in (date(2019, 5, 31), DEMO_TODAY))
    assert then.value.amount - now.value.amount == Decimal("3.0")
    assert now.revision == then.revision + 1
    assert now.restates is not None
    assert light_of(plan, "major_accidents", date(2019, 5, 15)) is Light.KEPT
    assert light_of(plan, "major_accidents", date(2019, 6, 6)) is Light.BROKEN
    assert not statuses(plan, known_at=clock.end_of(date(2019, 2, 28))).keys() ^ statuses(plan).keys()


def test_the_late_paper_was_recorded_after_the_others(plan):
    may = known("land_cleared", Period.to_month(2019, 5), DEMO_TODAY)
    assert (may.recorded_at.date() - may.published_on).days > 14


def test_every_paper_became_figures_recorded_on_its_day_by_its_officer():
    assert SourceDocument.objects.filter(demonstration=True).count() == len(read_papers())
    for paper in read_papers():
        figures = PublishedFigure.objects.filter(document__name=f"{paper.name}.csv")
        assert figures.exists()
        assert {figure.recorded_at for figure in figures} == {paper.recorded_at}
        assert {figure.recorded_by.username for figure in figures} == {paper.recorded_by}


def test_the_file_to_try_turns_a_grey_light(plan):
    user = User.objects.get(username="ducha")
    assert light_of(plan, FOREIGN_CAPITAL) is Light.STALE
    figures = preview_import(
        name="foreign-capital-june.csv",
        content=(FIGURES / "to_try" / "foreign-capital-june.csv").read_bytes(),
        publisher="云汀市商务局",
        published_on=DEMO_TODAY,
        by=user,
    )
    assert figures.counts["wrong"] == 0
    apply_import(figures, by=user)
    assert light_of(plan, FOREIGN_CAPITAL) is Light.ON_TRACK


def test_the_file_with_errors_has_five_of_them_at_once():
    figures = preview_import(
        name="with-errors.csv",
        content=(FIGURES / "to_try" / "with-errors.csv").read_bytes(),
        publisher="云汀市统计局",
        published_on=DEMO_TODAY,
        by=None,
    )
    errors = {problem["code"] for problem in figures.problems if problem["severity"] == "error"}
    assert errors == {"unknown_measure", "january_alone", "unit_mismatch", "not_a_number", "contradiction"}


def test_a_department_s_plan_waits_for_review_and_is_at_odds_with_the_year_s():
    waiting = Plan.objects.get(state=PlanState.REVIEW)
    assert waiting.demonstration
    assert waiting.targets.filter(state=ItemState.PROPOSED).count() > 10
    assert "other_plan" in {finding.code for finding in findings(waiting)}


def test_everything_was_done_on_its_day():
    days = set(Change.objects.values_list("at__date", flat=True))
    assert max(days) <= DEMO_TODAY
    assert len(days) >= 3


def test_accounts_can_sign_in_with_the_rights_of_their_roles(client):
    for account in ACCOUNTS:
        sent = {"username": account.username, "password": PASSWORD}
        assert client.post("/sign-in/", sent)["Location"] == "/"
        # Nothing is asked of them before, neither a new password nor a second factor.
        assert client.get("/account/").status_code == 200
        client.post("/sign-out/")
    supervision, leader = (User.objects.get(username=name) for name in ("ducha", "zhuren"))
    assert may(supervision, "plan.publish")
    assert may(leader, "wall.view")
    assert not may(leader, "figures.import")
    assert {group.name for group in supervision.groups.all()} == {Role.SUPERVISION.value}


def test_a_second_start_does_nothing():
    before = Plan.objects.count(), PublishedFigure.objects.count(), Department.objects.count()
    said: list[str] = []
    load_demo(said.append)
    assert said == []
    assert before == (Plan.objects.count(), PublishedFigure.objects.count(), Department.objects.count())


def test_progress_is_said_step_by_step(steps):
    assert len(steps) >= 6
    assert all(steps)


def hold(observation: Observation, day: date, by: User | None) -> str:
    """Why the trace of a number is not right; "" where it is."""
    found = trace(observation.measure_code, observation.period, known_at=clock.end_of(day), by=by)
    if found.value != observation.value:
        return f"{observation.measure_code} {observation.period} on {day}: {found.value}"
    if isinstance(observation.value, Missing):
        return ""
    given = {}
    for statement in found.traced.statements:
        with connection.cursor() as cursor:
            cursor.execute(statement.sql)
            given[statement.role] = cursor.fetchone()[0]
    same = all(given[each.role] == each.total for each in found.lists)
    return (
        "" if found.adds_up and same else f"{observation.measure_code} {observation.period} on {day}: {given}"
    )


def test_every_number_of_today_is_the_sum_of_its_records_and_of_its_sql():
    wrong, seen = [], Counter()
    for measure in registry.all_measures():
        for observation in registry.observations(measure.code, known_at=clock.end_of(DEMO_TODAY)):
            wrong.append(hold(observation, DEMO_TODAY, None))
            seen[measure.code.split("_")[0]] += 1
    assert [each for each in wrong if each] == []
    assert seen.total() > 500
    assert {"registered", "reported", "enterprise", "industrial"} <= set(seen)


def test_every_sum_of_returns_is_the_sum_of_the_returns_for_a_statistician():
    for measure in registry.all_measures():
        if measure.code.startswith(REPORTED):
            for observation in registry.observations(measure.code, known_at=clock.end_of(DEMO_TODAY)):
                assert hold(observation, DEMO_TODAY, User.objects.get(username="tongji")) == ""


@pytest.mark.parametrize("day", PAST, ids=str)
def test_the_latest_numbers_of_a_past_day_are_the_sums_of_what_was_known_then(day):
    for measure in registry.all_measures():
        for observation in registry.observations(measure.code, known_at=clock.end_of(day))[-2:]:
            assert hold(observation, day, None) == ""


@pytest.mark.parametrize("day", PAST, ids=str)
def test_what_moved_since_a_past_day_is_the_difference(day):
    for measure in registry.all_measures():
        since, until = clock.end_of(day), clock.end_of(DEMO_TODAY)
        found = compare(measure.code, None, since=since, until=until)
        assert found is None or found.is_explained is not False, measure.code


def test_a_figure_of_the_plan_s_year_moves_its_number_and_is_followed_by_a_target():
    target = Plan.objects.get(state=PlanState.PUBLISHED).targets.get(
        measure="industrial_output_large", state=ItemState.ACCEPTED
    )
    figure = PublishedFigure.objects.get(measure="industrial_output_large", period="2019M01-06")
    (moved,) = moved_by("statistics.publishedfigure", figure.pk)
    assert moved.after.amount == moved.share
    (row,) = numbers_moved(User.objects.get(username="zhuren"), "statistics.publishedfigure", figure.pk).rows
    assert [each.pk for each in row.targets] == [target.pk]
