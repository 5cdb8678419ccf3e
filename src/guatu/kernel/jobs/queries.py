"""What waits, what runs, what failed, and does anybody work at all?"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from procrastinate.types import JSONValue

from guatu.kernel.jobs.declaration import Job, declared_jobs, find_job
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.reviving import SILENT

MOST_SHOWN = 100

# Since when a waiting job could run: since it was asked for, or since the moment set for it.
QUEUE = """
SELECT job.id, job.task_name, job.args::text, job.attempts, job.status::text,
    CASE WHEN job.status = 'doing' THEN max(event.at) FILTER (WHERE event.type = 'started')
         ELSE coalesce(job.scheduled_at, max(event.at)) END AS since
FROM procrastinate_jobs job LEFT JOIN procrastinate_events event ON event.job_id = job.id
WHERE job.status IN ('doing', 'todo')
GROUP BY job.id ORDER BY (job.status = 'doing') DESC, since LIMIT %s
"""
COUNTS = (
    "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') GROUP BY status"
)
OLDEST = """
SELECT now() - min(coalesce(job.scheduled_at, (
    SELECT min(event.at) FROM procrastinate_events event WHERE event.job_id = job.id)))
FROM procrastinate_jobs job
WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
"""
WORKERS = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
)
LAST = """
SELECT job.task_name, max(event.at) FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'succeeded'
GROUP BY job.task_name
"""


@dataclass(frozen=True)
class Queued:
    """A job that runs, or waits for its turn."""

    number: int
    name: str
    arguments: dict[str, JSONValue]
    attempts: int
    status: str
    since: datetime

    @property
    def runs(self) -> bool:
        """Whether a worker is at it."""
        return self.status == "doing"

    @property
    def about(self) -> str:
        """Its arguments: "letter 12"."""
        return ", ".join(f"{name} {value}" for name, value in self.arguments.items() if name != "timestamp")

    @property
    def says(self) -> str | Promise:
        """What it does, in the reader's language."""
        return says_of(self.name)


@dataclass(frozen=True)
class Declared:
    """A kind of job, and when it last succeeded within what the queue remembers."""

    job: Job[...]
    last: datetime | None


def says_of(name: str) -> str | Promise:
    """What the job of that name does, in the reader's language; its name where this program has none."""
    job = find_job(name)
    return job.says if job else name


def queued() -> list[Queued]:
    """What runs, then what waits, the oldest first; the first hundred."""
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, [MOST_SHOWN])
        return [
            Queued(number, name, json.loads(arguments), *others)
            for number, name, arguments, *others in cursor.fetchall()
        ]


def queue_counts() -> tuple[int, int]:
    """How many jobs run, and how many wait."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = dict(cursor.fetchall())
    return counts.get("doing", 0), counts.get("todo", 0)


def oldest_waiting() -> timedelta | None:
    """How long the oldest job has waited that could have run; None when none waits."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        row: tuple[timedelta | None] | None = cursor.fetchone()
    return row[0] if row else None


def living_workers() -> int:
    """How many worker processes were heard of within the last seconds."""
    with connection.cursor() as cursor:
        cursor.execute(WORKERS, [SILENT.total_seconds()])
        row: tuple[int] | None = cursor.fetchone()
    return row[0] if row else 0


def open_failures() -> QuerySet[Failure]:
    """What failed and was neither settled by a later run nor by a person, the latest first."""
    return Failure.objects.filter(settlement=Settlement.OPEN)


def declared_with_last() -> list[Declared]:
    """Every kind of job, and when it last succeeded."""
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        last = dict(cursor.fetchall())
    return [Declared(job, last.get(job.name)) for job in declared_jobs()]
