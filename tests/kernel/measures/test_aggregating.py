"""Are ratios divided anew, growths taken on their base, and sums never guessed?"""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.base.quantities import Missing, MissingReason, Quantity, unit
from guatu.kernel.measures.aggregating import divided, growth_of, joined
from guatu.kernel.measures.catalogue import Measure
from guatu.kernel.measures.registry import Observation

PERCENT, YUAN = unit("percent"), unit("亿元")
YEAR = Period.of_year(2019)
amounts = st.integers(min_value=0, max_value=10**9)


def told(month: int, amount: Decimal | None, *, over: tuple[int, int] | None = None) -> Observation:
    return Observation(
        measure_code="m",
        period=Period.to_month(2019, month),
        value=Missing(MissingReason.NOT_REPORTED) if amount is None else Quantity(Decimal(amount), YUAN),
        growth=None,
        comparable_base=None,
        published_on=date(2019, 7, 1),
        recorded_at=datetime(2019, 7, 1, tzinfo=ZONE_TIME),
        revision=1,
        evidence=(),
        numerator=Quantity(Decimal(over[0]), unit("count:家")) if over else None,
        denominator=Quantity(Decimal(over[1]), unit("count:家")) if over else None,
    )


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8))
def test_a_ratio_is_divided_anew_at_every_level(pairs):
    above, below = (sum(each) for each in zip(*pairs, strict=True))
    assume(below)
    parts = [told(month + 2, Decimal(0), over=pair) for month, pair in enumerate(pairs)]
    whole = joined(parts, "divide", PERCENT, YEAR)
    assert whole.value == Quantity(round(Decimal(above) * 100 / below, 6), PERCENT)
    # In whatever groups it is joined, the whole is the same.
    halves = [joined(half, "divide", PERCENT, YEAR) for half in (parts[::2], parts[1::2]) if half]
    assert joined(halves, "divide", PERCENT, YEAR).value == whole.value


@given(st.lists(amounts, min_size=1, max_size=8), st.integers(0, 7))
def test_a_sum_adds_up_in_any_order_and_is_never_guessed(values, gap):
    parts = [told(month + 2, Decimal(each)) for month, each in enumerate(values)]
    assert joined(parts, "sum", YUAN, YEAR).value == Quantity(Decimal(sum(values)), YUAN)
    assert joined(parts[::-1], "sum", YUAN, YEAR).value == joined(parts, "sum", YUAN, YEAR).value
    parts[gap % len(parts)] = told(2, None)
    assert joined(parts, "sum", YUAN, YEAR).value == Missing(MissingReason.NOT_REPORTED)


@given(amounts, st.integers(1, 10**9))
def test_growth_is_this_over_its_comparable_base(now, base):
    growth = growth_of(Quantity(Decimal(now), YUAN), Quantity(Decimal(base), YUAN))
    assert growth == round((Decimal(now) / base - 1) * 100, 6)
    assert growth_of(Quantity(Decimal(now), YUAN), None) is None
    assert growth_of(Missing(MissingReason.NOT_APPLICABLE), Quantity(Decimal(base), YUAN)) is None


def test_the_example_of_a_chained_level_that_would_turn_growth_into_decline():
    base = Quantity(Decimal(2318), YUAN)
    assert round(growth_of(Quantity(Decimal(2550), YUAN), base), 1) == Decimal("10.0")
    published_before = Quantity(Decimal("2571.6"), YUAN)
    assert growth_of(Quantity(Decimal(2550), YUAN), published_before) < 0


def test_nothing_over_nothing_is_not_applicable():
    firms = unit("count:家")
    assert divided(Quantity(Decimal(0), firms), Quantity(Decimal(0), firms), PERCENT) == Missing(
        MissingReason.NOT_APPLICABLE
    )
    assert divided(
        Quantity(Decimal(1), firms), Quantity(Decimal(3), firms), unit("permille")
    ).amount == Decimal("333.333333")


def test_a_stock_is_its_last_and_its_parts_add_up():
    stock = Measure("s", "存量", "Stock", (), "CNY", "亿元", "stock")
    parts = [told(2, Decimal(5)), told(6, Decimal(7))]
    assert (stock.over_time, stock.over_parts) == ("last", "sum")
    assert joined(parts, stock.over_time, YUAN, YEAR).value.amount == 7
    assert joined(parts, stock.over_parts, YUAN, YEAR).value.amount == 12
    assert joined([], "sum", YUAN, YEAR) is None


def test_nothing_happened_is_confirmed_as_far_as_all_confirm_it():
    days = date(2019, 5, 1), date(2019, 6, 1)
    parts = [replace(told(n + 2, Decimal(0)), confirmed_on=day) for n, day in enumerate(days)]
    assert joined(parts, "sum", YUAN, YEAR).confirmed_on == days[0]
    parts.append(told(6, Decimal(0)))
    assert joined(parts, "sum", YUAN, YEAR).confirmed_on is None


@pytest.mark.parametrize("kind", ["ratio", "coverage", "growth"])
def test_no_share_is_ever_averaged(kind):
    measure = Measure("r", "率", "Rate", (), "percent", "percent", kind)
    assert (measure.over_time, measure.over_parts) == ("divide", "divide")
