"""Jobs that a test can watch: each writes into a table of its own."""

import os
import time
from datetime import timedelta

from django.db import connection, transaction

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.declaration import job
from guatu.kernel.jobs.deferring import defer
from guatu.kernel.jobs.running import Hopeless

TABLE = "CREATE TABLE IF NOT EXISTS trial_done (what text, pid int, at timestamptz DEFAULT clock_timestamp())"


def note(what: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trial_done VALUES (%s, %s)", [what, os.getpid()])


@job("trial.note", "Writes a line")
def write_line(what: str) -> None:
    note(what)


@job("trial.slow", "Writes a line, waits, and writes another once for all", attempts=3)
def be_slow(what: str, seconds: int) -> None:
    note(f"{what} begun")
    time.sleep(seconds)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM trial_done WHERE what = %s", [f"{what} done"])
        if cursor.fetchone() is None:
            note(f"{what} done")


@job("trial.once", "Writes a line once for all, after a moment")
def write_once(what: str) -> None:
    time.sleep(0.1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.execute("SELECT FROM trial_done WHERE what = %s", [what])
        if cursor.fetchone() is None:
            note(what)
        time.sleep(0.1)


@job("trial.fail", "Fails", attempts=2)
def fail(why: str) -> None:
    raise GuatuError("trial", why)


@job("trial.hopeless", "Fails for good", attempts=5)
def fail_for_good() -> None:
    raise Hopeless("trial", "There is no such address.")


@job("trial.hang", "Takes too long", limit=timedelta(seconds=1), attempts=2)
def hang() -> None:
    note("hanging")
    time.sleep(60)


@job("trial.relay", "Asks for another job, and fails or not")
def relay(what: str, then_fail: bool) -> None:
    with transaction.atomic():
        defer(write_line, what=what)
        if then_fail:
            raise Hopeless("trial", "after it asked")
