"""How does one process work on jobs until it is told to stop?

It answers SIGTERM within two seconds: what is not done by then is left to the next worker, which finds it by
`jobs.revive`. It also ends itself when a run takes longer than it may, because a thread cannot be stopped.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal

import psycopg
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils.translation import gettext as _
from procrastinate import App, JobContext
from procrastinate.jobs import Job as QueuedJob
from procrastinate.middleware import AsyncCallNext
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.types import JSONValue
from procrastinate.worker import Worker

from guatu.kernel.jobs.declaration import USUAL_LIMIT, Job, declared_jobs, find_job
from guatu.kernel.jobs.reviving import SILENT, revive
from guatu.kernel.jobs.running import Overdue, next_wait, record_failure, run_job
from guatu.kernel.ledger.installation import own_address

log = logging.getLogger(__name__)

AT_ONCE = 2
HEARTBEAT_S = 5.0
PATIENCE_S = 1.5
# A daily round that passed while no worker ran is made up for.
LATEST_ROUND_S = 25 * 60 * 60
# Told to the supervisor: start me again.
START_ANEW = 75


class BackOff(BaseRetryStrategy):
    """Tries again as the job's declaration says."""

    def __init__(self, job: Job[...]) -> None:
        self._job = job

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """When to try again; None when it is given up."""
        wait = next_wait(self._job, job.attempts + 1, exception)
        return None if wait is None else RetryDecision(retry_in={"seconds": round(wait.total_seconds())})


class Working:
    """One worker process."""

    def __init__(self) -> None:
        self._app = App(
            connector=PsycopgConnector(conninfo=own_address(), min_size=1, max_size=3, timeout=10.0),
            periodic_defaults={"max_delay": LATEST_ROUND_S},
        )
        for job in declared_jobs():
            _register(self._app, job)
        self._worker = Worker(
            self._app,
            name="guatu",
            concurrency=AT_ONCE,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=SILENT.total_seconds(),
            shutdown_graceful_timeout=PATIENCE_S,
            worker_middleware=[self._within_limit],
        )
        self._status = 0

    async def run(self) -> int:
        """Works until a signal; returns the exit status, or ends the process itself where a job hangs."""
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._stop)
        async with self._app.open_async():
            await self._worker.run()  # type: ignore[no-untyped-call]  # procrastinate's bare signature
        return self._status

    def _stop(self, status: int = 0) -> None:
        self._status = status
        self._worker.stop()  # type: ignore[no-untyped-call]  # the same
        asyncio.get_running_loop().call_later(PATIENCE_S, self._leave)

    def _leave(self) -> None:
        # The jobs of a worker that is not registered are taken for abandoned at once.
        number = self._worker.worker_id
        try:
            with psycopg.connect(own_address(), connect_timeout=2) as own:
                own.execute("SELECT procrastinate_unregister_worker_v1(%s)", [number])
        finally:
            os._exit(self._status)

    async def _within_limit(self, call_next: AsyncCallNext, context: JobContext, worker: Worker) -> object:
        job = find_job(context.job.task_name)
        limit = job.limit if job else USUAL_LIMIT
        run = asyncio.ensure_future(call_next())
        await asyncio.wait([run], timeout=limit.total_seconds())
        if run.done():
            return run.result()
        error = Overdue("overdue", _("It took longer than it may: %(limit)s.") % {"limit": limit})
        if job and context.job.id:
            told = (job, context.job.id, context.job.attempts + 1, context.job.task_kwargs, error)
            await sync_to_async(record_failure, thread_sensitive=False)(*told)
        log.error(
            "job %s (%s) took longer than %s: starting anew", context.job.id, context.job.task_name, limit
        )
        self._stop(START_ANEW)
        raise error


def _register(app: App, job: Job[...]) -> None:
    # Periodic jobs are told their round.
    def begin(context: JobContext, /, timestamp: int = 0, **arguments: JSONValue) -> None:
        assert context.job.id is not None
        close_old_connections()
        try:
            run_job(job, context.job.id, context.job.attempts + 1, arguments)
        finally:
            close_old_connections()

    task = app.task(name=job.name, pass_context=True, retry=BackOff(job))(begin)
    if job.every:
        app.periodic(cron=job.every.cron, queueing_lock=job.name, lock=job.name if job.alone else None)(task)


def run_worker() -> int:
    """Works on jobs until SIGTERM or SIGINT; returns the exit status."""
    revive()
    return asyncio.run(Working().run())
