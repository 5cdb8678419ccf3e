"""Is a job asked for once only, never lost, and not begun before its reason can be seen?"""

import psycopg
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from trial_jobs import be_slow, write_line

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.declaration import Every, declared_jobs, find_job, job
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.jobs.queries import oldest_waiting, queue_counts, queued
from guatu.kernel.ledger.installation import own_address

FETCH = "SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)"


@pytest.fixture
def rival(transactional_db):
    with psycopg.connect(own_address(), autocommit=True) as other:
        yield other
        other.execute("TRUNCATE procrastinate_jobs, procrastinate_periodic_defers CASCADE")


def fetched(rival):
    return rival.execute(FETCH).fetchone()[0]


def test_the_same_request_twice_is_one_job_and_another_one_another(rival):
    for what in ("a", "a", "b", "a"):
        defer(write_line, what=what)
    assert sorted(each.arguments["what"] for each in queued()) == ["a", "b"]
    assert queue_counts() == (0, 2)
    assert oldest_waiting().total_seconds() < 10


def test_a_waiting_job_that_serves_a_second_request_begins_after_that_ones_commit(rival):
    defer(write_line, what="a")
    with transaction.atomic():
        defer(write_line, what="a")
        assert fetched(rival) is None
    assert fetched(rival) is not None


def test_the_commit_of_the_second_request_wakes_the_workers(rival):
    defer(write_line, what="a")
    rival.execute("LISTEN procrastinate_any_queue_v1")
    with transaction.atomic():
        defer(write_line, what="a")
        assert not list(rival.notifies(timeout=0.2))
    assert list(rival.notifies(timeout=2, stop_after=1))


def test_a_request_after_the_job_began_is_a_job_of_its_own_that_waits_for_the_first(rival):
    defer(write_line, what="a")
    assert fetched(rival) is not None
    defer(write_line, what="a")
    assert queue_counts() == (1, 1)
    assert fetched(rival) is None  # two of a key never run side by side


def test_arguments_are_given_by_name_and_are_plain(rival):
    with pytest.raises(TypeError):
        defer(write_line, "a")
    with pytest.raises(TypeError):
        defer(write_line, what=object())


def test_a_key_of_its_own_decides_what_is_the_same():
    @job("trial.keyed", "Tries", key=lambda measure, why: measure)
    def recompute(measure: str, why: str) -> None: ...

    assert recompute.key_of(measure="m", why="x") == recompute.key_of(measure="m", why="y") == "trial.keyed:m"
    assert be_slow.key_of(what="a", seconds=1) != be_slow.key_of(what="a", seconds=2)


def test_two_jobs_of_one_name_are_refused():
    assert find_job("trial.note") is write_line
    impostor = lambda: None  # noqa: E731
    impostor.__module__ = "elsewhere"
    with pytest.raises(GuatuError, match="two jobs"):
        job("trial.note", "Writes another line")(impostor)


def test_moments_are_told_as_cron_in_utc_and_in_words():
    assert Every(minutes=1).words != Every(day_at="03:10").words
    assert Every(minutes=1).cron == "*/1 * * * *"
    assert Every(minutes=60).cron == "0 * * * *"
    assert Every(day_at="03:10").cron == "10 19 * * *"
    assert Every(day_at="20:05").cron == "5 12 * * *"
    for wrong in ({}, {"minutes": 7}, {"minutes": 5, "day_at": "03:10"}):
        with pytest.raises(GuatuError):
            Every(**wrong)


@given(st.integers(2, 12))
def test_waits_grow_and_end_at_six_hours(attempt):
    wait = write_line.wait_before(attempt).total_seconds()
    assert wait == min(15 * 4 ** (attempt - 2), 6 * 3600)


def test_every_declared_job_says_what_it_does_in_one_line():
    for each in declared_jobs():
        assert str(each.says).strip()
        assert "\n" not in str(each.says)
        assert each.attempts >= 1
