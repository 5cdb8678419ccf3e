"""How is PostgreSQL made, started, asked and stopped?"""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from guatu.site.folders import keep_secret
from guatu.site.postgres.leftovers import clear_leftovers
from guatu.site.postgres.place import Place, socket_folder
from guatu.site.supervision import Child, as_account, start_child
from guatu.site.trouble import TroubleError

OWNER = "guatu"
DATABASE = "guatu"
# Recovery after a power cut replays at most one checkpoint distance; on a slow disk that takes a while.
START_PATIENCE_S = 180
# After kill -9 the old server's children hold the shared memory for a moment.
SHARED_MEMORY_PATIENCE_S = 20
STILL_HELD = "pre-existing shared memory block"
BARE_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


@dataclass
class Cluster:
    """One running PostgreSQL of ours."""

    place: Place
    child: Child
    url: str

    def stop(self) -> bool:
        """Ends it with all transactions rolled back (fast shutdown); returns whether it ended cleanly."""
        return self.child.stop(signal.SIGINT, patience_s=60)


def start_cluster(
    place: Place, *, say: Callable[[str], None] = lambda line: None, throw_away: bool = False
) -> Cluster:
    """Starts PostgreSQL, making its data first where there are none, and waits until it answers.

    `throw_away` trades safety against power cuts for speed: for tests only.
    """
    password = keep_secret(place.home / "postgres-password", secrets.token_urlsafe(24))
    _refuse_other_major(place)
    if not place.data.exists():
        say("making the database")
        _make_data(place, password)
    sockets = socket_folder(place)
    clear_leftovers(place.data, sockets, say=say)
    child = _start_until_up(place, sockets, password, throw_away=throw_away)
    _make_database(address(place, "postgres", sockets, password))
    return Cluster(place, child, address(place, DATABASE, sockets, password))


def running_address(place: Place) -> str:
    """Returns the address of the server that runs there now, as another command of ours may ask for it."""
    password = (place.home / "postgres-password").read_text("utf-8")
    return address(place, DATABASE, socket_folder(place), password)


def address(place: Place, database: str, sockets: Path, password: str) -> str:
    """Returns the address of a database behind a local socket."""
    return f"postgresql://{OWNER}:{password}@/{database}?host={sockets}"


def _refuse_other_major(place: Place) -> None:
    others = [
        path.name for path in place.home.glob("postgres-[0-9]*") if path.is_dir() and path != place.data
    ]
    if others and not place.data.exists():
        raise TroubleError(
            f"{place.home} holds data of {others[0]}, and this is PostgreSQL {place.major}. Move them over "
            f"with pg_upgrade or pg_dump, or move that folder away to begin anew."
        )


def _make_data(place: Place, password: str) -> None:
    # Made beside and renamed when whole: an interrupted initdb leaves nothing that looks like data.
    new = place.home / f"new-postgres-{place.major}"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    _give(new, place)
    with tempfile.NamedTemporaryFile("w", dir=new.parent, prefix=".initdb-") as secret:
        secret.write(password)
        secret.flush()
        _give(Path(secret.name), place)
        _initdb(place, new / "data", secret.name)
    (new / "data").rename(place.data)
    new.rmdir()


def _give(path: Path, place: Place) -> None:
    if place.account:
        os.chown(path, place.account.uid, place.account.gid)


def _initdb(place: Place, data: Path, password_file: str) -> None:
    # Statistics and names are Chinese: with the shell's locale C, trigrams would not see them.
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if place.major >= 17 else []
    options = ["--locale=C.UTF-8", "--encoding=UTF8", "--data-checksums", f"--username={OWNER}"]
    access = ["--auth-local=scram-sha-256", "--auth-host=scram-sha-256", f"--pwfile={password_file}"]
    made = subprocess.run(  # noqa: S603
        [place.programs / "initdb", "--pgdata", data, *options, *builtin, *access],
        capture_output=True,
        text=True,
        env=BARE_ENVIRONMENT,
        cwd="/",
        check=False,
        **as_account(place.account),
    )
    if made.returncode:
        raise TroubleError(f"PostgreSQL could not make its data in {data}:\n{made.stderr.strip()}")


def _start_until_up(place: Place, sockets: Path, password: str, *, throw_away: bool) -> Child:
    until = time.monotonic() + SHARED_MEMORY_PATIENCE_S
    while True:
        child = _start(place, sockets, throw_away=throw_away)
        if _answers(child, address(place, "postgres", sockets, password)):
            return child
        said = child.last_lines()
        if STILL_HELD not in said or time.monotonic() > until:
            raise TroubleError(f"PostgreSQL did not start. Its last lines ({child.log}):\n{said}")
        time.sleep(0.5)


def _start(place: Place, sockets: Path, *, throw_away: bool) -> Child:
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
    }
    if throw_away:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    return start_child(
        "postgres",
        [
            place.programs / "postgres",
            "-D",
            place.data,
            *(f"--{key}={value}" for key, value in settings.items()),
        ],
        log=place.log,
        environment=BARE_ENVIRONMENT,
        folder=Path("/"),
        account=place.account,
        at_our_death=signal.SIGINT,
    )


def _answers(child: Child, url: str) -> bool:
    until = time.monotonic() + START_PATIENCE_S
    while time.monotonic() < until:
        if child.ended():
            return False
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    child.stop(signal.SIGINT, patience_s=10)
    return False


def _make_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not found:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
