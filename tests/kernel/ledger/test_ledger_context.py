"""Is what a block does one action of one person, and nothing outside of it allowed?"""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from psycopg.errors import InsufficientPrivilege

from guatu.base import clock
from guatu.base.errors import GuatuError
from guatu.kernel.ledger.context import action, coming_from, current_action, ledgered
from guatu.kernel.ledger.triggers import install
from guatu.site.ledger_policy import POLICY

pytestmark = pytest.mark.django_db
LAST_YEAR = datetime(2018, 6, 1, 9, 30, tzinfo=clock.ZONE_TIME)


@pytest.fixture(autouse=True)
def crane():
    """A table of cranes, alone with triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL guatu.ambient = off")
        cursor.execute("CREATE TABLE crane (id int PRIMARY KEY)")
    plain = connection.connection
    install(plain, POLICY)


def lift(number):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO crane VALUES (%s)", [number])


def lift_and_fail(number):
    lift(number)
    raise ZeroDivisionError


def told(columns="verb, actor"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM ledger_action ORDER BY recorded_at")
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


def keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM ledger_entry WHERE relation = 'crane' ORDER BY seq")
        return [key for (key,) in cursor.fetchall()]


def assert_closed():
    with pytest.raises(Exception, match="no action is open") as caught, transaction.atomic():
        lift(99)
    assert isinstance(caught.value.__cause__, InsufficientPrivilege)


def test_what_is_written_in_a_block_is_of_its_action():
    user = User(pk=31)
    assert_closed()
    with action("crane.lift", by=user, happened_at=LAST_YEAR) as opened:
        assert current_action() is opened
        lift(1)
        lift(2)
    assert current_action() is None
    assert told("verb, actor, happened_at") == [("crane.lift", 31, LAST_YEAR)]
    assert keys() == ["1", "2"]
    assert_closed()


def test_an_action_inside_another_joins_it():
    with action("crane.lift", by=None) as outer, action("crane.turn", by=None) as inner:
        lift(1)
        assert inner is outer
        with action("crane.lower", by=None):
            lift(2)
        lift(3)
    assert told() == [("crane.lift", None)]
    assert_closed()


def test_what_fails_leaves_nothing_and_closes():
    with pytest.raises(ZeroDivisionError), action("crane.lift", by=None):
        lift_and_fail(1)
    assert told() == keys() == []
    assert_closed()
    with action("crane.lift", by=None):
        with pytest.raises(ZeroDivisionError), action("crane.turn", by=None):
            lift_and_fail(1)
        lift(2)
    assert keys() == ["2"]


def test_an_action_that_writes_nothing_leaves_no_trace_unless_it_must():
    with action("crane.look", by=None):
        pass
    assert told() == []
    with action("crane.look", by=None, always=True):
        pass
    assert told() == [("crane.look", None)]


def test_a_function_acts_for_whom_it_is_told():
    @ledgered("crane.lift")
    def lift_one(number, *, by, happened_at=None):
        lift(number)
        return number

    assert lift_one(1, by=User(pk=5)) == 1
    lift_one(2, by=None, happened_at=LAST_YEAR)
    assert told() == [("crane.lift", 5), ("crane.lift", None)]
    assert told("happened_at")[1] == LAST_YEAR


def test_when_it_happened_is_the_zones_time_and_when_it_was_recorded_the_databases():
    with clock.use(LAST_YEAR), action("crane.lift", by=None):
        lift(1)
    ((happened, recorded),) = told("happened_at, recorded_at")
    assert happened == LAST_YEAR
    assert recorded.year >= 2025
    with pytest.raises(GuatuError), action("crane.lift", by=None, happened_at=LAST_YEAR.replace(tzinfo=None)):
        lift(2)


def test_the_address_is_kept_apart_from_the_entry():
    with coming_from("request-1", "192.0.2.9"), action("crane.lift", by=None):
        lift(1)
    ((request, session),) = told("request, session")
    assert request == "request-1"
    assert session.startswith("ref:")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM ledger_personal WHERE reference = %s", [session])
        assert cursor.fetchone() == ("192.0.2.9",)


@pytest.mark.parametrize("verb", ["lift", "Crane.lift", "crane lift", "crane.", ""])
def test_a_verb_says_of_what_it_is(verb):
    with pytest.raises(Exception, match="is not the name of an action"), action(verb, by=None):
        lift(1)
