"""How are the pages and the stream of changes served, and who works on jobs beside them?"""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from threading import Event

from guatu.site.lesser_role import with_lesser_role
from guatu.site.ports import LOOPBACK
from guatu.site.supervision import Child, Kept, start_child
from guatu.site.trouble import TroubleError
from guatu.site.working import WORK

GRANIAN = (sys.executable, "-m", "granian", "--log-level", "warning", "--no-ws", "--http", "1")
TEND_S = 0.5
PATIENCE_S = 10


def pages_command(host: str, port: int, workers: int) -> list[str]:
    """Returns the command that serves the pages; WSGI, because Django's pages are written for threads."""
    many = ["--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers"]
    where = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    return [*GRANIAN, *where, *many, "--workers-kill-timeout", "8", "guatu.site.wsgi:application"]


def live_command(host: str, port: int) -> list[str]:
    """Returns the command that serves the stream; one process, for thousands of pages that wait."""
    where = ["--interface", "asgi", "--host", host, "--port", str(port)]
    kill = ["--workers-kill-timeout", "1", "--respawn-failed-workers"]
    return [*GRANIAN, *where, *kill, "--factory", "guatu.site.live.application:make_application"]


def run(arguments: Sequence[str]) -> int:
    """Serves the pages and the stream of changes and works on jobs, until it is told to stop."""
    options = _options("guatu serve", 8000)
    options.add_argument("--live-port", type=int, default=8001, help="of the stream (GUATU_LIVE_URL)")
    options.add_argument("--only-pages", action="store_true", help="leave the stream and the jobs to others")
    wanted = options.parse_args(arguments)
    commands = {"pages": pages_command(wanted.host, wanted.port, wanted.workers)}
    if wanted.only_pages:
        return _become(commands["pages"])
    commands["worker"] = [*WORK]
    _tell_of_stream(wanted.host, wanted.port, wanted.live_port)
    if os.environ.get("GUATU_LIVE_URL"):
        commands["live"] = live_command(wanted.host, wanted.live_port)
    return _keep(commands)


def _tell_of_stream(host: str, port: int, live_port: int) -> None:
    # Behind a proxy only its administrator knows the address that browsers can reach.
    if host in (LOOPBACK, "localhost"):
        os.environ.setdefault("GUATU_LIVE_URL", f"http://{host}:{live_port}/live/stream")
        os.environ.setdefault("GUATU_ORIGINS", f"http://{host}:{port}")


def run_live(arguments: Sequence[str]) -> int:
    """Serves the stream of changes in the place of this process."""
    wanted = _options("guatu live", 8001).parse_args(arguments)
    return _become(live_command(wanted.host, wanted.port))


def _options(name: str, port: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--workers", type=int, default=2)
    return parser


def _environment() -> dict[str, str]:
    if not os.environ.get("DATABASE_URL"):
        raise TroubleError("DATABASE_URL is not set: postgresql://user:password@host:5432/name")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    return with_lesser_role(os.environ)


def _become(command: list[str]) -> int:
    os.execve(command[0], command, _environment())  # noqa: S606 - the command is ours


def _keep(commands: Mapping[str, list[str]]) -> int:
    told = Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, frame: told.set())
    kept = [Kept(partial(_start, name, command, _environment())) for name, command in commands.items()]
    while not told.wait(TEND_S):
        for each in kept:
            each.tend()
    for each in reversed(kept):
        each.child.stop(signal.SIGTERM, patience_s=PATIENCE_S)
    return 0


def _start(name: str, command: list[str], environment: dict[str, str]) -> Child:
    return start_child(name, command, log=None, environment=environment, folder=Path.cwd())
