"""Every kind of target, judged on invented figures."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures.registry import Observation
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import TargetTerms

TODAY = date(2019, 7, 18)
CHANGE = {"growth", "reduction"}


def seen(year, month, amount, *, code="亿元", growth=None):
    period = Period.of_year(year) if month == 12 else Period.to_month(year, month)
    value = Missing(MissingReason.NOT_REPORTED) if amount is None else Quantity(D(str(amount)), unit(code))
    published = date(year + (month == 12), month % 12 + 1, 15)
    return Observation(
        measure_code="m",
        period=period,
        value=value,
        growth=None if growth is None else D(str(growth)),
        comparable_base=None,
        published_on=published,
        recorded_at=datetime(published.year, published.month, published.day, tzinfo=ZONE_TIME),
        revision=1,
        evidence=(),
        restates=None,
    )


def promise(value, *, comparator="=", kind="level", measure_kind="flow", code="CNY", better="more", **more):
    return TargetTerms(
        year=2019, kind=kind, comparator=comparator, value=D(str(value)), unit=code,
        measure_kind=measure_kind, better=better, **more,
    )  # fmt: skip


LAST_YEAR = [seen(2018, 3, 20), seen(2018, 6, 40), seen(2018, 12, 100)]


class TestFlow:
    # 100 last year with 40 by June: the pace of a target of 150 is 60 by June
    @pytest.mark.parametrize(
        ("by_june", "light"),
        [(150, Light.DONE), (60, Light.ON_TRACK), ("59.9", Light.AT_RISK), (54, Light.AT_RISK),
         ("53.9", Light.BEHIND), (0, Light.BEHIND)],
    )  # fmt: skip
    def test_is_held_against_last_years_course(self, by_june, light):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, by_june)], TODAY)
        assert status.light is light
        assert status.pace_basis == "last_year"
        assert status.expected == Quantity(D(60), unit("亿元"))

    def test_falls_back_to_the_calendar_without_last_year(self):
        status = track(promise(150 * 10**8), [seen(2019, 6, 75)], TODAY)
        assert (status.light, status.pace_basis, status.pace_share) == (Light.ON_TRACK, "calendar", D("0.5"))

    def test_the_exact_value_decides_not_the_rounded_one(self):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, "59.99999999")], TODAY)
        assert status.light is Light.AT_RISK

    def test_a_full_year_is_done_or_missed(self):
        year = [*LAST_YEAR, seen(2019, 12, 149)]
        assert track(promise(150 * 10**8), year, date(2020, 3, 1)).light is Light.BEHIND
        year = [*LAST_YEAR, seen(2019, 12, 150)]
        assert track(promise(150 * 10**8), year, date(2020, 3, 1)).light is Light.DONE

    def test_more_than_means_more_than(self):
        done = track(promise(150 * 10**8, comparator=">"), [seen(2019, 6, 150)], TODAY)
        assert done.light is Light.ON_TRACK
        assert track(promise(150 * 10**8, comparator=">"), [seen(2019, 6, 151)], TODAY).light is Light.DONE

    def test_nothing_is_due_where_last_year_had_nothing_yet(self):
        at_year_end = [seen(2018, 5, 0), seen(2018, 6, 0), seen(2018, 12, 100)]
        status = track(promise(150 * 10**8), [*at_year_end, seen(2019, 5, 0), seen(2019, 6, 0)], TODAY)
        assert (status.light, status.reason.code) == (Light.ON_TRACK, "flow_none_due")
        assert (status.attainment, status.forecast, status.trend) == (None, None, None)

    def test_forecast_keeps_last_years_course(self):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, 54)], TODAY)
        assert status.forecast == Quantity(D(135), unit("亿元"))

    @given(st.integers(0, 200), st.integers(0, 200))
    def test_more_is_never_a_worse_light(self, one, other):
        order = [Light.BEHIND, Light.AT_RISK, Light.ON_TRACK, Light.DONE]
        low, high = (
            order.index(track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, n)], TODAY).light)
            for n in sorted((one, other))
        )
        assert low <= high


class TestLimit:
    def test_an_upper_limit_is_not_a_goal_to_reach(self):
        terms = promise(10 * 10**8, comparator="<=", better="less")
        assert track(terms, [seen(2019, 6, 4)], TODAY).light is Light.ON_TRACK
        assert track(terms, [seen(2019, 6, 6)], TODAY).light is Light.AT_RISK
        assert track(terms, [seen(2019, 6, 11)], TODAY).light is Light.BEHIND
        assert track(terms, [seen(2019, 12, 10)], date(2020, 2, 1)).light is Light.DONE


class TestStock:
    terms = promise(10000, comparator=">", measure_kind="stock", code="count:家")

    def judge(self, *amounts):
        base = seen(2018, 12, 8000, code="家")
        return track(self.terms, [base, *(seen(2019, m, n, code="家") for m, n in amounts)], TODAY)

    def test_the_way_from_last_years_end_counts_not_the_level(self):
        assert self.judge((6, 9000)).light is Light.ON_TRACK
        assert self.judge((6, 8900)).light is Light.AT_RISK
        # 8800 is 88 % of the target but only 80 % of the way that should be done
        assert self.judge((6, 8800)).light is Light.BEHIND

    def test_reached_only_above(self):
        assert self.judge((6, 10000)).light is Light.ON_TRACK
        assert self.judge((6, 10001)).light is Light.DONE

    def test_an_increment_is_counted_from_last_years_end(self):
        terms = promise(600, kind="increment", measure_kind="stock", code="count:家")
        series = [seen(2018, 12, 8000, code="家"), seen(2019, 6, 8300, code="家")]
        status = track(terms, series, TODAY)
        assert (status.light, status.actual) == (Light.ON_TRACK, Quantity(D(300), unit("家")))
        assert track(terms, series[1:], TODAY).reason.code == "no_base"


class TestRate:
    def test_growth_is_the_reported_one_never_the_chained_level(self):
        terms = promise(10, comparator=">=", kind="growth", code="percent")
        # the published levels fall, the comparable growth does not
        series = [seen(2018, 6, 110), seen(2019, 6, 109, growth="10.1")]
        status = track(terms, series, TODAY)
        assert (status.light, status.actual.amount) == (Light.ON_TRACK, D("10.1"))

    def test_a_level_without_reported_growth_does_not_feed_a_growth_target(self):
        terms = promise(10, comparator=">=", kind="growth", code="percent")
        status = track(terms, [seen(2018, 6, 100), seen(2019, 6, 120)], TODAY)
        assert status.actual is None
        assert status.light is Light.STALE

    def test_a_fall_is_measured_by_its_size(self):
        terms = promise(2, comparator=">=", kind="reduction", code="percent")
        assert track(terms, [seen(2019, 6, 1, growth="-2.3")], TODAY).light is Light.ON_TRACK
        assert track(terms, [seen(2019, 6, 1, growth="-1.9")], TODAY).light is Light.AT_RISK
        assert track(terms, [seen(2019, 6, 1, growth="1.0")], TODAY).light is Light.BEHIND

    def test_a_share_to_be_kept_low(self):
        terms = promise(4, comparator="<=", kind="ratio", measure_kind="ratio", code="percent", better="less")
        assert track(terms, [seen(2019, 6, "3.9", code="%")], TODAY).light is Light.ON_TRACK
        assert track(terms, [seen(2019, 6, "4.2", code="%")], TODAY).light is Light.AT_RISK
        assert track(terms, [seen(2019, 6, "5", code="%")], TODAY).light is Light.BEHIND


class TestMilestone:
    terms = promise(1, kind="count", measure_kind="milestone", code="count:个", due=date(2019, 9, 1))

    def light_on(self, day, amount):
        return track(self.terms, [seen(2019, 3, amount, code="个")], day).light

    def test_its_day_decides_not_a_share_of_the_year(self):
        assert self.light_on(date(2019, 7, 18), 0) is Light.ON_TRACK
        assert self.light_on(date(2019, 8, 3), 0) is Light.AT_RISK
        assert self.light_on(date(2019, 9, 1), 0) is Light.AT_RISK
        assert self.light_on(date(2019, 9, 2), 0) is Light.BEHIND

    def test_reached_stays_reached(self):
        assert self.light_on(date(2019, 12, 1), 1) is Light.DONE

    def test_without_a_day_it_is_due_at_the_end_of_the_year(self):
        terms = promise(1, kind="count", measure_kind="milestone", code="count:个")
        assert track(terms, [seen(2019, 3, 0, code="个")], date(2019, 11, 30)).light is Light.ON_TRACK
        assert track(terms, [seen(2019, 3, 0, code="个")], date(2020, 1, 2)).light is Light.BEHIND


class TestZeroTolerance:
    terms = promise(0, kind="count", measure_kind="zero_tolerance", code="count:起", better="less")

    def test_none_recorded_is_kept_and_says_when_it_was_confirmed(self):
        status = track(self.terms, [seen(2019, 6, 0, code="起")], TODAY)
        assert (status.light, status.reason.code) == (Light.KEPT, "zero_kept")
        assert status.reason.params["day"] == date(2019, 7, 15)

    def test_one_event_breaks_it_for_the_year_and_age_does_not_heal_it(self):
        series = [seen(2019, 3, 1, code="起"), seen(2019, 6, 0, code="起")]
        assert track(self.terms, series, TODAY).light is Light.BROKEN
        assert track(self.terms, series, date(2019, 12, 1)).light is Light.BROKEN

    def test_silence_is_not_zero(self):
        assert track(self.terms, [], TODAY).light is Light.STALE


class TestGrey:
    def test_never_fed_is_not_zero(self):
        status = track(promise(150 * 10**8), LAST_YEAR, TODAY)
        assert (status.light, status.reason.code, status.actual) == (Light.STALE, "never_fed", None)

    def test_before_the_first_figure_is_due_nothing_has_started(self):
        assert track(promise(150 * 10**8), LAST_YEAR, date(2019, 2, 1)).light is Light.NOT_STARTED

    def test_an_old_figure_goes_grey_but_stays_visible(self):
        status = track(promise(150 * 10**8, stale_after_days=45), [*LAST_YEAR, seen(2019, 3, 30)], TODAY)
        assert (status.light, status.reason.code) == (Light.STALE, "stale")
        assert status.actual == Quantity(D(30), unit("亿元"))
        assert status.stale_since == date(2019, 5, 15)

    def test_a_month_that_was_not_reported_leaves_the_last_value(self):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 5, 50), seen(2019, 6, None)], TODAY)
        assert status.observation.period == Period.to_month(2019, 5)
        only_missing = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, None)], TODAY)
        assert (only_missing.light, only_missing.reason.code) == (Light.STALE, "missing")

    def test_zero_is_a_value(self):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, 0)], TODAY)
        assert (status.light, status.actual.amount) == (Light.BEHIND, D(0))

    def test_figures_of_a_period_to_come_are_not_used(self):
        status = track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 6, 60), seen(2019, 8, 1)], TODAY)
        assert status.observation.period == Period.to_month(2019, 6)


def test_trend_compares_attainment_not_amounts():
    slower = [*LAST_YEAR, seen(2019, 3, 33), seen(2019, 6, 60)]
    assert track(promise(150 * 10**8), slower, TODAY).trend == "down"
    assert (
        track(promise(150 * 10**8), [*LAST_YEAR, seen(2019, 3, 27), seen(2019, 6, 60)], TODAY).trend == "up"
    )
