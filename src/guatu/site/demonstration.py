"""How does the demonstration come up, stay up, and go down?"""

import argparse
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.client import HTTPException
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from guatu.site.demo import ACCOUNTS, DEMO_TODAY, FIRST_LOOKS
from guatu.site.filling import PLAYED
from guatu.site.folders import CHECKOUT, VAR
from guatu.site.lesser_role import with_lesser_role
from guatu.site.ports import LOOPBACK, free_port
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.borrowing import keep_day
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.leftovers import clear_leftovers
from guatu.site.postgres.lock import runner_pid, sole_runner
from guatu.site.postgres.place import Place, choose_place, socket_folder
from guatu.site.preparing import prepare
from guatu.site.progress import say
from guatu.site.serving import live_command, pages_command
from guatu.site.supervision import Child, Kept, start_child
from guatu.site.trouble import TroubleError
from guatu.site.working import WORK

PATIENCE_S = 90
ADDRESS = VAR / "demo-address"
WELCOME = """
  Guatu 挂图: the demonstration zone 星野经开区, where it is {day}

    {address}

  Sign in as (name, password):
{accounts}

  Look first at:
{looks}

  Ctrl-C stops everything; the data stay.
"""


def run(arguments: Sequence[str]) -> int:
    """Serves the demonstration zone until Ctrl-C; the data stay in var/ for the next time."""
    wanted = _options().parse_args(arguments)
    with sole_runner() as alone:
        if not alone:
            raise TroubleError(_who_runs())
        with _one_interruption():
            try:
                _serve(wanted.port, wanted.day, reset=wanted.reset)
            except KeyboardInterrupt:
                say("stopped; the data are kept for the next start")
            finally:
                ADDRESS.unlink(missing_ok=True)
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu demo")
    parser.add_argument("--port", type=int, default=8000, help="the first port to try (default 8000)")
    parser.add_argument(
        "--day",
        type=date.fromisoformat,
        help="a day that was played, like 2019-11-15 (default: the last one)",
    )
    parser.add_argument("--reset", action="store_true", help="throw the demonstration's data away first")
    return parser


def _who_runs() -> str:
    where = ADDRESS.read_text("utf-8").strip() if ADDRESS.exists() else ""
    already = f"A demonstration runs in this checkout already (process {runner_pid()})"
    return f"{already}: {where}" if where else f"{already}; it is just starting or stopping."


@contextmanager
def _one_interruption() -> Iterator[None]:
    # The first signal ends us in order; further ones must not break the stopping off half-way.
    def interrupt(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, interrupt) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _serve(port: int, day: date | None, *, reset: bool) -> None:
    prepare()
    with _database(reset=reset) as (url, database):
        environment = _environment(url, _chosen_port(port))
        _fill(environment)
        played = _played_to()
        environment["GUATU_TODAY"] = (day or played).isoformat()
        _refuse_unplayed(day, played)
        with _servers(with_lesser_role(environment)) as (servers, worker):
            _watch([*database, *servers], worker)


@contextmanager
def _database(*, reset: bool) -> Iterator[tuple[str, list[Child]]]:
    given = os.environ.get("DATABASE_URL")
    if given:
        if reset:
            raise TroubleError(
                "--reset throws away the demonstration's own database only, not DATABASE_URL's."
            )
        yield given, []
        return
    place = choose_place(find_binaries())
    if reset:
        _throw_away(place)
    say(f"starting PostgreSQL {place.version}{_where(place)}")
    cluster = start_cluster(place, say=say)
    PLAYED.unlink(missing_ok=True)
    try:
        yield cluster.url, [cluster.child]
    finally:
        if not cluster.stop():
            say(f"PostgreSQL had to be killed; it repairs itself at the next start ({place.log})")


def _where(place: Place) -> str:
    if not place.account:
        return ""
    moved = f", in {place.home}, because it may not enter this folder" if place.moved else ""
    return f" as {place.account.name}{moved}"


def _throw_away(place: Place) -> None:
    say("throwing the demonstration's data away")
    clear_leftovers(place.data, socket_folder(place), say=say)
    shutil.rmtree(place.data, ignore_errors=True)
    shutil.rmtree(VAR / "uploads", ignore_errors=True)
    shutil.rmtree(VAR / "checkpoints", ignore_errors=True)  # they tell of the data thrown away


def _chosen_port(wanted: int) -> int:
    try:
        port = free_port(wanted)
    except OSError as error:
        raise TroubleError(f"{error}; name another with --port") from error
    if port != wanted:
        say(f"port {wanted} is taken; using {port}")
    return port


def _environment(url: str, port: int) -> dict[str, str]:
    live = free_port(port + 1, taken=port)
    names = ("localhost", LOOPBACK)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "guatu.site.settings",
        "DATABASE_URL": url,
        "GUATU_TODAY": DEMO_TODAY.isoformat(),
        "GUATU_PORT": str(port),
        "GUATU_LIVE_PORT": str(live),
        "GUATU_LIVE_URL": f"http://{LOOPBACK}:{live}/live/stream",
        "GUATU_ORIGINS": ",".join(f"http://{name}:{port}" for name in names),
    }


def _played_to() -> date:
    """The last day that was played, as the filling process wrote it down."""
    return date.fromisoformat(PLAYED.read_text("utf-8"))


def _refuse_unplayed(day: date | None, played: date) -> None:
    if day is not None and day > played:
        raise TroubleError(
            f"The demonstration was played to {played} only. Play it on first: ./run play --until {day}"
        )
    if not os.environ.get("DATABASE_URL"):
        keep_day(day or played)
    if day is not None and day < played:
        say(
            f"note: played to {played} already. Figures, lights and the wall show what was known on {day}; "
            "lists and registers show all that was recorded since, and what you write there stands between."
        )


def _fill(environment: dict[str, str]) -> None:
    # In a process of its own: this one stays small, and it can be ended at any moment.
    child = start_child(
        "filling",
        [sys.executable, "-m", "guatu.site.filling"],
        environment=environment,
        folder=CHECKOUT,
        log=None,
    )
    try:
        while not child.ended():
            time.sleep(0.05)
    finally:
        child.stop(signal.SIGTERM, patience_s=5)
    if child.process.returncode:
        raise TroubleError("The demonstration zone could not be loaded; the lines above say why.")


@contextmanager
def _servers(environment: dict[str, str]) -> Iterator[tuple[list[Child], Kept]]:
    port, live_port = int(environment["GUATU_PORT"]), int(environment["GUATU_LIVE_PORT"])
    say("starting the pages and the stream of changes")
    children: list[Child] = []
    worker: Kept | None = None
    try:
        for name, command in (
            ("live", live_command(LOOPBACK, live_port)),
            ("pages", pages_command(LOOPBACK, port, 2)),
        ):
            log = VAR / f"{name}.log"
            children.append(start_child(name, command, log=log, environment=environment, folder=CHECKOUT))
        address = f"http://{LOOPBACK}:{port}/"
        _wait_until(lambda: _answers(f"{address}sign-in/"), children)
        _wait_until(lambda: _answers(f"http://{LOOPBACK}:{live_port}/live/health"), children)
        # After the pages, which people wait for.
        worker = Kept(partial(_start_worker, environment))
        ADDRESS.write_text(address, "utf-8")
        _welcome(address, environment["GUATU_TODAY"])
        yield children, worker
    finally:
        if worker:
            worker.child.stop(signal.SIGTERM, patience_s=5)
        for child in reversed(children):
            child.stop(signal.SIGTERM, patience_s=10)


def _start_worker(environment: dict[str, str]) -> Child:
    return start_child("worker", WORK, log=VAR / "worker.log", environment=environment, folder=CHECKOUT)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - an address of our own
            return bool(answer.status == 200)
    except (URLError, HTTPException, OSError):
        return False


def _wait_until(true: Callable[[], bool], children: Sequence[Child]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        _raise_if_ended(children)
        if time.monotonic() > until:
            logs = ", ".join(str(child.log) for child in children)
            raise TroubleError(f"The pages do not answer after {PATIENCE_S} s; see {logs}.")
        time.sleep(0.1)


def _watch(children: Sequence[Child], worker: Kept) -> None:
    while True:
        _raise_if_ended(children)
        worker.tend()
        time.sleep(0.5)


def _raise_if_ended(children: Sequence[Child]) -> None:
    for child in children:
        if child.ended():
            raise TroubleError(f"{child.name} ended by itself. Its last lines:\n{child.last_lines()}")


def _welcome(address: str, day: str) -> None:
    say("ready")
    accounts = "\n".join(
        f"    {each.username:12} {each.password:12} {each.name}  {each.title_zh} {each.title_en}"
        for each in ACCOUNTS
    )
    looks = "\n".join(f"    {address.rstrip('/')}{path:10} {what}" for path, what in FIRST_LOOKS)
    print(WELCOME.format(address=address, day=day, accounts=accounts, looks=looks), flush=True)
