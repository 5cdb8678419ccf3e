"""What is done with papers after the answer was given, and every night?"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from guatu.base.errors import GuatuError
from guatu.kernel.documents.files import check_files, sweep
from guatu.kernel.documents.previews import forget_oldest
from guatu.kernel.documents.texts import read_text
from guatu.kernel.jobs.declaration import Every, job


@job("documents.read", _("Reads a document for the search"), attempts=3, limit=timedelta(minutes=3))
def read_file(sha256: str) -> None:
    """Reads the file with that hash, unless that was done."""
    read_text(sha256)


@job("documents.sweep", _("Deletes files that belong to no document"), every=Every(day_at="03:30"))
def sweep_files() -> None:
    """Takes away what an upload left that never came to its end, and pictures of pages beyond their limit."""
    sweep()
    forget_oldest()


@job(
    "documents.check",
    _("Compares the files of all documents with their hashes"),
    every=Every(day_at="03:50"),
    attempts=1,
    limit=timedelta(hours=2),
)
def check_all_files() -> None:
    """Fails, with the first of them, where files are not what was handed in."""
    found = check_files()
    if found:
        raise GuatuError(found[0].code, f"{len(found)} files are wrong. {found[0].sentence}")
