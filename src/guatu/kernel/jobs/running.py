"""What happens around each run of a job, and what is left behind when it does not succeed?"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeAlias

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from procrastinate.types import JSONValue

from guatu.base.errors import GuatuError
from guatu.kernel.jobs.declaration import Job
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.ledger.context import action

Arguments: TypeAlias = Mapping[str, JSONValue]

log = logging.getLogger(__name__)

LONGEST_REASON = 500
LONGEST_TRACEBACK = 8000

# From its first run on a job has no queueing lock: put back for a later attempt it would collide with a
# younger job of the key that waits already, and stay "running" for ever.
UNLOCK = "UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s"


class Hopeless(GuatuError):  # noqa: N818 - reads as a sentence: raise Hopeless
    """The job cannot succeed however often it is tried; the message says why."""


class Overdue(GuatuError):  # noqa: N818
    """The run took longer than it may."""


def run_job(job: Job[...], number: int, attempt: int, arguments: Arguments) -> None:
    """Runs the job in this thread; a failure is written down with its reason and raised again."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(UNLOCK, [number])
        job.run(**arguments)
        settle_failure(job.key_of(**arguments))
    except Exception as error:
        record_failure(job, number, attempt, arguments, error)
        raise


def next_wait(job: Job[...], attempt: int, error: BaseException) -> timedelta | None:
    """How long until the next attempt after this one failed; None when it is given up."""
    if attempt >= job.attempts or isinstance(error, Hopeless):
        return None
    return job.wait_before(attempt + 1)


def record_failure(
    job: Job[...], number: int, attempt: int, arguments: Arguments, error: BaseException
) -> None:
    """Writes down why the run did not succeed; what itself cannot be written is logged."""
    try:
        wait = next_wait(job, attempt, error)
        write_failure(job.key_of(**arguments), job.name, number, error, wait)
    except Exception:
        log.exception("the failure of job %s (%s) could not be written down: %s", number, job.name, error)


def write_failure(key: str, name: str, number: int, error: BaseException, wait: timedelta | None) -> None:
    """Makes or renews the open failure of the key."""
    told = {
        "job": number,
        "reason": _reason(error),
        "traceback": "".join(traceback.format_exception(error))[-LONGEST_TRACEBACK:],
        "last_at": Now(),
        "next_at": None if wait is None else Now() + wait,
    }
    with action("jobs.record_failure", by=None):
        renewed = Failure.objects.filter(key=key, settlement=Settlement.OPEN).update(
            times=F("times") + 1, **told
        )
        if not renewed:
            Failure.objects.create(key=key, name=name, **told)


def settle_failure(key: str) -> None:
    """Notes that a later run of the key succeeded, if an earlier one had not."""
    open_ones = Failure.objects.filter(key=key, settlement=Settlement.OPEN)
    if open_ones.exists():
        with action("jobs.succeed_later", by=None):
            open_ones.update(settlement=Settlement.SUCCEEDED, settled_at=Now(), next_at=None)


def _reason(error: BaseException) -> str:
    said = str(error).strip()
    if isinstance(error, GuatuError) and said:
        return said[:LONGEST_REASON]
    return f"{type(error).__name__}: {said}"[:LONGEST_REASON] if said else type(error).__name__
