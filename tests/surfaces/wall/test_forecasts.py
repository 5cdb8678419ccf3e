from dataclasses import replace
from decimal import Decimal

import pytest
from example_year import make_year
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity, unit
from guatu.surfaces.wall.board import compose
from guatu.surfaces.wall.bullet import draw_bullet
from guatu.surfaces.wall.forecasts import chance

YI = unit("亿元")


def yi(amount: str) -> Quantity:
    return Quantity(Decimal(amount), YI)


def with_forecast(target, low: str, high: str, probability: str):
    middle = (Decimal(low) + Decimal(high)) / 2
    status = replace(
        target.status,
        forecast=Quantity(middle, YI),
        forecast_low=yi(low),
        forecast_high=yi(high),
        probability=Decimal(probability),
    )
    return replace(target, status=status)


@pytest.fixture(scope="module")
def facts():
    year = make_year()
    first, second, *rest = year.targets
    told = (
        with_forecast(first, "3780", "3950", "0.42"),
        with_forecast(second, "2300", "2400", "0.004"),
        *(replace(t, status=replace(t.status, forecast=None)) for t in rest),
    )
    return replace(year, targets=told)


def test_the_least_likely_target_comes_first(facts):
    rows = compose(facts).forecasts
    assert [row.name for row in rows] == ["规模工业总产值", "技工贸总收入"]
    assert [row.likely for row in rows] == ["<1%", "42%"]
    assert rows[1].band == "3,780–3,950"
    assert (rows[1].target, rows[1].unit) == ("3,908", "亿元")


def test_a_tile_shows_how_likely_its_target_is(facts):
    tile = compose(facts).headlines[0]
    assert (tile.band, tile.likely) == ("3,780–3,950", "42%")


def test_the_band_lies_round_the_forecast_on_the_chart(facts):
    bullet = draw_bullet(facts.targets[0].status)
    assert bullet is not None
    start, width = Decimal(bullet.band_start), Decimal(bullet.band_width)
    assert start < Decimal(bullet.forecast) < start + width
    assert start < Decimal(bullet.target) < start + width


def test_an_estimate_is_hollow_beyond_the_published_bar(facts):
    target = facts.targets[0]
    assert target.status.observation is not None
    estimate = replace(target.status.observation, value=yi("1900"), measure_code="reported")
    told = replace(target, status=replace(target.status, estimate=estimate))
    tile = compose(replace(facts, targets=(told, *facts.targets[1:]))).headlines[0]
    assert tile.estimate == "1,900"
    assert tile.bullet is not None
    assert tile.bullet.estimate_start == tile.bullet.bar_width
    assert Decimal(tile.bullet.estimate) > Decimal(tile.bullet.bar_width)
    assert tile.light == compose(facts).headlines[0].light


@given(st.decimals(min_value=0, max_value=1, places=4))
def test_nobody_is_sure_of_what_is_to_come(probability):
    assert chance(probability) not in ("0%", "100%")


def test_no_chance_is_no_zero():
    assert chance(None) == ""
