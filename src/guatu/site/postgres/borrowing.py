"""How does a single command get a database: a given one, the running one, or one for its own time?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from guatu.site.folders import VAR
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import running_address, start_cluster
from guatu.site.postgres.leftovers import server_runs
from guatu.site.postgres.lock import runner_pid, sole_runner
from guatu.site.postgres.place import choose_place
from guatu.site.trouble import TroubleError


@contextmanager
def database() -> Iterator[str]:
    """Yields the address of a database that answers; one started here stops again at the end."""
    given = os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
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
