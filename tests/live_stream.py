"""The stream of changes of a test's own database, as a process beside the test."""

import os
import signal
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection

import pytest
from csp.constants import SELF
from django.db import connection

from guatu.site.ports import LOOPBACK, free_port
from guatu.site.serving import live_command
from guatu.site.supervision import start_child


@pytest.fixture
def stream(settings, live_server, tmp_path):
    """The stream of changes of the test's own database, as a process that can be stopped and started."""
    port = free_port(9300 + os.getpid() % 500)
    settings.LIVE_URL = f"http://{LOOPBACK}:{port}/live/stream"
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    policy = {**directives, "connect-src": [SELF, f"http://{LOOPBACK}:{port}"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}

    @contextmanager
    def running():
        child = start_child(
            "live",
            live_command(LOOPBACK, port),
            log=tmp_path / "live.log",
            environment=environment_of(live_server.url),
            folder=tmp_path,
        )
        until = time.monotonic() + 20
        try:
            while not answers(port):
                assert time.monotonic() < until, child.last_lines(20)
                time.sleep(0.05)
            yield
        finally:
            child.stop(signal.SIGTERM, patience_s=5)

    return running


def environment_of(origin: str) -> dict[str, str]:
    database = connection.settings_dict
    host = database["HOST"].replace("/", "%2F")
    account = f"{database['USER']}:{database['PASSWORD']}"
    return {
        **os.environ,
        "DATABASE_URL": f"postgresql://{account}@{host}:{database['PORT']}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
        "GUATU_ORIGINS": origin,
        "GUATU_SECRET_KEY": os.environ.get("GUATU_SECRET_KEY", ""),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def answers(port: int) -> bool:
    with closing(HTTPConnection(LOOPBACK, port, timeout=5)) as asked:
        try:
            asked.request("GET", "/live/health")
            return asked.getresponse().status == 200
        except OSError:
            return False
