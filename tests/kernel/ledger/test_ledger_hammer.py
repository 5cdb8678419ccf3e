"""Is a write that was acknowledged in the ledger, whatever kills the database, and nothing in it twice?"""

import os
import signal
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest
from plain_ledger import POLICY, acting, apply_schema

from guatu.kernel.ledger.checkpoints import kept_outside, open_notary
from guatu.kernel.ledger.sealing import seal_all, seal_batch
from guatu.kernel.ledger.verification import verify
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.place import choose_place

WRITERS = 4
KILLS = 3
SECONDS_BETWEEN = 1.5


@pytest.fixture
def place():
    # A cluster that really writes to the disk before it says so, unlike the one of the other tests.
    with tempfile.TemporaryDirectory(prefix="guatu-test-") as folder:
        home = Path(folder)
        home.chmod(0o711)
        yield choose_place(find_binaries(), home)


class Writer(threading.Thread):
    """Writes until the database is gone; remembers what it was told is kept."""

    def __init__(self, url, first):
        super().__init__(daemon=True)
        self.url, self.next, self.acknowledged = url, first, []

    def run(self):
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while True:
                    with acting(connection):
                        connection.execute("INSERT INTO firm (id, name) VALUES (%s, 'a')", [self.next])
                        connection.execute("UPDATE firm SET name = 'b' WHERE id = %s", [self.next])
                        if self.next % 7 == 0:
                            connection.execute("DELETE FROM firm WHERE id = %s", [self.next])
                        if self.next % 11 == 0:
                            raise psycopg.Rollback
                    if self.next % 11:
                        self.acknowledged.append(self.next)
                    self.next += WRITERS
        # A kill in the midst of a rollback leaves the rollback's own exception.
        except (psycopg.OperationalError, psycopg.Rollback):
            return


class Sealer(threading.Thread):
    def __init__(self, url, notary):
        super().__init__(daemon=True)
        self.url, self.notary, self.sealed = url, notary, 0

    def run(self):
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while True:
                    checkpoint = seal_batch(connection, self.notary, most=500)
                    self.sealed = checkpoint.size if checkpoint else self.sealed
        except psycopg.OperationalError:
            return


def test_parallel_writers_and_kill_9_leave_no_gap_and_lose_nothing(place, tmp_path):
    notary = open_notary("guatu/hammer", tmp_path / "key", tmp_path / "checkpoints", "SHA-256")
    cluster = start_cluster(place)
    with psycopg.connect(cluster.url) as connection:
        apply_schema(connection)
    acknowledged: list[int] = []
    sealed = 0
    for _ in range(KILLS):
        first = max(acknowledged, default=0) + 1000
        writers = [Writer(cluster.url, first + number) for number in range(WRITERS)]
        sealer = Sealer(cluster.url, notary)
        for thread in (*writers, sealer):
            thread.start()
        time.sleep(SECONDS_BETWEEN)
        os.killpg(cluster.child.process.pid, signal.SIGKILL)
        cluster.child.process.wait()
        for thread in (*writers, sealer):
            thread.join(30)
            assert not thread.is_alive()
        acknowledged += [number for writer in writers for number in writer.acknowledged]
        sealed = max(sealed, sealer.sealed)
        cluster = start_cluster(place)
    try:
        check(cluster.url, notary, acknowledged, sealed)
    finally:
        cluster.stop()


def check(url, notary, acknowledged, sealed):
    with psycopg.connect(url, autocommit=True) as connection:
        seal_all(connection, notary)
        told = "SELECT key::int, count(*) FROM ledger_entry WHERE relation = 'firm' GROUP BY key"
        entries = dict(connection.execute(told).fetchall())
    assert len(acknowledged) > 100
    assert [number for number in acknowledged if entries.get(number) != (3 if number % 7 == 0 else 2)] == []
    # Beside them only what was committed in the moment of a kill, and never what was rolled back.
    assert len(entries) - len(acknowledged) <= KILLS * WRITERS
    assert not [number for number in entries if number % 11 == 0]
    notes = [file.read_text() for file in kept_outside(notary.folder)]
    report = verify(url, notary.verifier, outside=notes, policy=POLICY)
    assert report.findings == ()
    assert report.unsealed == 0
    assert report.entries >= sealed > 0
    assert report.outside == report.checkpoints
