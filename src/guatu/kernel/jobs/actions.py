"""What can a person do about a job that failed?"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from guatu.base.errors import Refused
from guatu.kernel.jobs.models import Failure, Settlement
from guatu.kernel.jobs.reviving import QUEUE_AGAIN
from guatu.kernel.ledger.context import ledgered

STATUS = "SELECT status::text FROM procrastinate_jobs WHERE id = %s FOR UPDATE"
AT_ONCE = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %s AND status = 'todo'"


@ledgered("jobs.retry")
def retry_job(failure: Failure, *, by: AbstractUser) -> None:
    """Has the failed job run again now; it keeps the count of its attempts."""
    failure = _open(failure)
    status = _status(failure.job)
    if status is None:
        raise Refused("job_gone", _("The queue has deleted this job. Dismiss it."))
    with connection.cursor() as cursor:
        if status == "todo":
            cursor.execute(AT_ONCE, [failure.job])
        elif status in ("failed", "aborted"):
            cursor.execute(QUEUE_AGAIN, [failure.job])
    _settle(failure, Settlement.RETRIED, by)


@ledgered("jobs.dismiss")
def dismiss_failure(failure: Failure, *, by: AbstractUser) -> None:
    """Says that nothing has to be done about it; the job is not tried again."""
    failure = _open(failure)
    with connection.cursor() as cursor:
        cursor.execute("SELECT procrastinate_cancel_job_v1(%s, false, false)", [failure.job])
    _settle(failure, Settlement.DISMISSED, by)


def _open(failure: Failure) -> Failure:
    locked = Failure.objects.select_for_update().get(pk=failure.pk)
    if locked.settlement != Settlement.OPEN:
        raise Refused("already_settled", _("Somebody has seen to this already."))
    return locked


def _status(number: int) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(STATUS, [number])
        row: tuple[str] | None = cursor.fetchone()
    return row[0] if row else None


def _settle(failure: Failure, settlement: Settlement, by: AbstractUser) -> None:
    failure.settlement = settlement
    failure.settled_by_id = by.pk
    failure.next_at = None
    failure.settled_at = Now()
    failure.save(update_fields=["settlement", "settled_by", "settled_at", "next_at"])
