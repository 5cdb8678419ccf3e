"""Is what is kept given out only for as long as nothing behind it was written to?"""

import threading

import pytest
from django.db import connection

from guatu.kernel.ledger.context import action
from guatu.plan.models import Plan
from guatu.surfaces.wall.boards import hung_board, tables_behind
from guatu.surfaces.wall.kept import Kept

pytestmark = pytest.mark.django_db(transaction=True)
PLANS = Plan._meta.db_table


@pytest.fixture
def drawn():
    """A keeper with a list of how often it drew."""
    keeper: Kept[int] = Kept(2)
    times: list[int] = []

    def ask(key="a", tables=(PLANS,)):
        return keeper.get(key, tables, lambda: times.append(1) or len(times))

    return ask


def test_the_same_is_drawn_once(drawn):
    assert [drawn(), drawn(), drawn()] == [1, 1, 1]


def test_a_write_to_its_table_lets_it_be_drawn_anew(drawn, plan):
    assert drawn() == 1
    Plan.objects.update(title="another")
    assert [drawn(), drawn()] == [2, 2]


def test_a_write_to_another_table_does_not(drawn, plan):
    assert drawn(tables=("statistics_return",)) == 1
    Plan.objects.update(title="another")
    assert drawn(tables=("statistics_return",)) == 1


def test_what_was_longest_not_asked_for_is_let_go(drawn):
    assert [drawn("a"), drawn("b"), drawn("c"), drawn("a")] == [1, 2, 3, 4]


def test_a_write_that_was_open_while_it_was_drawn_is_not_missed(drawn, plan):
    begun, may_end = threading.Event(), threading.Event()

    def write():
        try:
            with action("plan.publish", by=None):
                Plan.objects.update(title="another")
                begun.set()
                may_end.wait(10)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait(10)
    assert [drawn(), drawn()] == [1, 1]
    may_end.set()
    writer.join()
    assert drawn() == 2


def test_a_board_knows_its_tables_but_not_the_returns():
    tables = tables_behind()
    assert {PLANS, "plan_target", "statistics_publishedfigure", "statistics_releasedsums"} <= set(tables)
    assert "statistics_return" not in tables


def test_one_question_answers_for_a_board_that_holds(plan, today, django_assert_num_queries):
    first = hung_board(plan, today)
    with django_assert_num_queries(1):
        assert hung_board(plan, today) is first
