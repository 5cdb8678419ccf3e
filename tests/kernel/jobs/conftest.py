"""Worker processes for the tests of jobs."""

import pytest
from django.db import connection
from trial_jobs import TABLE
from trial_workers import Workers


@pytest.fixture
def workers(transactional_db, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    started = Workers(tmp_path / "worker.log")
    yield started
    started.end()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE trial_done")
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_periodic_defers, procrastinate_workers CASCADE"
        )
