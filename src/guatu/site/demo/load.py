"""How does the demonstration zone come to life? Its year is lived through, action by action, to its day.

Everything is written by the same actions that people use, under the clock of the day on which it happened, so
that every past day can be asked for what was known then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from guatu.base.happenings import Happening
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.year.player import play

Progress = Callable[[str], None]


def load_demo(progress: Progress, after_day: Callable[[], object] = lambda: None) -> None:
    """Plays 星野经开区 up to `DEMO_TODAY`; does nothing where it was played that far already.

    When it is interrupted, the next start goes on. `after_day` is called as each day was committed.
    """

    def told(day: date, happened: Sequence[Happening]) -> None:
        month_is_over = (day + timedelta(1)).month != day.month or day == DEMO_TODAY
        after_day()
        if month_is_over:
            progress(f"played to {day}")

    play(DEMO_TODAY, told=told)
