"""An estimate stands beside the published value and turns no light."""

from dataclasses import replace
from datetime import date

from guatu.plan.tracking.rules import track
from guatu.plan.tracking.standing import estimate_beside
from tests.plan.tracking.test_rules import promise, seen

TERMS = promise(1200, code="亿元")
DAY = date(2019, 7, 18)


def beside(published, estimates, terms=TERMS):
    found = estimate_beside(track(terms, published, DAY), terms, estimates, DAY)
    return None if found is None else (found.period.last_month, found.value)


def test_the_newest_that_is_not_published_yet_is_shown():
    estimates = [seen(2019, 5, 480), seen(2019, 6, 590)]
    assert beside([seen(2019, 5, 500)], estimates) == (6, seen(2019, 6, 590).value)


def test_what_is_published_needs_no_estimate():
    assert beside([seen(2019, 6, 600)], [seen(2019, 6, 590)]) is None


def test_an_estimate_of_another_year_or_without_a_value_is_none():
    assert beside([], [seen(2018, 12, 900)]) is None
    assert beside([seen(2019, 5, 500)], [seen(2019, 6, None)]) is None


def test_before_anything_is_published_it_stands_alone():
    assert beside([], [seen(2019, 2, 190)]) == (2, seen(2019, 2, 190).value)


def test_a_target_of_growth_takes_the_growth_of_the_estimate():
    terms = promise(10, comparator=">=", kind="growth", code="percent")
    estimate = seen(2019, 6, 590, growth="9.5")
    assert beside([seen(2019, 5, 500, growth=10)], [estimate], terms) == (6, estimate.value)
    assert beside([seen(2019, 5, 500, growth=10)], [replace(estimate, growth=None)], terms) is None
