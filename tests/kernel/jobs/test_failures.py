"""What becomes of jobs whose worker died or that failed, and what can people do about them?"""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils.translation import override
from trial_jobs import fail, write_line

from guatu.base.errors import GuatuError, Refused
from guatu.kernel.jobs.actions import dismiss_failure, retry_job
from guatu.kernel.jobs.declaration import find_job
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.jobs.jobs import clear_jobs
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.queries import declared_with_last, living_workers, open_failures, queue_counts, queued
from guatu.kernel.jobs.reviving import revive
from guatu.kernel.jobs.running import run_job, settle_failure, write_failure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


def ask(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone() if cursor.description else None


def begin(worker=None):
    """As a worker does; returns the job's number."""
    return ask("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", worker)[0]


def end(number, status):
    ask("SELECT procrastinate_finish_job_v1(%s, %s, false)", number, status)


def register():
    return ask("SELECT * FROM procrastinate_register_worker_v1()")[0]


def status_of(number):
    return ask("SELECT status::text FROM procrastinate_jobs WHERE id = %s", number)[0]


@pytest.fixture
def li(db):
    return User.objects.create_user("li")


def test_the_jobs_of_a_living_worker_are_its_own():
    worker = register()
    defer(write_line, what="a")
    number = begin(worker)
    assert living_workers() == 1
    assert revive() == 0
    assert status_of(number) == "doing"
    assert queued()[0].runs


def test_the_jobs_of_a_silent_worker_wait_again_at_once():
    worker = register()
    defer(write_line, what="a")
    number = begin(worker)
    ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '25 seconds'")
    assert living_workers() == 0
    assert revive() == 1
    assert status_of(number) == "todo"
    assert begin() == number


def test_a_job_over_which_workers_keep_dying_is_left_alone_and_said_so():
    defer(fail, why="it kills")
    for _ in range(2):
        begin()
        revive()
    number = begin()
    revive()
    assert status_of(number) == "failed"
    failure = open_failures().get()
    assert failure.given_up
    assert failure.times == 3


def test_a_live_worker_that_lost_sight_of_a_job_does_not_keep_it():
    worker = register()
    defer(write_line, what="a")
    number = begin(worker)
    ask("UPDATE procrastinate_events SET at = now() - interval '13 minutes'")
    assert revive() == 1
    assert status_of(number) == "todo"


def test_the_reviver_is_not_kept_from_its_work_by_a_dead_one():
    assert not find_job("jobs.revive").alone
    for _ in range(2):
        defer(find_job("jobs.revive"))
        begin()
    assert queue_counts() == (2, 0)


def test_a_job_that_this_program_no_longer_has_is_told_of():
    ask("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'gone.away')")
    number = begin()
    end(number, "failed")
    revive()
    revive()
    failure = open_failures().get()
    assert "no job called gone.away" in failure.reason
    assert failure.times == 1


def test_a_failure_of_a_key_is_one_row_however_often_it_happens():
    for number in (1, 2, 3):
        with pytest.raises(GuatuError):
            run_job(fail, number, 2, {"why": "closed"})
    failure = open_failures().get()
    assert (failure.times, failure.job, failure.reason) == (3, 3, "closed")
    assert failure.last_at >= failure.first_at


def test_a_later_success_settles_it():
    write_failure(write_line.key_of(what="a"), write_line.name, 1, GuatuError("x", "once"), None)
    settle_failure(write_line.key_of(what="b"))
    assert open_failures().exists()
    settle_failure(write_line.key_of(what="a"))
    assert Failure.objects.get().settlement == Settlement.SUCCEEDED


def failed_job():
    defer(fail, why="closed")
    number = begin()
    with pytest.raises(GuatuError):
        run_job(fail, number, 2, {"why": "closed"})
    end(number, "failed")
    return number, open_failures().get()


def test_a_person_has_it_run_again_and_the_ledger_knows(li):
    number, failure = failed_job()
    retry_job(failure, by=li)
    assert begin() == number
    failure.refresh_from_db()
    assert (failure.settlement, failure.settled_by) == (Settlement.RETRIED, li)
    said = ask("SELECT verb, actor FROM ledger_action WHERE verb = 'jobs.retry'")
    assert said == ("jobs.retry", li.pk)


def test_what_waits_for_its_next_attempt_can_be_brought_forward(li):
    defer(fail, why="closed")
    number = begin()
    with pytest.raises(GuatuError):
        run_job(fail, number, 1, {"why": "closed"})
    ask("SELECT procrastinate_retry_job_v2(%s, now() + interval '1 hour', NULL, NULL, NULL)", number)
    assert begin() is None
    retry_job(open_failures().get(), by=li)
    assert begin() == number


def test_a_person_dismisses_it_once(li):
    number, failure = failed_job()
    dismiss_failure(failure, by=li)
    assert not open_failures().exists()
    assert status_of(number) == "failed"
    with pytest.raises(Refused):
        retry_job(failure, by=li)
    revive()
    assert not open_failures().exists()


def test_a_job_that_the_queue_forgot_can_only_be_dismissed(li):
    number, failure = failed_job()
    ask("DELETE FROM procrastinate_jobs WHERE id = %s", number)
    with pytest.raises(Refused):
        retry_job(failure, by=li)
    dismiss_failure(failure, by=li)


def test_old_jobs_are_deleted_and_young_ones_kept():
    ages = {"succeeded": (23, 25), "failed": (29 * 24, 31 * 24)}
    kept = set()
    for status, (young, old) in ages.items():
        for hours in (young, old):
            defer(write_line, what=f"{status} {hours}")
            number = begin()
            end(number, status)
            ask(
                "UPDATE procrastinate_events SET at = now() - make_interval(hours => %s) WHERE job_id = %s",
                hours,
                number,
            )
            kept |= {number} if hours == young else set()
    defer(write_line, what="waits")
    clear_jobs()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE status <> 'todo'")
        assert {number for (number,) in cursor.fetchall()} == kept
    assert queue_counts() == (0, 1)


def test_the_table_of_all_jobs_knows_when_each_succeeded_last():
    defer(write_line, what="a")
    end(begin(), "succeeded")
    last = {each.job.name: each.last for each in declared_with_last()}
    assert last["trial.note"] is not None
    assert last["ledger.seal"] is None
