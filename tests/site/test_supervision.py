"""Does what ended by itself come back, and not too often?"""

import signal
import subprocess
import sys

import pytest

from guatu.site import supervision
from guatu.site.supervision import Child, Kept

FOREVER = "import time; time.sleep(600)"


class Starter:
    """Starts a script, and counts how often."""

    def __init__(self, script: str) -> None:
        self.script = script
        self.children: list[Child] = []

    def __call__(self) -> Child:
        process = subprocess.Popen([sys.executable, "-c", self.script], start_new_session=True)
        self.children.append(Child("trial", process, None))
        return self.children[-1]

    def end(self) -> None:
        for child in self.children:
            child.stop(signal.SIGKILL, patience_s=5)


@pytest.fixture
def clock(monkeypatch):
    class Time:
        seconds = 1000.0

        def monotonic(self) -> float:
            return self.seconds

    time = Time()
    monkeypatch.setattr(supervision, "time", time)
    return time


@pytest.fixture
def starter():
    made = Starter(FOREVER)
    yield made
    made.end()


def test_what_runs_is_left_alone(starter, clock):
    kept = Kept(starter)
    clock.seconds += 1000
    kept.tend()
    assert len(starter.children) == 1


def test_what_ended_is_started_again_after_a_pause_that_grows(starter, clock):
    kept = Kept(starter)
    pauses = []
    for _ in range(9):
        kept.child.stop(signal.SIGKILL, patience_s=5)
        kept.tend()
        ended, started = clock.seconds, len(starter.children)
        while len(starter.children) == started:
            clock.seconds += 0.25
            kept.tend()
        pauses.append(clock.seconds - ended)
    assert pauses == sorted(pauses)
    assert pauses[0] < 1
    assert 30 <= pauses[-1] < 31


def test_after_a_steady_time_the_pause_is_short_again(starter, clock):
    kept = Kept(starter)
    for _ in range(8):
        kept.child.stop(signal.SIGKILL, patience_s=5)
        kept.tend()
        clock.seconds += 31
        kept.tend()
    clock.seconds += supervision.STEADY_S + 1
    kept.child.stop(signal.SIGKILL, patience_s=5)
    kept.tend()
    clock.seconds += 0.5
    before = len(starter.children)
    kept.tend()
    assert len(starter.children) == before + 1
