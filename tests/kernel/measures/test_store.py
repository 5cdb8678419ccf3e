"""Are numbers kept as they were shown, formed after each commit, and never lost or told twice?"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.kernel.ledger.context import action
from guatu.kernel.measures import registry
from guatu.kernel.measures.closing import close_periods
from guatu.kernel.measures.models import FillState, StoredObservation, Touch
from guatu.kernel.measures.recomputing import form_touched, recompute
from guatu.kernel.measures.store import read
from guatu.zone.statistics.actions import apply_import, preview_import, withdraw_import

pytestmark = pytest.mark.django_db

CODE = "industrial_output_large"
HEADERS = "指标,时期,层级,数值,单位,同比增速,同期数\n"


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2019, month, day, hour, tzinfo=ZONE_TIME)


def publish(amount: str, month: int, moment: datetime, *, period: str = ""):
    row = f"规模以上工业总产值,{period or f'2019年1-{month}月'},园区,{amount},亿元,10.1,"
    with clock.use(moment):
        figures = preview_import(
            name=f"{amount}-{month}.csv",
            content=(HEADERS + row).encode(),
            publisher="统计局",
            published_on=moment.date(),
            by=None,
            demonstration=True,
        )
        return apply_import(figures, by=None)


def shown(moment: datetime):
    return registry.observations(CODE, known_at=moment)


def amounts(moment: datetime) -> list[Decimal]:
    return [o.value.amount for o in shown(moment)]


def test_a_write_touches_and_forming_takes_the_touch_away():
    publish("100", 2, at(3, 12))
    assert {touch.topic for touch in Touch.objects.all()} == {f"figure:{CODE}"}
    assert set(Touch.objects.values_list("moment", flat=True)) == {at(3, 12)}
    # Read before it is formed: the source answers, so that nothing older than the commit is shown.
    assert amounts(at(3, 13)) == [100]
    assert not StoredObservation.objects.exists()
    formed = form_touched()
    assert (formed.measures, formed.added) == ((CODE,), 1)
    assert not Touch.objects.exists()
    assert amounts(at(3, 13)) == [100]
    assert amounts(at(3, 11)) == []
    assert form_touched().added == 0
    assert recompute([CODE]).added == 0
    state = FillState.objects.get(measure=CODE, period="2019M01-02")
    assert state.formed_at > at(3, 12)


def test_a_wall_is_one_question(django_assert_num_queries):
    publish("100", 2, at(3, 12))
    recompute()
    codes = [measure.code for measure in registry.all_measures() if registry.entries([measure.code])[0].topic]
    with django_assert_num_queries(1):
        found = registry.observations_of(codes, known_at=clock.now())
    assert found[CODE]


@pytest.mark.parametrize("form_each", [True, False])
def test_every_past_moment_is_what_was_shown_then(form_each):
    steps = [("100", 2, at(3, 12)), ("150", 3, at(4, 12)), ("101", 2, at(4, 20)), ("230", 4, at(5, 12))]
    for amount, month, moment in steps:
        publish(amount, month, moment)
        if form_each:
            form_touched()
    form_touched()
    for moment in (at(3, 1), at(3, 12), at(4, 12), at(4, 19), at(4, 20), at(5, 11), at(5, 30)):
        assert shown(moment) == registry_as_formed(moment), moment
    restated = shown(at(4, 20))[0]
    assert restated.restates is not None
    assert (restated.value.amount, restated.restates.value.amount) == (101, 100)


def registry_as_formed(moment: datetime):
    told = registry.from_sources([CODE], known_at=moment)[CODE]
    kept = {(o.period, o.part): o.formed_at for o in shown(moment)}
    return tuple(replace(o, formed_at=kept[o.period, o.part]) for o in told)


def test_a_withdrawn_number_is_gone_from_then_on():
    figures = publish("100", 2, at(3, 12))
    form_touched()
    with clock.use(at(3, 20)):
        withdraw_import(figures, by=None)
    form_touched()
    assert (amounts(at(3, 19)), amounts(at(3, 21))) == ([100], [])
    assert StoredObservation.objects.filter(gone=True).count() == 1


def test_nobody_changes_a_number():
    publish("100", 2, at(3, 12))
    form_touched()
    row = StoredObservation.objects.get()
    for statement in (
        "UPDATE measures_storedobservation SET amount = 1",
        "DELETE FROM measures_storedobservation",
    ):
        with (
            pytest.raises(IntegrityError, match="only added"),
            transaction.atomic(),
            action("test.write", by=None),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    row.refresh_from_db()
    assert row.amount == 100


def test_what_comes_for_a_closed_period_stands_beside():
    publish("100", 2, at(3, 12))
    form_touched()
    with clock.use(at(4, 1)):
        close_periods(date(2019, 3, 31), reason="first quarter closed", by=None)
    publish("105", 2, at(4, 10))
    publish("150", 3, at(4, 12))
    form_touched()
    held = shown(at(4, 11))[0]
    assert (held.value.amount, held.restated.value.amount) == (100, 105)
    assert shown(at(4, 5))[0].restated is None
    march = next(o for o in shown(at(4, 13)) if o.period == Period.to_month(2019, 3))
    assert (march.value.amount, march.restated) == (150, None)
    assert recompute([CODE]).added == 0


def test_a_clock_set_back_writes_before_what_is_formed():
    publish("150", 3, at(4, 12))
    form_touched()
    publish("100", 2, at(3, 12))
    form_touched()
    assert (amounts(at(3, 13)), amounts(at(4, 13))) == ([100], [100, 150])


def test_what_was_never_touched_has_no_numbers_and_asks_no_source():
    publish("100", 2, at(3, 12))
    form_touched()
    measures = registry.entries([CODE, "fiscal_revenue_total"])
    assert set(read(measures, at(3, 13))) == {CODE, "fiscal_revenue_total"}
    assert FillState.objects.filter(period="").count() == 1


def test_another_rule_forms_its_numbers_anew_and_leaves_the_past():
    publish("100", 2, at(3, 12))
    form_touched()
    (entry,) = registry.entries([CODE])
    changed = replace(entry, measure=replace(entry.measure, rule_version="2"))
    assert CODE in read([entry], at(3, 13))
    assert CODE not in read([changed], at(3, 13))
