"""What does `guatu restore` do?

A backup is unpacked and its database restored beside what is there, the ledger is verified on that, and only
then does it take the place of what was there. Whatever goes wrong before leaves everything as it was.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from guatu.site.backup.archive import DUMP, Manifest, read_archive
from guatu.site.backup.contents import is_used, kept_here
from guatu.site.backup.dumping import major_of, restore_dump
from guatu.site.backup.replacing import (
    create_roles,
    database_beside,
    is_empty,
    refuse_while_used,
    take_place,
)
from guatu.site.folders import CHECKOUT, VAR
from guatu.site.progress import say
from guatu.site.trouble import TroubleError

VERIFY = (sys.executable, "-m", "guatu.site.commandline", "ledger", "verify")
# What waited to be sent then may have been sent since: it is left to people, see kernel/mail.
HOLD_LETTERS = "UPDATE mail_letter SET state = 'sending' WHERE state = 'waiting'"
HOLDING = """
SELECT set_config('guatu.action', json_build_object('id', gen_random_uuid(), 'verb', 'mail.hold_restored',
    'actor', NULL, 'happened_at', now(), 'request', NULL, 'session', NULL)::text, true)
"""


def run(arguments: Sequence[str]) -> int:
    """Brings back what a backup holds, into an empty installation or in the place of what is there."""
    wanted = _parser().parse_args(arguments)
    address = os.environ["DATABASE_URL"]
    _refuse_if_used(address, replace=wanted.replace)
    VAR.mkdir(mode=0o711, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=VAR) as folder:
        staged = Path(folder)
        say("reading the backup")
        manifest = read_archive(wanted.file, staged)
        _refuse_older_server(address, manifest)
        with database_beside(address) as beside:
            _fill(beside, staged, manifest, unverified=wanted.unverified)
            say("putting it in its place")
            refuse_while_used(address)
            moved = _move_files(staged)
            take_place(address)
    print(f"Restored as of {manifest.taken_at}.")
    if moved:
        print(f"The files that were here before are in {moved}.")
    if moved and (moved / "checkpoints").exists():
        print(
            "Checkpoints in it that are newer than the backup prove what was lost: hand them to the auditors."
        )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guatu restore")
    parser.add_argument("file", type=Path, metavar="FILE", help="what guatu backup wrote")
    parser.add_argument("--replace", action="store_true", help="throw away what is there")
    parser.add_argument(
        "--unverified", action="store_true", help="restore even where the ledger does not verify"
    )
    return parser


def _refuse_if_used(address: str, *, replace: bool) -> None:
    refuse_while_used(address)
    used = [kept.place for kept in kept_here() if is_used(kept)]
    if not replace and (used or not is_empty(address)):
        there = ", ".join(["the database", *map(str, used)] if not is_empty(address) else map(str, used))
        raise TroubleError(f"There are data already ({there}). Say --replace to throw them away.")


def _refuse_older_server(address: str, manifest: Manifest) -> None:
    here = major_of(address)
    if manifest.postgres_major > here:
        raise TroubleError(
            f"The backup is of PostgreSQL {manifest.postgres_major} and cannot be read into {here}."
        )


def _fill(beside: str, staged: Path, manifest: Manifest, *, unverified: bool) -> None:
    say("restoring the database beside the old one")
    create_roles(beside, manifest.roles)
    restore_dump(beside, staged / DUMP)
    say("bringing its tables up to date and verifying its ledger")
    ended = subprocess.run(  # noqa: S603 - our own command
        VERIFY, cwd=CHECKOUT, env=_environment_of(beside, staged), text=True, capture_output=True, check=False
    )
    print(ended.stdout.strip())
    if ended.returncode and not unverified:
        raise TroubleError(
            f"The ledger of the backup is not whole, so nothing was changed here.\n{ended.stderr.strip()}\n"
            "Take an older backup, or say --unverified and explain it to the auditors."
        )
    with psycopg.connect(beside) as connection:
        connection.execute(HOLDING)
        connection.execute(HOLD_LETTERS)


def _environment_of(address: str, staged: Path) -> dict[str, str]:
    inner = {
        "DATABASE_URL": address,
        "GUATU_VAR": str(staged),
        "GUATU_LEDGER_KEY": str(staged / "ledger-key"),
        "GUATU_LEDGER_CHECKPOINTS": str(staged / "checkpoints"),
    }
    return {**os.environ, **inner}


def _move_files(staged: Path) -> Path | None:
    """Puts the staged files in their places; returns where those went that were there before."""
    before = VAR / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    for kept in kept_here():
        if kept.place.exists():
            before.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.move(kept.place, before / kept.name)
        if (staged / kept.name).exists():
            kept.place.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
            shutil.move(staged / kept.name, kept.place)
    return before if before.exists() else None
