"""贡献率 and 拉动点数 of the parts of a whole."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from guatu.base.quantities import Quantity, unit
from guatu.plan.tracking.contributions import Part, contributions, rest_of


def yi(amount):
    return Quantity(D(str(amount)), unit("亿元"))


def part(name, amount, expected=None, before=None):
    return Part(name, yi(amount), *(None if q is None else yi(q) for q in (expected, before)))


WHOLE = part("whole", 110, 120, 100)


class TestByHand:
    def test_shares_of_gap_and_growth(self):
        industry, services = contributions(WHOLE, [part("i", 66, 78, 60), part("s", 44, 42, 40)])
        assert (industry.share, services.share) == (D("0.6"), D("0.4"))
        assert (industry.gap, services.gap) == (yi(-12), yi(2))
        # Of a gap of 10 industry makes 12, services take 2 back.
        assert (industry.gap_share, services.gap_share) == (D("1.2"), D("-0.2"))
        assert (industry.growth_share, services.growth_share) == (D("0.6"), D("0.4"))
        assert (industry.pull, services.pull) == (6, 4)

    def test_without_a_base_there_is_no_growth_to_share(self):
        (found,) = contributions(WHOLE, [part("i", 66)])
        assert (found.gap, found.growth_share, found.pull) == (None, None, None)

    def test_the_rest_is_what_the_parts_leave(self):
        rest = rest_of(WHOLE, [part("i", 66, 78, 60)], "rest")
        assert (rest.amount, rest.expected, rest.before) == (yi(44), yi(42), yi(40))
        assert rest_of(WHOLE, [part("all", 110)], "rest") is None

    def test_a_whole_that_did_not_move_has_no_shares(self):
        still = part("whole", 100, 100, 100)
        (found,) = contributions(still, [part("i", 60, 50, 50)])
        assert (found.gap_share, found.growth_share, found.pull) == (None, None, 10)


@given(st.lists(st.tuples(*[st.integers(1, 999)] * 3), min_size=1, max_size=6))
def test_parts_that_add_up_share_gap_and_growth_completely(rows):
    parts = [part(str(n), *row) for n, row in enumerate(rows)]
    whole = part("whole", *(sum(column) for column in zip(*rows, strict=True)))
    found = contributions(whole, parts)
    for field in ("gap_share", "growth_share"):
        shares = [getattr(each, field) for each in found]
        assert None in shares or abs(sum(shares) - 1) < D("1e-20")
    growth = (whole.amount.amount / whole.before.amount - 1) * 100
    assert abs(sum(each.pull for each in found) - growth) < D("1e-20")
