"""Are all lights seen over the played year, do they turn as its story says, and is a past day as it was?"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import transaction

from guatu.base import clock
from guatu.base.happenings import in_order
from guatu.base.periods import Period
from guatu.base.quantities import Quantity
from guatu.kernel.measures import registry
from guatu.plan.models import ItemState, LightTurn, Plan, PlanState
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import status_of, statuses
from guatu.site.demo.papers import read_papers
from guatu.site.demo.second_half import papers_of_second_half
from guatu.site.demo.year import player
from guatu.site.demo.year.beginning import beginning
from guatu.site.demo.year.figures import figures_of_the_year
from guatu.site.demo.year.handovers import handovers_of_the_year
from guatu.site.demo.year.schedule import FIRST, LAST
from guatu.zone.statistics.catalogue import load_catalogue

pytestmark = pytest.mark.django_db
PAPERS = (*read_papers(), *papers_of_second_half())


@pytest.fixture(scope="module", autouse=True)
def plan(django_db_setup, django_db_blocker) -> Iterator[Plan]:
    """The plan, its figures and its handovers, played to the end; the firms are another test's."""
    parts = [
        (each for each in beginning() if "accounts" not in each.says),
        figures_of_the_year(),
        handovers_of_the_year(),
    ]
    happenings = tuple(in_order(parts))
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(player, "schedule", lambda _seed: happenings)
        player.play(LAST)
        yield Plan.objects.get(state=PlanState.PUBLISHED)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _last_day() -> Iterator[None]:
    with clock.use(LAST):
        yield


def light_of(plan: Plan, measure: str, day: date) -> Light:
    target = plan.targets.get(measure=measure, state=ItemState.ACCEPTED)
    return status_of(target, plan.year, known_at=clock.end_of(day)).light


def test_every_kind_of_light_is_seen():
    assert set(LightTurn.objects.values_list("light", flat=True)) == {light.value for light in Light}


def test_lights_turn_more_than_once_and_each_turn_has_its_day():
    turns = Counter(LightTurn.objects.values_list("target", flat=True))
    assert max(turns.values()) >= 4
    assert LightTurn.objects.filter(day__gte=date(2019, 7, 19)).count() > 50


@pytest.mark.parametrize(
    ("measure", "course"),
    [
        ("fixed_asset_investment", {"2019-07-31": "behind", "2019-12-20": "at_risk", "2020-01-31": "done"}),
        ("foreign_capital_paid_in", {"2019-08-12": "stale", "2019-08-13": "on_track", "2020-01-31": "done"}),
        ("trade_total", {"2019-10-30": "on_track", "2019-11-05": "stale", "2019-11-19": "on_track"}),
        ("business_tax_revenue", {"2019-09-30": "at_risk", "2019-11-30": "behind", "2020-01-31": "behind"}),
        ("secrecy_breaches", {"2019-10-09": "kept", "2019-10-10": "broken", "2020-01-31": "broken"}),
        ("good_air_days", {"2019-12-20": "on_track", "2020-01-31": "behind"}),
        ("projects_1bn_to_5bn", {"2019-08-31": "behind", "2020-01-31": "done"}),
        ("modern_services_other_income", {"2020-01-31": "behind"}),
        ("tech_industry_trade_income", {"2020-01-31": "done"}),
    ],
)
def test_targets_go_as_the_story_says(plan, measure, course):
    assert {day: light_of(plan, measure, date.fromisoformat(day)).value for day in course} == course


def test_the_year_ends_with_most_of_it_done(plan):
    ended = Counter(status.light for status in statuses(plan).values())
    assert ended == {Light.DONE: 35, Light.BEHIND: 9, Light.BROKEN: 2, Light.NOT_STARTED: 1}


def test_handed_over_targets_have_their_new_departments(plan):
    leads = dict(plan.targets.filter(state=ItemState.ACCEPTED).values_list("measure", "lead__code"))
    assert leads["bus_coverage"] == "chengtou"
    assert leads["secrecy_breaches"] == "jijian"


def test_thirty_days_show_what_their_papers_said():
    """Every number of every day is the last that was recorded by then, read from the papers themselves."""
    random = Random(30)
    by_name = {measure.name_zh: measure for measure in load_catalogue()}
    told = [
        (paper.recorded_at, by_name[row["指标"]], Period.parse(row["时期"]), row)
        for paper in PAPERS
        for row in csv.DictReader(io.StringIO(paper.content.decode("utf-8-sig")))
    ]
    for _number in range(30):
        day = FIRST + timedelta(random.randrange((LAST - FIRST).days))
        expected = {
            (measure.code, period.start, period.end): row["数值"]
            for recorded, measure, period, row in told
            if recorded <= clock.end_of(day)
        }
        codes = sorted({code for code, *_days in expected})
        found = registry.observations_of(codes, known_at=clock.end_of(day))
        shown = {(code, o.period.start, o.period.end): _shown(o.value) for code in codes for o in found[code]}
        assert {key: _written(value) for key, value in expected.items()} == shown, day


def _shown(value: object) -> Decimal | None:
    return value.amount.normalize() if isinstance(value, Quantity) else None


def _written(text: str) -> Decimal | None:
    return None if text == "缺报" else Decimal(text).normalize()
