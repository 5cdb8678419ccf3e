"""Is a number there after the commit of its record, whoever wrote it, and whatever dies in between?"""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import OperationalError, connection, connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guatu.base import clock
from guatu.base.clock import ZONE_TIME
from guatu.base.periods import Period
from guatu.kernel.access.rights import Role
from guatu.kernel.ledger.context import action
from guatu.kernel.mail.models import Letter
from guatu.kernel.measures import following, forming, recomputing, registry
from guatu.kernel.measures.checking import check
from guatu.kernel.measures.health import checked, formed
from guatu.kernel.measures.jobs import check_some, form_left, note_check
from guatu.kernel.measures.models import Check, FillState, StoredObservation, Touch
from guatu.kernel.measures.recomputing import form_touched, recompute
from guatu.kernel.measures.store import read
from guatu.kernel.registry.actions import insert_records
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Visit
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db(transaction=True)

CODE = "enterprise_visits"
NOW = datetime(2019, 7, 18, 9, tzinfo=ZONE_TIME)
JUNE = Period.to_month(2019, 6)
INSERT = """
INSERT INTO enterprises_visit (search_text, provenance, demonstration, recorded_at, changed_at, number,
    state, planned_on, made_on, made_recorded_at, exception_reason, enterprise_id, visitor_id, others, topic,
    findings)
SELECT '', '{}', true, recorded_at, changed_at, 'raw' || n, state, planned_on, made_on, made_recorded_at, '',
    enterprise_id, visitor_id, '', 'x', '' FROM enterprises_visit, generate_series(1, %s) n
"""


@pytest.fixture(autouse=True)
def _now():
    with clock.use(NOW):
        yield


@pytest.fixture
def firms():
    values = [v for v in make_enterprises(12, date(2019, 2, 28)) if v["status"] == "in_business"]
    return insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 2, 28))


@pytest.fixture
def clerk():
    return User.objects.create_user("li")


def visit(firm, clerk, number: str, day: date = date(2019, 6, 3)) -> Visit:
    with action("test.visit", by=None):
        return Visit.objects.create(
            number=number, enterprise=firm, visitor=clerk, topic="x", state="made", planned_on=day,
            made_on=day, made_recorded_at=clock.now(), recorded_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip


def stored(code: str = CODE, period: Period = JUNE):
    """What the store has, past any reading from the source."""
    (found,) = read(registry.entries([code]), clock.now()).values()
    return next((o.value.amount for o in found if o.period == period and not o.part), None)


def shown(code: str = CODE, period: Period = JUNE):
    found = registry.observations(code, known_at=clock.now())
    return next((o.value.amount for o in found if o.period == period), None)


def test_a_number_is_stored_when_the_action_returns(firms, clerk):
    visit(firms[0], clerk, "1")
    assert not Touch.objects.exists()
    assert stored() == 1
    visit(firms[0], clerk, "2")
    assert (stored(), stored("enterprises_visited")) == (2, 1)
    assert shown("registered_entities") == len(firms)
    by_kind = registry.parts_of("registered_entities", "kind", known_at=clock.now())
    last = [o for told in by_kind.values() for o in told if o.period == JUNE]
    assert sum(o.value.amount for o in last) == len(firms)


def test_raw_sql_and_bulk_writes_are_followed(firms, clerk):
    visit(firms[0], clerk, "1")
    with action("test.bulk", by=None), connection.cursor() as cursor:
        cursor.execute(INSERT, [500])
    assert stored() == 501
    with action("test.update", by=None), connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_visit SET made_on = '2018-06-03' WHERE number LIKE 'raw1%'")
        moved = cursor.rowcount
    assert stored() == 501 - moved
    assert stored(period=Period.to_month(2018, 6)) == moved
    with action("test.delete", by=None), connection.cursor() as cursor:
        cursor.execute("DELETE FROM enterprises_visit WHERE made_on = '2018-06-03'")
    assert stored(period=Period.to_month(2018, 6)) is None
    assert not check(None, known_at=clock.now()).differences


def test_what_does_not_count_touches_nothing(firms, clerk):
    made = visit(firms[0], clerk, "1")
    before = StoredObservation.objects.count()
    with action("test.rename", by=None):
        Visit.objects.filter(pk=made.pk).update(topic="another", findings="words")
        assert not Touch.objects.exists()
    assert StoredObservation.objects.count() == before


def test_rolled_back_nothing_was_touched(firms, clerk):
    with transaction.atomic():
        visit(firms[0], clerk, "1")
        transaction.set_rollback(True)
    assert not Touch.objects.exists()
    assert stored() is None


def test_a_process_killed_after_its_commit_loses_nothing(firms, clerk, monkeypatch):
    monkeypatch.setattr(recomputing, "_form_touched", _killed)
    visit(firms[0], clerk, "1")
    monkeypatch.undo()
    assert Touch.objects.count() >= 1
    assert shown() == 1, "read from the records until it is formed"
    form_left()
    assert (stored(), Touch.objects.exists()) == (1, False)


def test_killed_half_way_through_forming_nothing_is_lost_or_told_twice(firms, clerk, monkeypatch):
    def note_and_die(*_args, **_kwargs):
        assert StoredObservation.objects.filter(measure=CODE).exists(), "added, and not committed"
        _killed()

    monkeypatch.setattr(forming, "_note", note_and_die)
    visit(firms[0], clerk, "1")
    monkeypatch.undo()
    assert not StoredObservation.objects.filter(measure=CODE).exists()
    assert Touch.objects.filter(topic="visits").count() == 1
    form_left()
    assert (stored(), StoredObservation.objects.filter(measure=CODE, period=JUNE.code).count()) == (1, 1)
    assert form_touched().added == 0


def _killed(*_args, **_kwargs):
    raise OperationalError("the server went away")


def test_writers_at_once_are_all_counted(firms, clerk):
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            with clock.use(NOW):
                for turn in range(5):
                    visit(firms[number], clerk, f"{number}-{turn}")
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    form_left()
    assert (stored(), stored("enterprises_visited")) == (20, 4)
    assert not check(None, known_at=clock.now()).differences


def test_a_month_that_turns_brings_its_number_without_a_write(firms, clerk):
    visit(firms[0], clerk, "1")
    july = Period.to_month(2019, 7)
    assert stored(period=july) is None
    with clock.use(datetime(2019, 8, 1, 0, 5, tzinfo=ZONE_TIME)):
        assert shown(period=july) == 1, "read from the records until it is formed"
        form_left()
        assert stored(period=july) == 1
        (kept,) = StoredObservation.objects.filter(measure=CODE, period=july.code)
        assert kept.formed_at == datetime(2019, 8, 1, tzinfo=ZONE_TIME)


def test_a_write_past_the_triggers_is_found_told_and_mended(firms, clerk):
    visit(firms[0], clerk, "1")
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(INSERT, [1])
        cursor.execute("SET session_replication_role = origin")
    found = check([CODE], known_at=clock.now())
    (difference,) = found.differences
    assert str(difference).startswith(f"{CODE} 2019M01-06: stored 1")
    clerk.email = "li@example.org"
    clerk.save()
    clerk.groups.add(Group.objects.get_or_create(name=Role.SYSTEM_ADMIN.value)[0])
    User.objects.create_user("wang", email="wang@example.org")
    note_check(found)
    assert checked().degree == "bad"
    assert [letter.recipient for letter in Letter.objects.all()] == ["li@example.org"]
    recompute([CODE])
    assert stored() == 2
    note_check(check([CODE], known_at=clock.now()))
    assert checked().degree == "good"
    check_some()
    assert Check.objects.count() == 3


def test_the_page_of_health_tells_of_a_missing_trigger(firms):
    assert formed().degree == "good"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE enterprises_visit DISABLE TRIGGER USER")
        try:
            assert formed().degree == "bad"
        finally:
            cursor.execute("ALTER TABLE enterprises_visit ENABLE TRIGGER USER")


def test_forming_asks_only_once_a_transaction(firms, clerk, monkeypatch):
    times: list[int] = []
    monkeypatch.setattr(following, "form_touched", lambda **_words: times.append(1))
    with transaction.atomic():
        visit(firms[0], clerk, "1")
        visit(firms[0], clerk, "2")
    assert len(times) <= 1
    assert FillState.objects.filter(measure=CODE).count() == 0


@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["add", "move", "cancel"]),
            st.integers(0, 3),
            st.dates(date(2018, 5, 1), date(2019, 7, 17)),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_going_on_from_what_stands_gives_what_counting_from_nothing_gives(firms, clerk, steps):
    with transaction.atomic():
        for number, (what, firm, day, forms) in enumerate(steps):
            made = Visit.objects.filter(enterprise=firms[firm], state="made").order_by("pk").first()
            moment = NOW + timedelta(minutes=number)
            with clock.use(moment), action("test.visit", by=None):
                if what == "add" or made is None:
                    visit(firms[firm], clerk, f"v{number}", day)
                elif what == "move":
                    Visit.objects.filter(pk=made.pk).update(made_on=day, changed_at=clock.now())
                else:
                    Visit.objects.filter(pk=made.pk).update(state="cancelled", made_on=None)
            if forms:
                with clock.use(moment):
                    form_touched()
        form_touched()
        assert not check([CODE, "enterprises_visited"], known_at=NOW + timedelta(hours=1)).differences
        transaction.set_rollback(True)
