"""Does our PostgreSQL come up wherever it can, and do the data survive what kills it?"""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from guatu.site.postgres import binaries as binaries_module
from guatu.site.postgres import place as place_module
from guatu.site.postgres.binaries import Binaries, find_binaries
from guatu.site.postgres.cluster import Cluster, start_cluster
from guatu.site.postgres.leftovers import server_runs
from guatu.site.postgres.lock import runner_pid, sole_runner
from guatu.site.postgres.place import LONGEST_SOCKET_FOLDER, Place, choose_place, socket_folder
from guatu.site.trouble import TroubleError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to give PostgreSQL another account")


@pytest.fixture
def home():
    # A folder that any account may enter, unlike pytest's own.
    with tempfile.TemporaryDirectory(prefix="guatu-test-") as folder:
        path = Path(folder)
        path.chmod(0o711)
        yield path


@pytest.fixture
def place(home) -> Place:
    return choose_place(find_binaries(), home)


@pytest.fixture
def start(place):
    started: list[Cluster] = []

    def begin(where: Place = place) -> Cluster:
        started.append(start_cluster(where))
        return started[-1]

    yield begin
    for cluster in started:
        cluster.stop()


def put(cluster: Cluster, number: int) -> None:
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (number int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [number])


def kept(cluster: Cluster) -> list[int]:
    with psycopg.connect(cluster.url) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM kept ORDER BY number")]


def test_data_survive_a_stop_and_a_start(start):
    first = start()
    put(first, 1)
    assert first.stop()
    assert kept(start()) == [1]


def test_what_was_acknowledged_survives_kill_9_of_everything(start, place):
    first = start()
    put(first, 1)
    os.killpg(first.child.process.pid, signal.SIGKILL)
    first.child.process.wait()
    assert (place.data / "postmaster.pid").exists()
    assert kept(start()) == [1]


def test_a_zombie_of_the_old_server_is_not_taken_for_a_server(start, place):
    first = start()
    put(first, 1)
    os.killpg(
        first.child.process.pid, signal.SIGKILL
    )  # not waited for: its number stays in the process table
    second = start()
    assert kept(second) == [1]
    first.child.process.wait()


def test_a_server_that_outlived_its_starter_is_stopped_first(start, place):
    first = start()
    put(first, 1)
    second = start()
    assert first.child.ended()
    assert kept(second) == [1]


def test_a_pid_file_that_names_a_stranger_does_no_harm(start, place):
    start().stop()
    with subprocess.Popen(["sleep", "30"]) as stranger:
        (place.data / "postmaster.pid").write_text(f"{stranger.pid}\n{place.data}\n")
        assert not server_runs(place.data)
        start()
        assert stranger.poll() is None
        stranger.kill()


def test_an_initdb_that_was_broken_off_leaves_no_data(start, place):
    half = place.home / f"new-postgres-{place.major}" / "data"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("half")
    put(start(), 1)
    assert not half.exists()


def test_nobody_else_reads_the_data_or_the_password(start, place):
    start()
    for file in (place.data, place.home / "postgres-password", place.home / "socket"):
        assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file


def test_a_wrong_password_is_refused(start):
    url = start().url
    password = url.split(":")[2].split("@")[0]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(url.replace(password, "guessed"))


def test_nothing_listens_on_the_network(start):
    with psycopg.connect(start().url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_chinese_is_text_to_it_whatever_the_shell_speaks(start, monkeypatch):
    monkeypatch.setenv("LANG", "C")
    monkeypatch.setenv("LC_ALL", "C")
    with psycopg.connect(start().url) as connection:
        assert connection.execute("SELECT '高新区' ~ '^\\w+$', length('高新区')").fetchone() == (True, 3)


def test_a_long_path_gets_its_socket_elsewhere(start, home):
    long = home / ("x" * (LONGEST_SOCKET_FOLDER + 1))
    place = choose_place(find_binaries(), long)
    sockets = socket_folder(place)
    assert sockets.parent == Path("/tmp")
    cluster = start(place)
    put(cluster, 1)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    cluster.stop()
    sockets.rmdir()


def test_a_socket_folder_of_somebody_else_is_refused(home, monkeypatch):
    long = home / ("x" * (LONGEST_SOCKET_FOLDER + 1))
    place = choose_place(find_binaries(), long)
    sockets = socket_folder(place)
    sockets.chmod(0o777)
    with pytest.raises(TroubleError, match="belongs to somebody else"):
        socket_folder(place)
    sockets.rmdir()


def test_data_of_another_major_version_are_not_passed_over(place):
    place.home.mkdir(exist_ok=True)
    (place.home / "postgres-14").mkdir()
    with pytest.raises(TroubleError, match="postgres-14"):
        start_cluster(place)


def test_without_any_postgresql_the_sentence_names_the_way_out(monkeypatch):
    monkeypatch.setattr(binaries_module, "find_spec", lambda name: None)
    monkeypatch.setattr(binaries_module, "DEBIAN", Path("/nowhere"))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(TroubleError, match="DATABASE_URL=postgresql://"):
        find_binaries()


def test_a_system_postgresql_will_do(start, home, monkeypatch):
    monkeypatch.setattr(binaries_module, "find_spec", lambda name: None)
    try:
        found = find_binaries()
    except TroubleError:
        pytest.skip("this machine has no PostgreSQL of its own")
    put(start(choose_place(found, home)), 1)


@as_root
def test_a_checkout_that_others_cannot_enter_is_served_from_outside(start, home, monkeypatch):
    outside = home / "lib"
    monkeypatch.setattr(place_module, "OUTSIDE", outside)
    closed = home / "root"
    closed.mkdir(mode=0o700)
    found = find_binaries()
    package = found.movable.parent
    for part in (package, package.with_suffix(".libs")):
        shutil.copytree(part, closed / "site-packages" / part.name)
    hidden_programs = closed / "site-packages" / package.name / "pginstall"
    hidden = Binaries(hidden_programs / "bin", found.version, hidden_programs)

    place = choose_place(hidden, closed / "var")
    assert place.moved
    assert place.home.parent == outside
    cluster = start(place)
    put(cluster, 1)
    cluster.stop()
    again = choose_place(hidden, closed / "var")
    assert again == place
    assert kept(start(again)) == [1]
    assert (place.home / "belongs-to").read_text().splitlines()[1] == str(closed / "var")


@as_root
def test_data_that_can_no_longer_be_reached_are_not_begun_anew(start, home, monkeypatch):
    monkeypatch.setattr(place_module, "OUTSIDE", home / "lib")
    inside = home / "checkout"
    inside.mkdir()
    start(choose_place(find_binaries(), inside / "var")).stop()
    inside.chmod(0o700)
    with pytest.raises(TroubleError, match="chmod"):
        choose_place(find_binaries(), inside / "var")


def test_only_one_runs_a_database(home):
    with sole_runner(home) as one:
        assert one
        assert runner_pid(home) == str(os.getpid())
        started = time.monotonic()
        with sole_runner(home, patience_s=0.2) as other:
            assert not other
        assert time.monotonic() - started >= 0.2
    with sole_runner(home) as later:
        assert later
