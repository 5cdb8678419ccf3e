"""How does a job come back whose worker died over it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.declaration import USUAL_LIMIT, find_job
from guatu.kernel.jobs.running import UNLOCK, write_failure
from guatu.kernel.ledger.context import action

# A worker says every five seconds that it lives; one that was silent for so long is dead.
SILENT = timedelta(seconds=20)
# A live worker ends itself over a run that takes too long; after so much more it has lost sight of it.
GRACE = timedelta(minutes=2)
# So often may workers die over one job before it is left alone.
MOST_DEATHS = 3
AT_ONCE = timedelta(0)

RUNNING = """
SELECT job.id, job.task_name, coalesce(job.lock, job.task_name), job.attempts,
    worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s) AS deserted,
    now() - (SELECT max(event.at) FROM procrastinate_events event
             WHERE event.job_id = job.id AND event.type = 'started') AS lasts
FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing' ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""
QUEUE_AGAIN = "SELECT procrastinate_retry_job_v2(%s, now(), NULL, NULL, NULL)"
GIVE_UP = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"
# Failed without a word: no such job in this program, or the database was away when it failed.
SILENTLY_FAILED = """
SELECT job.id, job.task_name, coalesce(job.lock, job.task_name), job.attempts, true, NULL::interval
FROM procrastinate_jobs job
JOIN procrastinate_events event ON event.job_id = job.id AND event.type IN ('failed', 'aborted')
WHERE job.status IN ('failed', 'aborted') AND NOT EXISTS (
    SELECT FROM jobs_failure failure WHERE failure.key = coalesce(job.lock, job.task_name)
    AND failure.last_at > event.at - interval '1 minute')
ORDER BY job.id
"""


@dataclass(frozen=True)
class Seen:
    """A job as the queue has it."""

    number: int
    name: str
    key: str
    attempts: int
    deserted: bool
    lasts: timedelta | None

    @property
    def is_lost(self) -> bool:
        """Whether nobody works on it any more."""
        job = find_job(self.name)
        longest = (job.limit if job else USUAL_LIMIT) + GRACE
        return self.deserted or (self.lasts is not None and self.lasts > longest)

    @property
    def is_deadly(self) -> bool:
        """Whether workers died over it so often that it is left alone."""
        job = find_job(self.name)
        return job is None or self.attempts + 1 >= max(job.attempts, MOST_DEATHS)


def revive() -> int:
    """Queues every lost job again, or gives it up when it is deadly; returns how many there were."""
    with action("jobs.revive", by=None):
        lost = [seen for seen in _see(RUNNING, [SILENT.total_seconds()]) if seen.is_lost]
        for seen in lost:
            _bring_back(seen)
        for seen in _see(SILENTLY_FAILED, []):
            write_failure(seen.key, seen.name, seen.number, _why_silent(seen), None)
    return len(lost)


def _see(query: str, parameters: list[float]) -> list[Seen]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [Seen(*row) for row in cursor.fetchall()]


def _bring_back(seen: Seen) -> None:
    error = GuatuError("worker_ended", _("Its worker ended in the midst of it."))
    with connection.cursor() as cursor:
        cursor.execute(UNLOCK, [seen.number])
        cursor.execute(GIVE_UP if seen.is_deadly else QUEUE_AGAIN, [seen.number])
    write_failure(seen.key, seen.name, seen.number, error, None if seen.is_deadly else AT_ONCE)


def _why_silent(seen: Seen) -> GuatuError:
    if find_job(seen.name) is None:
        return GuatuError("no_such_job", _("This program has no job called %(name)s.") % {"name": seen.name})
    return GuatuError("no_reason", _("It failed while the database was away, so no reason was kept."))
