"""What beside the database must not be lost, and where does it lie here?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from guatu.site.folders import VAR
from guatu.site.postgres.borrowing import DAY


@dataclass(frozen=True)
class Kept:
    """A file or folder outside the database: its name in a backup, and its place here."""

    name: str
    place: Path


def kept_before_database() -> tuple[Kept, ...]:
    """What is copied first: a checkpoint newer than the database would speak against it for ever."""
    return (Kept("checkpoints", Path(settings.LEDGER_CHECKPOINTS)),)


def kept_after_database() -> tuple[Kept, ...]:
    """What is copied last: a file is on the disk before a row names it, so none is missing.

    A key that comes from the environment has no file here, and is not in the backup.
    """
    return (
        Kept("uploads", Path(settings.MEDIA_ROOT)),
        Kept("ledger-key", Path(settings.LEDGER_KEY)),
        Kept("secret-key", VAR / "secret-key"),
        Kept("zone-day", DAY),
    )


def kept_here() -> tuple[Kept, ...]:
    """All of it."""
    return kept_before_database() + kept_after_database()


def is_used(kept: Kept) -> bool:
    """Whether a folder of people's own holds anything; keys are made by every start and do not count."""
    return kept.place.is_dir() and any(path.is_file() for path in kept.place.rglob("*"))
