"""What does `guatu backup` do?"""

from __future__ import annotations

import argparse
import os
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from django.utils import translation

from guatu.kernel.health.ages import size_words
from guatu.kernel.health.models import Backup
from guatu.kernel.ledger.context import action
from guatu.site.backup.archive import DUMP, Manifest, Writing, digest_of, read_archive
from guatu.site.backup.contents import kept_after_database, kept_before_database, kept_here
from guatu.site.backup.dumping import dump_database, major_of, roles_named
from guatu.site.trouble import TroubleError

ABSENT = "Not in it, because it is not a file here: {}. Keep what it comes from as well."


def run(arguments: Sequence[str]) -> int:
    """Writes a backup into a new file, reads it again, and notes that it was taken."""
    parser = argparse.ArgumentParser(prog="guatu backup")
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that is not there yet")
    file = parser.parse_args(arguments).file.absolute()
    if file.exists():
        raise TroubleError(f"{file} is there already; a backup does not overwrite anything.")
    manifest = take_backup(os.environ["DATABASE_URL"], file)
    _note(file)
    with translation.override("en"):
        print(
            f"{file}: {len(manifest.files)} files, {size_words(file.stat().st_size)}, read again and whole."
        )
    _say_absent(manifest)
    print("It holds keys and personal data. Keep it closed, and on another machine.")
    return 0


def take_backup(address: str, file: Path) -> Manifest:
    """Writes everything into the file, which appears under its name only when it is whole."""
    manifest = Manifest(
        guatu=version("guatu"),
        postgres_major=major_of(address),
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),  # the real day, not the zone's
        roles=roles_named(address),
    )
    with tempfile.TemporaryDirectory(prefix=".guatu-backup-", dir=file.parent) as folder:
        unfinished, dump = Path(folder, "backup"), Path(folder, DUMP)
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as stream, tarfile.open(fileobj=stream, mode="w:") as tar:
            writing = Writing(tar, manifest)
            writing.add_kept(kept_before_database())
            dump_database(address, dump)
            writing.add(DUMP, dump)
            writing.add_kept(kept_after_database())
            writing.finish()
            tar.close()
            stream.flush()
            os.fsync(stream.fileno())
        read_archive(unfinished)
        unfinished.rename(file)
    return manifest


def _note(file: Path) -> None:
    with action("health.note_backup", by=None):
        Backup.objects.create(file=str(file), size_bytes=file.stat().st_size, sha256=digest_of(file))


def _say_absent(manifest: Manifest) -> None:
    there = {name.split("/")[0] for name in manifest.files}
    absent = [kept.name for kept in kept_here() if kept.name.endswith("key") and kept.name not in there]
    if absent:
        print(ABSENT.format(", ".join(absent)))
