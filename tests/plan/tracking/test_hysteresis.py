"""A light falls at once and rises only for good: a fold over the year's figures."""

from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from guatu.base.periods import Period
from guatu.plan.tracking.bands import bands_of
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.words import say
from tests.plan.tracking.test_rules import promise, seen

TERMS = promise(1200 * 10**8)


def by_months(*attained, terms=TERMS):
    """Figures of the months from February on, each as a share of the calendar's pace."""
    series = [seen(2019, m, D(str(a)) * 100 * m) for m, a in enumerate(attained, 2)]
    return track(terms, series, date(2019, 1 + len(attained) + 1, 15))


class TestRising:
    def test_just_above_the_pace_is_not_enough_to_come_up(self):
        status = by_months("0.95", "1.001")
        assert (status.light, status.held) == (Light.AT_RISK, True)
        assert "3 figures in a row" in say(status.reason)

    def test_above_the_margin_it_comes_up_at_once(self):
        status = by_months("0.95", "1.004")
        assert (status.light, status.held) == (Light.ON_TRACK, False)

    def test_three_figures_in_a_row_bring_it_up_without_the_margin(self):
        assert by_months("0.95", "1.001", "1.001").light is Light.AT_RISK
        assert by_months("0.95", "1.001", "1.001", "1.001").light is Light.ON_TRACK

    def test_it_does_not_flicker_around_the_pace(self):
        lights = [by_months(*["0.999", "1.001"] * n).light for n in (1, 2, 3, 4)]
        assert set(lights) == {Light.AT_RISK}

    def test_from_behind_to_at_risk_the_same_holds(self):
        assert by_months("0.8", "0.901").light is Light.BEHIND
        assert by_months("0.8", "0.904").light is Light.AT_RISK

    def test_a_target_that_is_reached_is_done_at_once(self):
        assert by_months("0.5", "4").light is Light.DONE


class TestFalling:
    def test_the_first_figure_of_the_year_is_held_by_nothing(self):
        assert by_months("1.0").light is Light.ON_TRACK

    def test_it_falls_with_the_first_figure_that_is_short(self):
        assert by_months("1.2", "0.9999").light is Light.AT_RISK
        assert by_months("1.2", "0.7").light is Light.BEHIND


@given(st.lists(st.integers(800, 1100), min_size=1, max_size=8))
def test_hysteresis_never_shows_a_better_light_than_the_figure_alone(attained):
    shares = [D(a) / 1000 for a in attained]
    shown = by_months(*shares)
    alone = track(
        TERMS, [seen(2019, 1 + len(shares), shares[-1] * 100 * (1 + len(shares)))], date(2019, 12, 1)
    )
    assert shown.held is (
        shown.light.urgency < Light.ON_TRACK.urgency and shown.light is not plain(shares[-1])
    )
    assert shown.light.urgency <= plain(shares[-1]).urgency
    assert alone.actual == shown.actual


def plain(share):
    if share >= 1:
        return Light.ON_TRACK
    return Light.AT_RISK if share >= D("0.9") else Light.BEHIND


class TestSchedule:
    terms = promise(30, measure_kind="count", code="count:个", due=date(2019, 6, 30))

    def test_what_is_due_in_june_is_due_twice_as_fast(self):
        status = track(self.terms, [seen(2019, 3, 15, code="个")], date(2019, 4, 20))
        assert (status.light, status.pace_basis, status.pace_share) == (Light.ON_TRACK, "schedule", D("0.5"))
        assert track(self.terms, [seen(2019, 3, 12, code="个")], date(2019, 4, 20)).light is Light.BEHIND

    def test_after_its_day_it_is_reached_or_behind(self):
        short = track(self.terms, [seen(2019, 6, 29, code="个")], date(2019, 7, 18))
        assert (short.light, short.reason.code) == (Light.BEHIND, "flow_overdue")
        assert track(self.terms, [seen(2019, 6, 30, code="个")], date(2019, 7, 18)).light is Light.DONE


def test_bands_are_those_of_the_first_day_of_the_year():
    assert bands_of(2019).effective_from <= Period.of_year(2019).start
    assert bands_of(2019).source
    assert bands_of(1990) == bands_of(2001)
