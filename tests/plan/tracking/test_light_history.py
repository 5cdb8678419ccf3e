"""A light that was shown is written down, once, and nobody can show it differently later."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.base.quantities import Quantity, unit
from guatu.kernel.ledger.context import action
from guatu.plan.models import LightTurn, PlanState
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.queries import status_of, statuses
from guatu.plan.tracking.remembering import kept_params, reason_from
from guatu.plan.tracking.terms import Reason
from guatu.plan.tracking.turning import light_history, record_turns
from guatu.plan.tracking.words import say
from guatu.zone.statistics.actions import apply_import, preview_import

HEADERS = "指标,时期,数值,单位\n"


def at(month, day, hour=10):
    return datetime(2019, month, day, hour, tzinfo=ZONE_TIME)


def hand_in(amount, *, day, month):
    with clock.use(at(*day)):
        found = preview_import(
            name=f"{day}.csv",
            content=(HEADERS + f"规模以上工业总产值,2019年1-{month}月,{amount},亿元\n").encode(),
            publisher="统计局",
            published_on=date(2019, *day),
            by=None,
            demonstration=True,
        )
        apply_import(found, by=None)


@pytest.fixture
def followed(plan):
    """The small plan in force since March, with a target of 2550 a year: 212.5 a month by the calendar."""
    target = plan.targets.get(value=2550)
    with action("test.bind", by=None):
        plan.targets.exclude(pk=target.pk).update(state="discarded", discard_reason="test")
        target.measure, target.measure_confirmed, target.state = "industrial_output_large", True, "accepted"
        target.save()
        plan.state, plan.published_at = PlanState.PUBLISHED, at(3, 6)
        plan.save()
    return target


@pytest.mark.django_db
class TestRecording:
    def test_a_turn_is_written_once_with_its_reason(self, followed, plan):
        hand_in(430, day=(3, 18), month=2)
        with clock.use(at(3, 19)):
            record_turns(plan)
            again = record_turns(plan)
        turns = light_history(followed.pk, until=at(3, 19))
        assert again == []
        assert [(t.light, t.day) for t in turns] == [
            ("on_track", date(2019, 3, 18)),
            ("not_started", date(2019, 3, 6)),
        ]
        reason = reason_from(turns[0].reason_code, turns[0].reason_params)
        assert say(reason) == say(status_of(followed, 2019, known_at=at(3, 19)).reason)

    def test_days_without_a_worker_are_made_up_for(self, followed, plan):
        hand_in(430, day=(3, 18), month=2)
        with clock.use(at(6, 1)):
            record_turns(plan)
        turns = light_history(followed.pk, until=at(6, 1))
        assert [t.light for t in turns] == ["stale", "on_track", "not_started"]
        # 28 February and 45 days more: from 15 April on a newer figure is overdue
        assert turns[0].day > date(2019, 4, 13)
        assert turns[0].judged_at < turns[0].recorded_at == at(6, 1)

    def test_a_plan_in_review_has_no_lights(self, plan):
        assert record_turns(plan) == []


@pytest.mark.django_db
class TestPastDays:
    def test_a_past_day_shows_the_light_that_was_written_down(self, followed, plan):
        hand_in(430, day=(3, 18), month=2)
        with clock.use(at(3, 20)), action("test.turn", by=None):
            LightTurn.objects.create(
                target=followed, plan=plan, light="behind", reason_code="no_records", reason_params={},
                day=date(2019, 3, 20), judged_at=at(3, 20), recorded_at=at(3, 20),
            )  # fmt: skip
        with clock.use(at(4, 1)):
            assert (
                statuses(plan, known_at=clock.end_of(date(2019, 3, 19)))[followed.pk].light is Light.ON_TRACK
            )
            then = statuses(plan, known_at=clock.end_of(date(2019, 3, 25)))[followed.pk]
            assert (then.light, then.reason.code) == (Light.BEHIND, "no_records")
            assert status_of(followed, 2019, known_at=clock.end_of(date(2019, 3, 25))).light is Light.BEHIND
            assert statuses(plan)[followed.pk].light is Light.ON_TRACK


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE plan_lightturn SET light = 'done'", "DELETE FROM plan_lightturn"]
)
def test_the_database_refuses_to_change_a_turn(followed, plan, statement):
    with clock.use(at(3, 19)):
        record_turns(plan)
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        action("test.forge", by=None),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert LightTurn.objects.get().light == "not_started"


def test_a_reason_is_read_back_as_it_was():
    reason = Reason(
        "flow_pace",
        {
            "actual": Quantity(Decimal("1251.30"), unit("亿元")),
            "attainment": Decimal("0.987654321"),
            "period": Period.to_month(2019, 6),
            "day": date(2019, 7, 16),
            "basis": "last_year",
            "share": None,
        },
    )
    assert reason_from(reason.code, kept_params(reason)) == reason
