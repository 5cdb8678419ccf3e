"""How are the database, the ledger's seals, backups, disks and the stream of changes?"""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guatu.kernel.health.ages import GIB, age_words, size_words
from guatu.kernel.health.findings import Finding, absent, bad, good, look, worth_a_look
from guatu.kernel.ledger.sealing import seal_health

DATABASE = "SELECT current_setting('server_version'), pg_database_size(current_database())"
BACKED_UP = "SELECT now() - max(taken_at) FROM health_backup"

SLOW_S = 0.5
# The sealer comes round every minute.
SEALED_LATE, SEALED_TOO_LATE = timedelta(minutes=5), timedelta(minutes=30)
# A backup a day, as GB/T 22239-2019 (level 3) expects of important data.
BACKUP_LATE, BACKUP_TOO_LATE = timedelta(hours=26), timedelta(days=7)
DISK_LOW, DISK_TOO_LOW = 5 * GIB, GIB
LIVE_PATIENCE_S = 2.0


@look("database", gettext_lazy("Database"), order=10)
def database() -> Finding:
    """Whether it answers, and how fast."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        version, size = cursor.fetchone() or ("", 0)
    took = time.monotonic() - began
    told = {"version": version.split(" ")[0], "size": size_words(size), "took": round(took * 1000)}
    says = _("PostgreSQL %(version)s answers within %(took)d ms and holds %(size)s.") % told
    return good(says) if took < SLOW_S else worth_a_look(says, _("Ask what loads the database server."))


@look("ledger.sealed", gettext_lazy("Ledger"), order=40)
def ledger_sealed() -> Finding:
    """Whether what was written is sealed soon, and the seal kept outside the database."""
    health = seal_health()
    todo = _("See on the page of jobs why “ledger.seal” does not succeed.")
    if health.newest is None:
        return bad(_("Nothing was ever sealed."), todo)
    if not health.is_kept_outside:
        return bad(_("The last checkpoint is not in its folder."), todo)
    if not health.unsealed:
        return good(_("All %(count)d entries are sealed.") % {"count": health.newest.size})
    waits = health.age or timedelta(0)
    says = _("%(count)d entries wait for their seal, the oldest for %(age)s.") % {
        "count": health.unsealed,
        "age": age_words(waits),
    }
    if waits < SEALED_LATE:
        return good(says)
    return worth_a_look(says, todo) if waits < SEALED_TOO_LATE else bad(says, todo)


@look("backup", gettext_lazy("Backup"), order=50)
def last_backup() -> Finding:
    """How old the last backup is."""
    with connection.cursor() as cursor:
        cursor.execute(BACKED_UP)
        (age,) = cursor.fetchone() or (None,)
    todo = _("Run “guatu backup FILE” every day, and keep the file on another machine.")
    if age is None:
        return worth_a_look(_("No backup was ever taken."), todo)
    says = _("The last backup is %(age)s old.") % {"age": age_words(age)}
    if age < BACKUP_LATE:
        return good(says)
    return worth_a_look(says, todo) if age < BACKUP_TOO_LATE else bad(says, todo)


@look("disk", gettext_lazy("Disk"), order=60)
def disk() -> Finding:
    """Whether there is room for uploads and checkpoints."""
    folders = (Path(settings.MEDIA_ROOT), Path(settings.LEDGER_CHECKPOINTS))
    free = min(shutil.disk_usage(_existing(folder)).free for folder in folders)
    says = _("%(size)s are free for uploads and checkpoints.") % {"size": size_words(free)}
    todo = _("Make room, or mount a larger disk: without room nothing can be written.")
    if free > DISK_LOW:
        return good(says)
    return worth_a_look(says, todo) if free > DISK_TOO_LOW else bad(says, todo)


@look("live", gettext_lazy("Stream of changes"), order=70)
def live() -> Finding:
    """Whether open pages learn of changes at once."""
    if not settings.LIVE_URL:
        return absent(_("No stream is named (GUATU_LIVE_URL): open pages ask for changes now and then."))
    parts = urlsplit(settings.LIVE_URL)
    address = urlunsplit((parts.scheme, parts.netloc, "/live/health", "", ""))
    try:
        with urlopen(address, timeout=LIVE_PATIENCE_S) as answer:  # noqa: S310 - an address of our settings
            listeners = answer.read(100).split()[-1].decode()
    except (URLError, OSError, IndexError, UnicodeDecodeError):
        return worth_a_look(
            _("The stream of changes does not answer; open pages are late by half a minute."),
            _("Start “guatu live” (“guatu serve” does)."),
        )
    return good(_("Open pages learn of changes at once; %(count)s listen.") % {"count": listeners})


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
