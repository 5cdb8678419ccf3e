"""Where do benchmarks find a demonstration zone that they may spoil? In a database of that run alone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from guatu.site.demo import DEMO_TODAY
from guatu.site.folders import CHECKOUT
from guatu.site.ports import LOOPBACK, free_port
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.place import choose_place
from guatu.site.serving import live_command, pages_command


@contextmanager
def demonstration_zone() -> Iterator[dict[str, str]]:
    """The environment of a process that works on a fresh demonstration zone; durable, as in earnest."""
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        cluster = start_cluster(choose_place(find_binaries(), home))
        try:
            environment = {
                **os.environ,
                "DATABASE_URL": cluster.url,
                "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
                "GUATU_TODAY": DEMO_TODAY.isoformat(),
            }
            filling = [sys.executable, "-m", "guatu.site.filling"]
            subprocess.run(filling, env=environment, cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
            yield environment
        finally:
            cluster.stop()


@contextmanager
def served_wall(environment: dict[str, str]) -> Iterator[int]:
    """The same with the stream of changes beside the pages."""
    stream = free_port(9850)
    pages = free_port(9800)
    told = {
        **environment,
        "GUATU_LIVE_URL": f"http://{LOOPBACK}:{stream}/live/stream",
        "GUATU_ORIGINS": f"http://{LOOPBACK}:{pages}",
    }
    live = subprocess.Popen(
        live_command(LOOPBACK, stream),
        env=told,
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with served_pages(told, pages) as port:
            yield port
    finally:
        live.terminate()
        live.wait(timeout=20)


@contextmanager
def served_pages(environment: dict[str, str], port: int = 0) -> Iterator[int]:
    """The port at which the pages of that zone are served, by two workers as in the demonstration."""
    port = port or free_port(9800)
    server = subprocess.Popen(
        pages_command(LOOPBACK, port, 2),
        env=environment,
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > until or server.poll() is not None:
                raise RuntimeError("the pages do not answer")
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(port: int) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request("GET", "/sign-in/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
