"""What did a server leave behind that was killed, and what of it must go before the next start?"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from guatu.site.trouble import TroubleError

PATIENCE_S = 30


def clear_leftovers(data: Path, sockets: Path, *, say: Callable[[str], None]) -> None:
    """Ends a server that outlived its starter and removes pid files that name no server of ours.

    PostgreSQL itself takes any living process with the recorded number for a server, also a zombie that a
    container's first process has not reaped yet, and then refuses to start.
    """
    pid = _recorded_pid(data / "postmaster.pid")
    if pid is not None and _serves(pid, data):
        say(f"a database server of an earlier start still runs (process {pid}); stopping it")
        _end(pid, data)
    for file in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        file.unlink(missing_ok=True)


def server_runs(data: Path) -> bool:
    """Whether a server works on that data folder now."""
    pid = _recorded_pid(data / "postmaster.pid")
    return pid is not None and _serves(pid, data)


def _recorded_pid(file: Path) -> int | None:
    try:
        return int(file.read_text("utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists():
        try:
            return str(data).encode() in command.read_bytes().split(b"\0")  # empty for a zombie
        except OSError:
            return False
    return _lives(pid)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _end(pid: int, data: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    try:
        os.kill(pid, signal.SIGINT)
        while _serves(pid, data):
            if time.monotonic() > until:
                raise TroubleError(
                    f"The database server (process {pid}) does not stop; end it and start again."
                )
            time.sleep(0.05)
    except ProcessLookupError:
        return
