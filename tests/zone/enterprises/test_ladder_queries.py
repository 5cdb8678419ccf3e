"""Does the ladder look at facts that may be used, of legal entities, in as few queries for many as one?"""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guatu.base import clock
from guatu.base.periods import Period
from guatu.kernel.directory import AuthorisedCopy, KnownValue
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import add_title, keep_copies
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.queries import ladder_of, scale_views, step_views, with_figures
from guatu.zone.enterprises.registry import ENTERPRISES
from guatu.zone.enterprises.rules.ladder import steps_on

pytestmark = pytest.mark.django_db
TODAY = date(2019, 7, 18)
ELEMENTS = {"main_revenue", "revenue"}


@pytest.fixture(autouse=True)
def _july():
    with clock.use(datetime(2019, 7, 18, 9, tzinfo=clock.ZONE_TIME)):
        yield


@pytest.fixture
def firms():
    values = [v for v in make_enterprises(400, date(2019, 2, 28)) if v["status"] == "in_business"]
    made = insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))
    return [f for f in made if f.industry[0] == "C" and f.scale == "below" and f.kind == "company"]


def know(firm, amount: str, period: Period, until: date = date(2020, 3, 31), as_of: date = date(2019, 7, 10)):
    value = KnownValue("main_revenue", period, Decimal(amount), "万元", "企业授权", as_of)
    keep_copies([AuthorisedCopy(firm.pk, value, "入规培育", until)], by=None)


def prospects(*firms):
    return [view.prospect for _known, view in scale_views(TODAY, firms)]


def test_months_and_years_make_a_forecast(firms):
    know(firms[0], "900", Period.to_month(2018, 6))
    know(firms[0], "1900", Period.of_year(2018))
    know(firms[0], "1000", Period.of_half(2019, 1))
    ((known, view),) = scale_views(TODAY, [firms[0]])
    assert (view.prospect, view.this_year.crosses_in, view.last_year.amount) == ("within_reach", 12, 1900)
    assert known.newest == date(2019, 7, 10)
    assert [each.pk for each in with_figures(TODAY, ELEMENTS) if each.scale == "below"] == [firms[0].pk]


def test_what_may_not_be_used_any_more_is_not_looked_at(firms):
    know(firms[0], "2500", Period.of_year(2018), until=date(2019, 7, 17))
    know(firms[1], "2500", Period.of_year(2018), until=TODAY)
    assert prospects(firms[0], firms[1]) == ["unknown", "crossed"]
    assert firms[0].pk not in {each.pk for each in with_figures(TODAY, ELEMENTS)}


def test_a_correction_is_the_last_word(firms):
    know(firms[0], "2500", Period.of_year(2018))
    with clock.use(datetime(2019, 7, 18, 10, tzinfo=clock.ZONE_TIME)):
        know(firms[0], "1700", Period.of_year(2018))
    assert prospects(firms[0]) == ["pool"]


def test_a_title_is_judged_with_what_is_held(firms):
    (step,) = (step for step in steps_on(TODAY) if step.code == "high_tech")
    days = {"valid_from": date(2018, 12, 1), "valid_to": date(2021, 11, 30)}
    add_title(firms[0], name="高新技术企业", by=None, source="名单", **days)
    reach = [judged.reach for _known, judged in step_views(TODAY, step, firms[:2])]
    assert reach == ["reached", "unknown"]
    _known, _view, steps = ladder_of(TODAY, firms[0])
    assert {judged.step.code: judged.reach for judged in steps}["high_tech"] == "reached"


def test_many_take_as_many_queries_as_one(firms):
    def queries(some):
        with CaptureQueriesContext(connection) as made:
            list(scale_views(TODAY, some))
        return len(made)

    for firm in firms[:20]:
        know(firm, "1000", Period.of_half(2019, 1))
    assert queries(firms[:1]) == queries(firms[:20]) == 2
