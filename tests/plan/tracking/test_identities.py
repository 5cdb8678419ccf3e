"""2550 + 1358 = 3908, month by month."""

from decimal import Decimal as D

from guatu.plan.tracking.identities import check_identity
from tests.plan.tracking.test_rules import seen

HALF_OF_A_TENTH = D("0.05") * 10**8


def check(whole, *parts):
    found = check_identity(
        [seen(2019, 6, whole)], [[seen(2019, 6, part)] for part in parts], HALF_OF_A_TENTH / 10**8
    )
    return found[0] if found else None


def test_an_exact_sum_holds():
    assert check("1950.3", "1262.1", "688.2").holds


def test_rounding_of_three_figures_is_no_contradiction():
    assert check("1950.3", "1262.1", "688.3").holds
    assert not check("1950.3", "1262.1", "688.4").holds


def test_the_difference_is_the_whole_less_its_parts():
    found = check("1953.3", "1262.1", "688.2")
    assert not found.holds
    assert found.difference.amount == D("3.0")


def test_a_period_without_one_part_is_not_judged():
    assert check("1950.3", "1262.1", None) is None
