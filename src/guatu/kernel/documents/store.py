"""Where do the bytes lie? On disk under their SHA-256, written whole or not at all, once for all.

MEDIA_ROOT/documents/ab/ab12…: the first two letters of the hash, then the hash. Nobody but the server's own
account reads them, and no web server: they leave the house through a view alone.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from guatu.base.errors import GuatuError

HEX = frozenset("0123456789abcdef")


def documents_folder() -> Path:
    """The folder under which all files lie."""
    return Path(settings.MEDIA_ROOT) / "documents"


def place_of(sha256: str, folder: Path | None = None) -> Path:
    """Where the bytes with that hash lie, or would."""
    if len(sha256) != 64 or not HEX.issuperset(sha256):
        raise GuatuError("no_hash", f"{sha256!r} is no SHA-256")
    return (folder or documents_folder()) / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Writes the bytes down so that they survive a loss of power, and returns their SHA-256.

    What is there already is written again: one rename, and a file that was damaged meanwhile is whole.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    write_whole(place_of(sha256), content)
    return sha256


def read(sha256: str) -> bytes:
    """The bytes with that hash; GuatuError `file_missing`, or `file_altered` where they are not those."""
    try:
        content = place_of(sha256).read_bytes()
    except FileNotFoundError:
        raise GuatuError("file_missing", f"the file {sha256} is not on disk") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise GuatuError("file_altered", f"the file {sha256} is not what was handed in")
    return content


def write_whole(place: Path, content: bytes) -> None:
    """Puts a file in its place in one step: nobody ever sees half of it."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(place.parent)


def stored(folder: Path | None = None) -> Iterator[Path]:
    """All files that lie there, also the beginnings of ones that were never finished."""
    root = folder or documents_folder()
    if root.is_dir():
        yield from (
            file for part in sorted(root.iterdir()) if part.is_dir() for file in sorted(part.iterdir())
        )


def _settle(folder: Path) -> None:
    # A rename is safe once its folder is written down too.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
