"""How does a single command get a database: a given one, the running one, or one for its own time?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from guatu.site.folders import VAR
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import running_address, start_cluster
from guatu.site.postgres.leftovers import server_runs
from guatu.site.postgres.lock import runner_pid, sole_runner
from guatu.site.postgres.place import choose_place
from guatu.site.trouble import TroubleError

# The day on which the zone of this checkout's own database lives; absent where that is the calendar's.
DAY = VAR / "zone-day"
# Is in the environment of a command that works on this checkout's own database.
OWN = "GUATU_OWN_DATABASE"


def keep_day(day: date) -> None:
    """Says for later commands on which day the zone of this checkout's own database lives."""
    DAY.write_text(day.isoformat(), "utf-8")


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """Yields the environment of a command: a database that answers, and the day of the zone in it.

    A database that is started here stops again at the end.
    """
    given = os.environ.get("DATABASE_URL")
    if given:
        yield {"DATABASE_URL": given}
        return
    day = {"GUATU_TODAY": DAY.read_text("utf-8")} if DAY.exists() and "GUATU_TODAY" not in os.environ else {}
    with _own_database() as url:
        yield {"DATABASE_URL": url, OWN: "1", **day}


@contextmanager
def _own_database() -> Iterator[str]:
    place = choose_place(find_binaries())
    with sole_runner() as alone:
        if alone:
            cluster = start_cluster(place)
            try:
                yield cluster.url
            finally:
                cluster.stop()
        elif server_runs(place.data):
            yield running_address(place)
        else:
            raise TroubleError(
                f"Process {runner_pid()} is just starting or stopping {VAR}; try again in a moment."
            )
