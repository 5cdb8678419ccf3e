"""Where will the year end? Properties that any forecast must have, and cases computed by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.forecasting import forecast_of
from guatu.plan.tracking.forecasting.distributions import Counted, chance_below, t_quantile
from guatu.plan.tracking.forecasting.pipeline import Pipeline
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.series import Series
from guatu.plan.tracking.words import METHODS
from tests.plan.tracking.test_rules import promise, seen

TARGET = promise(1200, code="亿元")
amounts = st.lists(st.integers(50, 150), min_size=11, max_size=11)
months = st.integers(4, 11)


def year(number, steps, *, base=None):
    """Eleven cumulative figures; with `base` also the comparable bases that were published with them."""
    found, total, before = [], D(0), D(0)
    for month, step in enumerate(steps, 2):
        total += step
        figure = seen(number, month, total)
        if base:
            before += base[month - 2]
            figure = replace(figure, comparable_base=Quantity(before, unit("亿元")))
        found.append(figure)
    return found


def series_until(month, this, last, terms=TARGET, base=None):
    observations = year(2018, last, base=base) + year(2019, this)[: month - 1]
    return Series(terms, observations, date(2020, 3, 1))


@given(amounts, amounts, months)
def test_the_interval_holds_the_point_and_the_actual_below_it(this, last, month):
    series = series_until(month, this, last)
    found = forecast_of(series)
    assert found.low <= found.point <= found.high
    assert found.low >= series.last.amount


@given(amounts, amounts)
def test_at_the_end_of_the_year_it_is_what_came(this, last):
    found = forecast_of(series_until(12, this, last))
    assert found.low == found.point == found.high == sum(this)
    assert found.chance(TARGET) == (1 if sum(this) >= 1200 else 0)


@given(amounts, months, st.integers(1, 40))
def test_it_narrows_as_the_year_passes(last, month, wobble):
    # Months that lie equally far above and below last year's: the dispersion is that of every month.
    this = [n + (wobble if i % 2 else -wobble) * n / 100 for i, n in enumerate(map(D, last))]
    earlier, later = (forecast_of(series_until(m, this, last)) for m in (4, 11))
    assert later.high - later.low < earlier.high - earlier.low


@given(amounts, amounts, months, st.integers(101, 200))
def test_a_higher_course_is_never_less_likely_to_reach_the_target(this, last, month, per_cent):
    lower, higher = (
        forecast_of(series_until(month, [n * D(scale) / 100 for n in this], last)).chance(TARGET)
        for scale in (100, per_cent)
    )
    assert 0 <= lower <= higher <= 1


@given(st.integers(0, 20), st.integers(0, 20), st.integers(1, 29), months)
def test_more_counted_is_never_less_likely_to_reach_the_target(one, other, value, month):
    terms = promise(value, measure_kind="count", code="count:家")
    chances = [
        forecast_of(Series(terms, [seen(2019, month, n, code="家")], date(2020, 1, 1))).chance(terms)
        for n in sorted((one, other))
    ]
    assert chances == sorted(chances)


class TestByHand:
    def test_a_course_without_deviation_has_no_width(self):
        last = [D(100)] * 11
        found = forecast_of(series_until(6, [D(110)] * 11, last))
        assert (found.low, found.point, found.high, found.method) == (1210, 1210, 1210, "seasonal")
        assert found.chance(TARGET) == 1

    def test_three_steps(self):
        # 90, 110, 100 against 100 each: g = 1, s² = (10²+10²+0)/100/2 = 1; rest 800, a step 100
        found = forecast_of(series_until(4, [D(90), D(110), D(100)] + [D(0)] * 8, [D(100)] * 11))
        scale = (800 + D(800) ** 2 / 100).sqrt()
        assert found.point == 1100
        assert isclose(found.high - found.point, scale * D("1.885618"), rel_tol=1e-5)
        assert isclose(found.chance(TARGET), 1 - chance_below(float(100 / scale), 2), abs_tol=1e-4)

    def test_a_calm_year_before_does_not_narrow_a_restless_one_widens(self):
        this = [D(90), D(110), D(100)] + [D(0)] * 8
        last, calm = [D(100)] * 11, [D(100)] * 11
        restless = [D(60), D(140)] * 5 + [D(100)]
        alone, calmer, wider = (
            forecast_of(series_until(4, this, last, base=base)).high for base in (None, calm, restless)
        )
        assert alone == calmer < wider

    def test_with_two_figures_only_the_point_is_given(self):
        found = forecast_of(series_until(3, [D(90)] * 11, [D(100)] * 11))
        assert (found.point, found.low, found.chance(TARGET)) == (990, None, None)
        assert found.method == "seasonal_alone"

    def test_an_upper_limit_is_kept_when_it_is_not_exceeded(self):
        limit = promise(1200, comparator="<=", better="less", code="亿元")
        this = [D(90), D(110), D(100)] + [D(0)] * 8
        goal, kept = (forecast_of(series_until(4, this, [D(100)] * 11, t)).chance(t) for t in (TARGET, limit))
        assert goal + kept == 1

    def test_nothing_last_year_by_then_gives_no_forecast(self):
        found = forecast_of(series_until(4, [D(1)] * 11, [D(0)] * 5 + [D(10)] * 6))
        assert (found.point, found.method) == (None, "nothing_due")


class TestOtherKinds:
    def test_a_stock_goes_on_by_its_mean_step(self):
        terms = promise(10000, measure_kind="stock", code="count:家")
        figures = [seen(2018, 12, 8000, code="家")] + [
            seen(2019, m, n, code="家") for m, n in ((2, 8200), (3, 8320), (4, 8400), (5, 8500), (6, 8600))
        ]
        status = track(terms, figures, date(2019, 7, 18))
        assert status.forecast == Quantity(D(9200), unit("家"))
        assert status.forecast_low < status.forecast < status.forecast_high
        assert status.probability < D("0.01")
        assert not status.adds_up

    def test_a_rate_stays_where_it_is_but_may_wander(self):
        terms = promise(10, comparator=">=", kind="growth", code="percent")
        figures = [seen(2019, m, 1, growth=g) for m, g in ((2, "9.8"), (3, "10.2"), (4, "9.9"), (5, "10.0"))]
        status = track(terms, figures, date(2019, 6, 20))
        assert status.forecast.amount == 10
        assert status.probability == D("0.5")

    @pytest.mark.parametrize("kind", ["milestone", "zero_tolerance", "coverage"])
    def test_what_has_no_course_says_so(self, kind):
        terms = promise(1, kind="count", measure_kind=kind, code="count:个")
        found = forecast_of(Series(terms, [seen(2019, 3, 0, code="个")], date(2019, 7, 1)))
        assert (found.point, found.chance(terms)) == (None, None)
        assert METHODS[found.method]

    def test_run_rate_is_what_the_rest_of_the_year_has_to_bring(self):
        figures = year(2018, [D(100)] * 11) + year(2019, [D(90)] * 5)
        rate = track(TARGET, figures, date(2019, 7, 18)).run_rate
        assert (rate.needed.amount, rate.months) == (125, 6)
        assert (rate.so_far.amount, rate.last_year.amount) == (75, 100)


class TestDistributions:
    def test_known_quantiles_of_t(self):
        assert t_quantile(D("0.9"), 1) == D("3.077684")
        assert t_quantile(D("0.9"), 2) == D("1.885618")
        assert t_quantile(D("0.9"), 5) == D("1.475884")
        assert t_quantile(D("0.9"), 19) == D("1.327728")

    def test_small_counts(self):
        half = Counted(5, D("0.5"))
        assert half.at_least(D(5)) == 1
        # r = 5.5, p = 0.5: the chance of none more is 0.5 ** 5.5
        assert half.at_least(D(6)) == D(1 - 0.5**5.5).quantize(D("0.0001"))
        assert half.quantile(D("0.1")) <= 10 <= half.quantile(D("0.9"))

    def test_a_pipeline_is_convolved_exactly(self):
        way = Pipeline(3, (D("0.5"), D("0.5"), D(1)))
        assert way.expected == 5
        assert [way.at_least(D(n)) for n in (4, 5, 6, 7)] == [1, D("0.75"), D("0.25"), 0]
        assert (way.quantile(D("0.1")), way.quantile(D("0.9"))) == (4, 6)
