"""How are the pages and the stream of changes served?"""

import argparse
import os
import sys
from collections.abc import Sequence

from guatu.site.lesser_role import with_lesser_role
from guatu.site.trouble import TroubleError

GRANIAN = (sys.executable, "-m", "granian", "--log-level", "warning", "--no-ws", "--http", "1")


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
    """Serves the pages in the place of this process."""
    wanted = _options("guatu serve", 8000).parse_args(arguments)
    return _become(pages_command(wanted.host, wanted.port, wanted.workers))


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


def _become(command: list[str]) -> int:
    if not os.environ.get("DATABASE_URL"):
        raise TroubleError("DATABASE_URL is not set: postgresql://user:password@host:5432/name")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    os.execve(command[0], command, with_lesser_role(os.environ))  # noqa: S606 - the command is ours
