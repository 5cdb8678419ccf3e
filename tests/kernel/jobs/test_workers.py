"""Does a worker do what was asked, once, whatever becomes of it?"""

import signal
import time

import psycopg
import pytest
from django.db import connection, transaction
from trial_jobs import be_slow, fail, fail_for_good, hang, relay, write_line, write_once
from trial_workers import done, wait_until

from guatu.kernel.jobs import worker
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.worker import START_ANEW
from guatu.site.lesser_role import APP, VARIABLE, role_options


def statuses(name):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name]
        )
        return cursor.fetchall()


def statuses_are(name, wanted):
    return {status for status, _ in statuses(name)} == {wanted}


def let_everybody_be_silent():
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")


def test_a_job_asked_for_is_done_at_once_and_a_rolled_back_one_never(workers):
    workers.start()
    defer(write_line, what="kept")
    with transaction.atomic():
        defer(write_line, what="dropped")
        transaction.set_rollback(True)
    wait_until(lambda: done() == ["kept"])
    asked = time.monotonic()
    defer(write_line, what="another")
    wait_until(lambda: done() == ["kept", "another"])
    assert time.monotonic() - asked < 1
    assert statuses("trial.note") == [("succeeded", 1)] * 2


def test_a_worker_in_the_lesser_role_fetches_and_does_jobs(workers):
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT ALL ON trial_done TO {APP}")
    workers.start(**{VARIABLE: APP})
    defer(write_line, what="in the lesser role")
    wait_until(lambda: done() == ["in the lesser role"])
    wait_until(lambda: statuses("trial.note") == [("succeeded", 1)])


@pytest.mark.django_db(transaction=True)
def test_the_workers_own_connections_cannot_alter_the_ledger(monkeypatch):
    given = []
    opening = worker.PsycopgConnector
    monkeypatch.setattr(
        worker, "PsycopgConnector", lambda **words: given.append(words["conninfo"]) or opening(**words)
    )
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", role_options(APP))
    worker.Working()
    with psycopg.connect(given[0], autocommit=True) as own:
        assert own.execute("SELECT current_user").fetchone() == (APP,)
        for statement in (
            "UPDATE ledger_entry SET after = NULL",
            "DELETE FROM ledger_checkpoint",
            "ALTER TABLE jobs_failure DISABLE TRIGGER ledger_update",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                own.execute(statement)


def test_what_a_job_asks_for_is_dropped_with_its_own_transaction(workers):
    defer(relay, what="kept", then_fail=False)
    defer(relay, what="dropped", then_fail=True)
    workers.start()
    wait_until(lambda: [status for status, _ in statuses("trial.relay")] == ["succeeded", "failed"])
    wait_until(lambda: done() == ["kept"])
    assert len(statuses("trial.note")) == 1


def test_a_failed_job_says_why_and_is_tried_again_later(workers):
    defer(fail, why="The other side is closed.")
    defer(fail_for_good)
    workers.start()
    wait_until(lambda: Failure.objects.count() == 2)
    again, given_up = Failure.objects.order_by("name")
    assert again.reason == "The other side is closed."
    assert 10 < (again.next_at - again.last_at).total_seconds() < 20
    assert "trial_jobs.py" in again.traceback
    assert given_up.given_up
    wait_until(lambda: statuses("trial.fail") == [("todo", 1)])
    wait_until(lambda: statuses("trial.hopeless") == [("failed", 1)])


def test_a_job_whose_worker_was_killed_is_done_by_the_next_once(workers):
    first = workers.start()
    defer(be_slow, what="it", seconds=2)
    wait_until(lambda: done() == ["it begun"])
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert statuses("trial.slow") == [("doing", 0)]
    let_everybody_be_silent()
    workers.start()
    wait_until(lambda: "it done" in done())
    wait_until(lambda: statuses("trial.slow") == [("succeeded", 2)])
    assert done() == ["it begun", "it begun", "it done"]
    failure = Failure.objects.get(name="trial.slow")
    assert failure.settlement == Settlement.SUCCEEDED
    assert "ended in the midst" in failure.reason


def test_a_killed_workers_job_comes_back_beside_a_younger_one_of_its_key(workers):
    first = workers.start()
    defer(be_slow, what="it", seconds=2)
    wait_until(lambda: done() == ["it begun"])
    defer(be_slow, what="it", seconds=2)
    first.kill()
    first.wait()
    let_everybody_be_silent()
    workers.start()
    wait_until(lambda: [status for status, _ in statuses("trial.slow")] == ["succeeded"] * 2)
    assert done().count("it done") == 1


def test_however_often_workers_are_killed_no_job_is_lost_and_none_done_twice(workers):
    names = [f"job {number}" for number in range(24)]
    for name in names:
        defer(write_once, what=name)
    for share in (3, 9, 15):
        worker = workers.start()
        wait_until(lambda share=share: len(done()) >= share)
        worker.kill()
        worker.wait()
        let_everybody_be_silent()
    workers.start()
    wait_until(lambda: statuses_are("trial.once", "succeeded"), patience_s=60)
    assert sorted(done()) == sorted(names)
    assert not Failure.objects.filter(settlement=Settlement.OPEN).exists()


def test_told_to_stop_it_stops_within_two_seconds_and_leaves_its_job_to_the_next(workers):
    first = workers.start()
    defer(be_slow, what="it", seconds=4)
    wait_until(lambda: done() == ["it begun"])
    asked = time.monotonic()
    first.send_signal(signal.SIGTERM)
    assert first.wait(5) == 0
    assert time.monotonic() - asked < 2.5
    workers.start()  # nobody has to wait until the first one's silence is long enough
    wait_until(lambda: done().count("it begun") == 2)
    wait_until(lambda: "it done" in done())


def test_an_idle_worker_stops_when_it_is_asked(workers):
    idle = workers.start()
    defer(write_line, what="it runs")
    wait_until(lambda: done() == ["it runs"])
    idle.send_signal(signal.SIGTERM)
    # How fast is a bench's question: a busy machine takes longer.
    assert idle.wait(5) == 0


def test_a_run_that_takes_too_long_ends_the_worker_and_is_tried_again(workers):
    hung = workers.start()
    defer(hang)
    assert hung.wait(15) == START_ANEW
    assert statuses("trial.hang") == [("todo", 1)]
    assert "longer than it may" in Failure.objects.get().reason
