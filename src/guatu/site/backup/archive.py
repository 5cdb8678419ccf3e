"""How does a backup look as a file, and is it whole?

A tar of the database's dump and the kept files, and at its end a manifest with the SHA-256 of each. It is
readable by its owner only: it holds keys, and everything that the database knows of people.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from guatu.base.errors import GuatuError
from guatu.site.backup.contents import Kept

MANIFEST = "manifest.json"
DUMP = "database.dump"
FORMAT = 1
PIECE = 1 << 20
BROKEN = "The backup is not whole: %s. Take another one; this file cannot be trusted."


@dataclass
class Manifest:
    """What a backup says of itself; `roles` are the roles of the database that its tables name."""

    guatu: str
    postgres_major: int
    taken_at: str
    roles: list[str]
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Hashing(io.RawIOBase):
    """Passes a stream on, and hashes what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._stream.read(size)
        self.digest.update(piece)
        return piece


class Writing:
    """A backup while it is written."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest) -> None:
        self._tar = tar
        self._manifest = manifest

    def add(self, name: str, path: Path) -> None:
        """Takes in one file."""
        with path.open("rb") as stream:
            about = tarfile.TarInfo(name)
            state = os.fstat(stream.fileno())
            about.size, about.mode = state.st_size, state.st_mode & 0o644
            hashing = Hashing(stream)
            self._tar.addfile(about, hashing)
            self._manifest.files[name] = hashing.digest.hexdigest()

    def add_kept(self, kept: Iterable[Kept]) -> None:
        """Takes in files and folders, as far as they are here."""
        for each in kept:
            for name, path in _files_of(each):
                self.add(name, path)

    def finish(self) -> None:
        """Writes the manifest."""
        text = json.dumps(asdict(self._manifest), ensure_ascii=False, indent=1).encode()
        about = tarfile.TarInfo(MANIFEST)
        about.size, about.mode = len(text), 0o600
        self._tar.addfile(about, io.BytesIO(text))


def read_archive(file: Path, into: Path | None = None) -> Manifest:
    """Reads a backup whole, unpacks it into the folder if one is given, and returns its manifest.

    Refuses what differs from the manifest in any byte, holds more or less, or leads outside the folder.
    """
    hashes: dict[str, str] = {}
    text = b""
    try:
        with tarfile.open(file, "r:") as tar:
            for about in tar:
                if about.name == MANIFEST:
                    text = _stream_of(tar, about).read()
                else:
                    hashes[about.name] = _take(tar, about, into)
    except (tarfile.TarError, EOFError) as error:
        raise GuatuError("broken_backup", BROKEN % error) from error
    return _checked(text, hashes)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files_of(kept: Kept) -> Iterator[tuple[str, Path]]:
    if kept.place.is_file():
        yield kept.name, kept.place
        return
    for path in sorted(kept.place.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield f"{kept.name}/{path.relative_to(kept.place).as_posix()}", path


def _take(tar: tarfile.TarFile, about: tarfile.TarInfo, into: Path | None) -> str:
    hashing = Hashing(_stream_of(tar, about))
    if into is None:
        while hashing.read(PIECE):
            continue
        return hashing.digest.hexdigest()
    place = into / about.name
    if not about.isfile() or not place.resolve().is_relative_to(into.resolve()):
        raise GuatuError("broken_backup", BROKEN % f"{about.name} has no business in it")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, about.mode & 0o644)
    with open(handle, "wb") as target:
        while piece := hashing.read(PIECE):
            target.write(piece)
    return hashing.digest.hexdigest()


def _stream_of(tar: tarfile.TarFile, about: tarfile.TarInfo) -> IO[bytes]:
    stream = tar.extractfile(about)
    if stream is None:
        raise GuatuError("broken_backup", BROKEN % f"{about.name} is no file")
    return stream


def _checked(text: bytes, hashes: dict[str, str]) -> Manifest:
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise GuatuError("other_format", "The backup was written by a newer Guatu: restore it with that.")
        manifest = Manifest(**said)
    except (ValueError, KeyError, TypeError) as error:
        raise GuatuError("broken_backup", BROKEN % "its manifest is missing") from error
    names = hashes.keys() | manifest.files.keys()
    differing = sorted(name for name in names if hashes.get(name) != manifest.files.get(name))
    if differing:
        raise GuatuError("broken_backup", BROKEN % f"{', '.join(differing[:5])} is not as it was written")
    return manifest
