"""Who runs the database of this checkout now?"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from guatu.site.folders import VAR


@contextmanager
def sole_runner(home: Path = VAR, *, patience_s: float = 0.0) -> Iterator[bool]:
    """Yields whether we alone run this checkout's database; the kernel frees the lock at our end."""
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    handle = os.open(home / "runner.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        taken = _take(handle, patience_s)
        if taken:
            os.ftruncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        yield taken
    finally:
        os.close(handle)


def runner_pid(home: Path = VAR) -> str:
    """The process that said last that it runs the database here."""
    try:
        return (home / "runner.lock").read_text("utf-8").strip()
    except OSError:
        return ""


def _take(handle: int, patience_s: float) -> bool:
    until = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.1)
        else:
            return True
