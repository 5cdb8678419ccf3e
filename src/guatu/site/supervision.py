"""How is another program started so that it ends with us, whatever ends us?"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import TypedDict

PR_SET_PDEATHSIG = 1
LOG_LIMIT_BYTES = 5_000_000
# What ends so soon after its start will probably do so again: wait longer each time.
STEADY_S = 60.0
SHORTEST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True)
class Account:
    """An account of the operating system as which a program runs."""

    name: str
    uid: int
    gid: int


class ProcessAccount(TypedDict, total=False):
    """What Popen takes to run a program as another account."""

    user: int
    group: int
    extra_groups: list[int]
    umask: int


@dataclass
class Child:
    """A running program of ours."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    def ended(self) -> bool:
        """Whether it is gone, by itself or by our hand."""
        return self.process.poll() is not None

    def stop(self, sign: signal.Signals, *, patience_s: float) -> bool:
        """Asks it to end, then kills its whole group; returns whether asking was enough."""
        asked = self._send(sign)
        try:
            self.process.wait(patience_s)
        except subprocess.TimeoutExpired:
            asked = False
        self._kill_group()
        self.process.wait()
        return asked

    def last_lines(self, count: int = 5) -> str:
        """The end of what it wrote, for the sentence that says why it ended."""
        if self.log is None:
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-count:])

    def _send(self, sign: signal.Signals) -> bool:
        if self.ended():
            return False
        self.process.send_signal(sign)
        return True

    def _kill_group(self) -> None:
        # It leads its own session, so the group's id is its own, and stays reserved while members live.
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


class Kept:
    """A program that is started again whenever it ends by itself, after growing pauses."""

    def __init__(self, start: Callable[[], Child]) -> None:
        self._start = start
        self._pause_s = SHORTEST_PAUSE_S
        self._begin()

    def _begin(self) -> None:
        self.child = self._start()
        self._began = time.monotonic()
        self._ended: float | None = None

    def tend(self) -> None:
        """Starts it again if it has ended and its pause is over; to be called every now and then."""
        now = time.monotonic()
        if not self.child.ended():
            return
        if self._ended is None:
            self._ended = now
            steady = now - self._began > STEADY_S
            self._pause_s = SHORTEST_PAUSE_S if steady else min(2 * self._pause_s, LONGEST_PAUSE_S)
        elif now - self._ended > self._pause_s:
            self._begin()


def start_child(
    name: str,
    command: Sequence[str | os.PathLike[str]],
    *,
    log: Path | None,
    environment: Mapping[str, str],
    folder: Path,
    account: Account | None = None,
    at_our_death: signal.Signals = signal.SIGTERM,
) -> Child:
    """Starts a program in its own session, its output in `log` or else where ours goes, and returns it.

    `at_our_death` reaches it from the kernel (Linux) when this process is killed without a chance to stop it;
    it is bound to the thread that starts the child, so only the main thread does.
    """
    with _output(log) as output:
        process = subprocess.Popen(  # noqa: S603 - the command is ours, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=_death_wish(at_our_death),
            **as_account(account),
        )
    return Child(name, process, log)


def as_account(account: Account | None) -> ProcessAccount:
    """The arguments of Popen that run a program as that account; none for our own."""
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": [], "umask": 0o077}


def _death_wish(sign: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


@contextmanager
def _output(log: Path | None) -> Iterator[BufferedWriter | None]:
    if log is None:
        yield None
        return
    if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".1.log"))
    with log.open("ab") as output:
        yield output
