from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.lights import Light
from guatu.plan.tracking.terms import Reason, Status
from guatu.surfaces.wall.bullet import draw_bullet

amounts = st.decimals(min_value=-10000, max_value=10000, places=2, allow_nan=False)


def yi(amount: Decimal | None) -> Quantity | None:
    return None if amount is None else Quantity(amount, unit("亿元"))


def status(target, actual=None, expected=None, forecast=None) -> Status:
    given_ = {"target": yi(target), "actual": yi(actual), "expected": yi(expected), "forecast": yi(forecast)}
    return Status(Light.ON_TRACK, Reason("flow_pace"), **given_)


def test_half_of_the_target_is_half_of_the_way_to_its_mark():
    bullet = draw_bullet(status(Decimal(100), Decimal(50), Decimal(45), Decimal(105)))
    assert bullet is not None
    assert abs(Decimal(bullet.bar_width) * 2 - Decimal(bullet.target)) <= Decimal("0.01")
    assert Decimal(bullet.pace) < Decimal(bullet.bar_width)
    assert Decimal(bullet.target) < Decimal(bullet.forecast)
    assert not bullet.beyond


def test_what_is_far_beyond_is_cut_off_and_says_so():
    bullet = draw_bullet(status(Decimal(7), Decimal(70), forecast=Decimal(140)))
    assert bullet is not None
    assert (bullet.bar_width, bullet.beyond, bullet.forecast_beyond) == ("100", True, True)


def test_a_fall_grows_to_the_left_of_zero():
    bullet = draw_bullet(status(Decimal(10), Decimal("-3.2")))
    assert bullet is not None
    assert Decimal(bullet.bar_start) + Decimal(bullet.bar_width) == Decimal(bullet.zero)


def test_no_target_no_chart():
    assert draw_bullet(status(None)) is None
    assert draw_bullet(status(Decimal(0), Decimal(0))) is None


@given(target=amounts.filter(bool), actual=amounts, expected=amounts, forecast=amounts)
def test_everything_stays_on_the_chart(target, actual, expected, forecast):
    bullet = draw_bullet(status(target, actual, expected, forecast))
    assert bullet is not None
    places = [bullet.target, bullet.zero, bullet.bar_start, bullet.bar_width, bullet.pace, bullet.forecast]
    assert all(0 <= Decimal(place) <= 100 for place in places if place is not None)
    assert Decimal(bullet.bar_start) + Decimal(bullet.bar_width) <= Decimal("100.01")
