"""Does the demonstration come up with one command, go down with Ctrl-C, and survive kill -9?"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from guatu.site.ports import LOOPBACK, free_port

PATIENCE_S = 180


class Demo:
    """One `guatu demo` in a process of its own, with its own data."""

    def __init__(self, var: Path, port: int) -> None:
        self.var = var
        self.port = port
        self.log = var / "test.log"

    def start(self, *words: str) -> None:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "guatu.site.commandline", "demo", "--port", str(self.port), *words],
                env=self.environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {**kept, "GUATU_VAR": str(self.var), "PYTHONPATH": os.pathsep.join(sys.path)}

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def wait_until_served(self) -> str:
        until = time.monotonic() + PATIENCE_S
        while "Ctrl-C" not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)
        return re.search(r"http://127\.0\.0\.1:\d+/", self.said()).group()

    @property
    def url(self) -> str:
        password = (self.var / "postgres-password").read_text()
        return f"postgresql://guatu:{password}@/guatu?host={self.var / 'socket'}"

    def database(self) -> psycopg.Connection:
        return psycopg.connect(self.url, autocommit=True)

    def processes(self) -> list[int]:
        """All processes of this demonstration, found by the folder in their environment."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                about = (folder / "environ").read_bytes() + (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if str(self.var).encode() in about:
                found.append(int(folder.name))
        return found

    def wait_until_gone(self) -> None:
        until = time.monotonic() + 20
        while self.processes():
            assert time.monotonic() < until, self.processes()
            time.sleep(0.1)


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="guatu-demo-") as folder:
        var = Path(folder)
        var.chmod(0o711)
        demo = Demo(var, free_port(9100 + os.getpid() % 700))
        demo.start()
        demo.wait_until_served()
        yield demo
        demo.process.send_signal(signal.SIGINT)
        assert demo.process.wait(60) == 0, demo.said()
        demo.wait_until_gone()


def count_plans(demo: Demo) -> int:
    with demo.database() as connection:
        return connection.execute("SELECT count(*) FROM plan_plan").fetchone()[0]


def test_it_says_where_as_whom_and_what_to_look_at_first(demo):
    address = demo.wait_until_served()
    with urlopen(f"{address}sign-in/") as answer:
        assert answer.status == 200
    for expected in (address, "ducha", "guatu-demo", f"{address}wall", "2019-07-18"):
        assert expected in demo.said()


def test_a_second_start_in_the_same_checkout_names_the_first(demo):
    ended = subprocess.run(
        [sys.executable, "-m", "guatu.site.commandline", "demo"],
        env=demo.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert demo.wait_until_served() in ended.stderr
    assert f"process {demo.process.pid}" in ended.stderr


def test_a_command_beside_it_uses_its_database(demo):
    command = [sys.executable, "-m", "guatu.site.commandline", "manage", "shell", "-c"]
    script = (
        "from guatu.plan.models import Plan; from guatu.base.clock import today; "
        "print(Plan.objects.count(), today())"
    )
    said = subprocess.run(
        [*command, script], env=demo.environment(), capture_output=True, text=True, check=True
    ).stdout
    assert said.splitlines()[-1] == f"{count_plans(demo)} 2019-07-18"


def workers(demo: Demo) -> list[tuple[int]]:
    """The workers that were heard of just now."""
    query = "SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - interval '8 s' ORDER BY id"
    with demo.database() as connection:
        return connection.execute(query).fetchall()


def wait_until(true) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.2)


def pids_of(demo: Demo, module: bytes) -> list[int]:
    return [pid for pid in demo.processes() if module in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_killed_worker_comes_back_by_itself(demo):
    wait_until(lambda: workers(demo))
    (worker,) = pids_of(demo, b"guatu.site.working")
    os.kill(worker, signal.SIGKILL)
    before = workers(demo)
    wait_until(lambda: any(each > before[-1] for each in workers(demo)))


def test_the_ledger_is_sealed_by_itself(demo):
    query = (
        "SELECT count(*) FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.seq = e.seq)"
    )
    with demo.database() as connection:
        connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', 'ledger.seal')"
        )
    with demo.database() as connection:
        wait_until(lambda: connection.execute(query).fetchone() == (0,))
        assert connection.execute("SELECT name, reason FROM jobs_failure").fetchall() == []


def test_pages_changes_and_jobs_are_served_by_one_command(demo):
    port, live = free_port(demo.port + 30), free_port(demo.port + 60)
    environment = demo.environment() | {"DATABASE_URL": demo.url}
    command = [sys.executable, "-m", "guatu.site.commandline", "serve"]
    wait_until(lambda: workers(demo))
    before = workers(demo)
    served = subprocess.Popen(
        [*command, "--port", str(port), "--live-port", str(live), "--workers", "1"], env=environment
    )
    try:
        wait_until(lambda: answers(f"http://{LOOPBACK}:{port}/sign-in/"))
        wait_until(lambda: answers(f"http://{LOOPBACK}:{live}/live/health"))
        wait_until(lambda: any(each > before[-1] for each in workers(demo)))
        served.send_signal(signal.SIGTERM)
        assert served.wait(15) == 0
    finally:
        served.kill()
        served.wait()
    assert not answers(f"http://{LOOPBACK}:{port}/sign-in/")


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_killing_only_the_starter_leaves_nothing_behind_and_the_data_there(demo):
    before = count_plans(demo)
    demo.process.kill()
    demo.process.wait()
    demo.wait_until_gone()
    demo.start()
    demo.wait_until_served()
    assert count_plans(demo) == before > 0


def test_what_was_acknowledged_survives_kill_9_of_all_processes(demo):
    with demo.database() as connection:
        connection.execute("CREATE TABLE acknowledged AS SELECT 1 AS one")
    for pid in demo.processes():
        with suppress(ProcessLookupError):  # the end of one may take another with it
            os.kill(pid, signal.SIGKILL)
    demo.process.wait()
    demo.start()
    demo.wait_until_served()
    with demo.database() as connection:
        assert connection.execute("SELECT one FROM acknowledged").fetchone() == (1,)


def test_a_taken_port_is_passed_over_and_said(demo):
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    listener = subprocess.Popen([sys.executable, "-m", "http.server", "--bind", LOOPBACK, str(demo.port)])
    try:
        until = time.monotonic() + 20
        while free_port(demo.port) == demo.port and time.monotonic() < until:
            time.sleep(0.05)
        demo.start()
        address = demo.wait_until_served()
    finally:
        listener.kill()
        listener.wait()
    assert f":{demo.port}/" not in address
    assert f"port {demo.port} is taken" in demo.said()


def test_the_data_can_be_thrown_away(demo):
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    demo.start("--reset")
    demo.wait_until_served()
    with demo.database() as connection:
        assert connection.execute("SELECT to_regclass('acknowledged')").fetchone() == (None,)
