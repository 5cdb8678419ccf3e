"""Which jobs keep the house itself?"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.utils.translation import gettext_lazy as _

from guatu.kernel.jobs.declaration import Every, job
from guatu.kernel.jobs.reviving import revive
from guatu.kernel.ledger.sealing import seal

# What succeeded is of no use after a day; what failed is told of for a month.
OLD = """
DELETE FROM procrastinate_jobs job
WHERE (job.status = 'succeeded' AND {ended} < now() - interval '1 day')
   OR (job.status IN ('failed', 'aborted', 'cancelled') AND {ended} < now() - interval '30 days')
""".format(ended="(SELECT max(at) FROM procrastinate_events event WHERE event.job_id = job.id)")


# Two of them may run side by side: one whose worker died would keep the next from reviving it.
@job("jobs.revive", _("Takes up jobs whose worker died"), every=Every(minutes=1), alone=False)
def revive_jobs() -> None:
    """Queues every job again over which a worker died."""
    revive()


@job("jobs.clear", _("Deletes old jobs from the queue"), every=Every(minutes=60))
def clear_jobs() -> None:
    """Deletes what succeeded a day ago and what failed a month ago."""
    with connection.cursor() as cursor:
        cursor.execute(OLD)


@job("ledger.seal", _("Seals new entries of the ledger"), every=Every(minutes=1), limit=timedelta(minutes=30))
def seal_ledger() -> None:
    """Puts what is finished into the ledger's tree and signs a checkpoint."""
    seal()


@job("sessions.clear", _("Deletes sign-ins that have run out"), every=Every(day_at="03:10"))
def clear_sessions() -> None:
    """Deletes sessions that are over."""
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    store.clear_expired()
