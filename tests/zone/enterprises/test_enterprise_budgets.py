"""Is a budget of visits spent as it says, by quarter or year, by body or together, from its day on?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.zone.enterprises.rules.budgets import Budget, Come, budgets_on, span_around, spend

DAYS = st.dates(date(2017, 1, 1), date(2020, 12, 31))
SPANS = st.sampled_from(["quarter", "year"])
BUDGETS = st.lists(st.builds(Budget, st.integers(0, 5), SPANS, st.booleans(), DAYS), max_size=6)
COMES = st.lists(st.builds(Come, DAYS, st.sampled_from(["消防", "环保"])), max_size=12)


@pytest.mark.parametrize(
    ("span", "day", "first", "last"),
    [
        ("quarter", date(2019, 1, 1), date(2019, 1, 1), date(2019, 3, 31)),
        ("quarter", date(2019, 6, 30), date(2019, 4, 1), date(2019, 6, 30)),
        ("quarter", date(2020, 2, 29), date(2020, 1, 1), date(2020, 3, 31)),
        ("year", date(2019, 12, 31), date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_a_quarter_and_a_year_have_their_days(span, day, first, last):
    assert span_around(span, day) == (first, last)


def test_a_budget_holds_from_its_day_until_a_later_one_of_its_kind():
    old = Budget(4, "quarter", each_body=False, since=date(2018, 1, 1))
    new = Budget(2, "quarter", each_body=False, since=date(2019, 4, 1))
    other = Budget(1, "year", each_body=True, since=date(2018, 1, 1))
    assert budgets_on([new, old, other], date(2019, 3, 31)) == [old, other]
    assert budgets_on([new, old, other], date(2019, 4, 1)) == [new, other]
    assert budgets_on([new, old, other], date(2017, 12, 31)) == []


def test_bodies_are_counted_apart_where_the_budget_says_so():
    comes = [Come(date(2019, 2, 1), "消防"), Come(date(2019, 5, 1), "消防"), Come(date(2019, 5, 2), "环保")]
    each, together = (Budget(2, "year", each_body, date(2019, 1, 1)) for each_body in (True, False))
    by_body = {
        body: spend([each], comes, date(2019, 9, 1), body)[0].left for body in ("消防", "环保", "市监")
    }
    assert by_body == {"消防": 0, "环保": 1, "市监": 2}
    (spent,) = spend([together], comes, date(2019, 9, 1), "市监")
    assert (spent.used, spent.left) == (3, 0)


@given(BUDGETS, COMES, DAYS)
def test_nothing_outside_the_span_is_counted_and_nothing_is_left_below_nought(budgets, comes, day):
    for spent in spend(budgets, comes, day, "消防"):
        assert spent.first <= day <= spent.last
        assert 0 <= spent.left <= spent.budget.most
        assert spent.used <= sum(spent.first <= come.on <= spent.last for come in comes)
        assert spent.budget.since <= day


@given(BUDGETS, COMES, DAYS)
def test_one_more_coming_never_leaves_more(budgets, comes, day):
    before = [spent.left for spent in spend(budgets, comes, day, "消防")]
    after = [spent.left for spent in spend(budgets, [*comes, Come(day, "消防")], day, "消防")]
    assert all(now == max(0, was - 1) or now == was == 0 for was, now in zip(before, after, strict=True))
