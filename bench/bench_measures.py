"""How soon is a number there after the commit of its record, at a million records?

On a demonstration zone of its own whose database writes to the disk before it says so, with a million visits
beside its figures. The stored numbers are first proven equal to those computed from the records, at a
thousand random pairs of measure and day. Beside it, in the same run: the same count as plain SQL over the
records at each reading, and a materialized view that is refreshed after each commit.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.result import Result
from bench.throw_away_zone import demonstration_zone


def measure() -> Iterator[Result]:
    """The results of a process of its own, since Django is set up once."""
    with demonstration_zone() as environment:
        command = [sys.executable, "-m", "bench.measured_records"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield Result(**json.loads(line))
        if process.returncode:
            raise RuntimeError("the measuring process failed; its words are above")
