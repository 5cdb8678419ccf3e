"""Are visits, titles and entries above scale counted from the records, and as they were known then?"""

from datetime import date, datetime

import pytest
from django.contrib.auth.models import User

from guatu.base import clock
from guatu.base.errors import Refused
from guatu.base.periods import Period
from guatu.kernel.measures.registry import observations
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.actions import (
    add_title,
    cancel,
    enter_scale,
    leave_scale,
    make,
    plan_visit,
    reach_stage,
)
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise, ScaleSpell
from guatu.zone.enterprises.queries import entered_in, listing_row
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T09:00").replace(tzinfo=clock.ZONE_TIME)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def clerk():
    return User.objects.create_user("li")


@pytest.fixture
def firms():
    with clock.use(at("2019-03-01")):
        values = [v for v in make_enterprises(40, day("2019-02-28")) if v["status"] == "in_business"]
        return insert_records(ENTERPRISES, values, source="清单", as_of=day("2019-02-28"))


def told(code: str, month: int, known: str, year: int = 2019):
    found = observations(code, known_at=clock.end_of(day(known)))
    return next((o.value.amount for o in found if o.period == Period.to_month(year, month)), None)


def visit(firm, clerk, planned: str):
    values = {"enterprise": firm.pk, "topic": "x", "visitor": clerk.pk, "planned_on": day(planned)}
    return plan_visit(values, by=clerk, source="计划")


def test_visits_count_once_they_are_made_and_recorded(firms, clerk):
    with clock.use(at("2019-03-04")):
        first, second, third = (visit(firms[n], clerk, "2019-03-20") for n in (0, 0, 1))
    with clock.use(at("2019-03-22")):
        make(first, on=day("2019-03-20"), by=clerk)
        cancel(third, by=clerk)
    with clock.use(at("2019-05-06")):
        make(second, on=day("2019-04-02"), by=clerk)
    assert told("enterprise_visits", 3, "2019-04-03") == 1
    assert told("enterprise_visits", 4, "2019-05-03") == 1
    assert told("enterprise_visits", 4, "2019-05-08") == 2
    assert told("enterprises_visited", 4, "2019-05-08") == 1
    assert told("enterprise_visits", 2, "2019-05-08") is None


def test_titles_are_a_stock_of_the_day_and_renewals_are_not_new(firms, clerk):
    def title(firm, since: str, until: str):
        days = {"valid_from": day(since), "valid_to": day(until)}
        add_title(firm, name="高新技术企业", by=clerk, source="名单", **days)

    with clock.use(at("2019-03-04")):
        title(firms[0], "2015-12-01", "2018-11-30")
        title(firms[0], "2018-12-01", "2021-11-30")
        title(firms[1], "2016-03-01", "2019-02-28")
    with clock.use(at("2019-06-04")):
        title(firms[2], "2019-04-15", "2022-04-14")
    assert told("registered_high_tech_firms", 2, "2019-05-01") == 2
    assert told("registered_high_tech_firms", 3, "2019-05-01") == 1
    assert told("registered_high_tech_firms", 4, "2019-05-01") == 1
    assert told("registered_high_tech_firms", 4, "2019-06-05") == 2
    assert told("registered_high_tech_firms_new", 12, "2019-06-05", 2018) == 0
    assert told("registered_high_tech_firms_new", 4, "2019-06-05") == 1


def test_coming_above_scale_is_counted_and_moves_the_file(firms, clerk):
    (firm,) = [each for each in firms if each.industry.startswith("C")][:1]
    with clock.use(at("2019-03-04")):
        spell = enter_scale(firm, scale="industry", since=day("2019-01-01"), by=clerk, source="统计局批复")
        with pytest.raises(Refused):
            enter_scale(firm, scale="industry", since=day("2019-02-01"), by=clerk, source="统计局批复")
        with pytest.raises(Refused):
            enter_scale(firms[-1], scale="below", since=day("2019-02-01"), by=clerk, source="统计局批复")
    standing = Enterprise.objects.get(pk=firm.pk)
    assert (standing.scale, standing.source_of("scale")) == ("industry", ("统计局批复", day("2019-01-01")))
    assert [each.pk for each in entered_in(2019, "industry")] == [spell.pk]
    assert told("registered_new_large_industrial_firms", 2, "2019-03-03") is None
    assert told("registered_new_large_industrial_firms", 2, "2019-03-05") == 1
    with pytest.raises(Refused):
        leave_scale(spell, on=day("2019-01-01"), by=clerk, source="统计局")
    with clock.use(at("2019-07-04")):
        leave_scale(spell, on=day("2019-07-01"), by=clerk, source="统计局")
    assert Enterprise.objects.get(pk=firm.pk).scale == "below"
    assert ScaleSpell.objects.get().left_source == "统计局"


def test_the_way_to_the_stock_exchange_has_stages(firms, clerk):
    with clock.use(at("2019-07-04")):
        for stage, reached in (("tutoring", "2019-05-01"), ("reserve", "2018-03-01")):
            reach_stage(firms[0], stage=stage, reached_on=day(reached), by=clerk, source="金融办")
        with pytest.raises(Refused):
            reach_stage(firms[0], stage="reserve", reached_on=day("2019-01-01"), by=clerk, source="金融办")
        with pytest.raises(Refused):
            reach_stage(firms[0], stage="tutored", reached_on=day("2019-07-05"), by=clerk, source="金融办")
    assert [(step.enterprise, step.stage) for step in listing_row()] == [(firms[0], "tutoring")]
