"""How far are we? One line a step, with the seconds since the command was typed."""

import os
import sys
import time

_STARTED = float(os.environ.get("GUATU_STARTED") or time.time())


def say(line: str) -> None:
    """Prints the line with the seconds since the start; a terminal that went away is no reason to fail."""
    try:
        print(f"{time.time() - _STARTED:4.0f}s  {line}", flush=True)
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - lives as long as we do
