"""Workers in processes of their own, on the database of the test; and what to ask them."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from guatu.kernel.ledger.installation import own_address

REPOSITORY = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("trial_worker.py")


class Workers:
    """Starts worker processes, and ends them all."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._started: list[subprocess.Popen] = []

    def start(self, **environment: str) -> subprocess.Popen:
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, SCRIPT],
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
                    "DATABASE_URL": address_of_test_database(),
                    "PYTHONPATH": f"{REPOSITORY / 'src'}{os.pathsep}{REPOSITORY}",
                    "GUATU_VAR": str(self._log.parent),
                    **environment,
                },
                stdout=log,
                stderr=log,
            )
        self._started.append(process)
        return process

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
            process.wait()

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8")


def address_of_test_database() -> str:
    known = conninfo_to_dict(own_address())
    return "postgresql://{user}:{password}@/{dbname}?host={host}".format(**known)


def done() -> list[str]:
    """What the jobs of the test wrote, in that order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM trial_done ORDER BY at")
        return [what for (what,) in cursor.fetchall()]


def wait_until(true, patience_s: float = 20.0) -> None:
    until = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.05)
