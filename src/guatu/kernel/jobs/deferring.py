"""How is a job asked for, so that it is neither lost nor done for nothing?"""

from __future__ import annotations

import json

from django.db import connection, transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job as QueuedJob
from procrastinate.manager import JobManager

from guatu.kernel.jobs.declaration import Job, P

QUEUE = "default"

# The transaction that joins a waiting job keeps workers from it until its own end: begun before, it would not
# see what is being written here.
JOIN = "SELECT id FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' FOR KEY SHARE"
# Workers passed that job over meanwhile; the commit wakes them.
WAKE = "SELECT pg_notify('procrastinate_any_queue_v1', %s)"

# Jobs are queued on the connection of the ORM, and so in its transaction.
_queue = JobManager(DjangoConnector())


def defer(job: Job[P], *args: P.args, **kwargs: P.kwargs) -> None:
    """Asks for one run of the job, in the open transaction: with a rollback nothing was asked.

    Where a job of the same key waits already, that one serves this request too; it begins only after this
    transaction. Of several jobs in one transaction the keys should be asked for in one order everywhere.
    """
    key = job.key_of(*args, **kwargs)
    while not (_join(key) or _enqueue(job.name, key, dict(kwargs), alone=job.alone)):
        continue  # the one that waited has begun in this very moment


def _join(key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(JOIN, [key])
        found = cursor.fetchone()
        if found is None:
            return False
        cursor.execute(WAKE, [json.dumps({"type": "job_inserted", "job_id": found[0]})])
        return True


def _enqueue(name: str, key: str, arguments: dict[str, object], *, alone: bool) -> bool:
    asked = QueuedJob(
        queue=QUEUE,
        task_name=name,
        lock=key if alone else None,
        queueing_lock=key,
        task_kwargs=json.loads(json.dumps(arguments)),
    )
    try:
        with transaction.atomic():
            _queue.defer_job(asked)
    except AlreadyEnqueued:
        return False
    return True
