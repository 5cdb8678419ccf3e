from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from example_year import observation
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.rules import track
from guatu.plan.tracking.terms import TargetTerms
from guatu.surfaces.wall.turning import turning_points

TODAY = date(2019, 7, 18)
INCOME = TargetTerms(
    year=2019, kind="level", comparator=">=", value=Decimal(1200), unit="亿元", display_unit="亿元"
)
PM25 = replace(INCOME, kind="ratio", comparator="<=", value=Decimal(40), measure_kind="ratio", better="less")


def points(terms: TargetTerms, amount: str, places: int = 1):
    observed = [observation(6, amount, "亿元")]
    status = track(terms, observed, TODAY)
    return status, turning_points(terms, observed, status, TODAY, places)


def test_what_is_missing_to_each_better_light_at_the_same_period():
    status, found = points(INCOME, "400")
    assert status.light is Light.BEHIND
    told = [(point.light, point.figure.amount, point.distance.amount) for point in found]
    assert told == [(Light.AT_RISK, 540, 140), (Light.ON_TRACK, 600, 200), (Light.DONE, 1200, 800)]


def test_nothing_turns_what_is_done():
    status, found = points(INCOME, "1300")
    assert (status.light, found) == (Light.DONE, ())


def test_a_limit_is_reached_from_above():
    status, found = points(PM25, "43")
    assert status.light is Light.AT_RISK
    assert [(point.light, point.distance.amount) for point in found][:1] == [(Light.ON_TRACK, -3)]


@given(st.decimals(min_value=1, max_value=1199, places=1, allow_nan=False))
def test_the_figure_turns_the_light_and_a_step_less_does_not(amount):
    _, found = points(INCOME, str(amount))
    for point in found:
        less = Quantity(point.figure.amount - Decimal("0.1"), point.figure.unit)
        assert track(INCOME, [observation(6, str(point.figure.amount), "亿元")], TODAY).light is point.light
        assert track(INCOME, [observation(6, str(less.amount), "亿元")], TODAY).light is not point.light


@pytest.mark.parametrize("places", [0, 1, 2])
def test_figures_have_the_digits_of_the_plan(places):
    _, found = points(INCOME, "401.37", places)
    for point in found:
        assert point.figure.amount == round(point.figure.amount, places)
