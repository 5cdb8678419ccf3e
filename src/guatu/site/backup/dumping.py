"""How do PostgreSQL's own programs write a database into a file, and read it again?"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from guatu.site.postgres.binaries import Binaries, known_binaries
from guatu.site.trouble import TroubleError

VERSION = "SELECT current_setting('server_version_num')::int / 10000"
# The roles that own, may use, or are named by policies of anything in this database.
ROLES = """
SELECT DISTINCT r.rolname::text FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
WHERE d.refclassid = 'pg_authid'::regclass
    AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1
"""
AT_ONCE = 2


def major_of(address: str) -> int:
    """The major version of the server at that address."""
    with psycopg.connect(address) as connection:
        row = connection.execute(VERSION).fetchone()
    assert row is not None
    return int(row[0])


def roles_named(address: str) -> list[str]:
    """The roles that anything in the database names."""
    with psycopg.connect(address) as connection:
        return [str(name) for (name,) in connection.execute(ROLES)]


def dump_database(address: str, file: Path) -> None:
    """Writes the database as it is at one moment, while others go on."""
    _run(_programs(address).folder / "pg_dump", ["--format=custom", f"--file={file}"], address)


def restore_dump(address: str, file: Path) -> None:
    """Fills the empty database at that address from the file."""
    options = ["--no-owner", "--exit-on-error", f"--jobs={AT_ONCE}", str(file)]
    _run(_programs(address).folder / "pg_restore", options, address)


def _programs(address: str) -> Binaries:
    major = major_of(address)
    for binaries in known_binaries():
        if binaries.major >= major and (binaries.folder / "pg_dump").exists():
            return binaries
    raise TroubleError(
        f"The server is PostgreSQL {major}, and this machine has no pg_dump and pg_restore of that version "
        f"or a newer one. Install postgresql-client-{major}."
    )


def _run(program: Path, options: Sequence[str], address: str) -> None:
    # In the environment the password is seen by this account alone, among the arguments by everybody.
    words = conninfo_to_dict(address)
    secret = {"PGPASSWORD": str(words.pop("password"))} if words.get("password") else {}
    known = make_conninfo("", **{name: value for name, value in words.items() if value is not None})
    ended = subprocess.run(  # noqa: S603 - a program of PostgreSQL
        [program, f"--dbname={known}", *options],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise TroubleError(f"{program.name} failed:\n{ended.stderr.strip()[-3000:]}")
