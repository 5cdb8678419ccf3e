"""How much longer does one work take than another, when both take turns on a machine that is never quiet?"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Compared:
    """Works that took turns: all their times in milliseconds. The first is the floor."""

    times: tuple[tuple[float, ...], ...]

    def median(self, which: int) -> float:
        """The middle time of one work, in milliseconds."""
        return statistics.median(self.times[which])

    def ratio(self, which: int) -> float:
        """The middle time of one work over that of the floor."""
        return self.median(which) / self.median(0)

    def spread(self, which: int) -> str:
        """The middle half of the ratios of each turn to the floor of the same turn."""
        turns = [taken / floor for taken, floor in zip(self.times[which], self.times[0], strict=True)]
        low, middle, high = statistics.quantiles(turns, n=4)
        return f"turn by turn {middle:.2f}, half of them {low:.2f} to {high:.2f}"


def take_turns(runs: int, floor: Work, *works: Work) -> Compared:
    """Does all works in turn, so often, after one turn that does not count."""
    everything = (floor, *works)
    times: list[list[float]] = [[] for _ in everything]
    for turn in range(runs + 1):
        for taken, work in zip(times, everything, strict=True):
            started = time.perf_counter()
            work()
            if turn:
                taken.append((time.perf_counter() - started) * 1000)
    return Compared(tuple(tuple(each) for each in times))
