"""What is signed, by whom, and where is it kept outside the database?

A checkpoint says: on this day the log with this origin had so many entries and this root. Its text is a
signed note (C2SP tlog-checkpoint): lines of text, an empty line, then `— NAME SIGNATURE`. Ed25519 (RFC 8032).
"""

from __future__ import annotations

import hashlib
import os
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident

import cryptography
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.tree import DIGESTS

# What may sign. SM2 (GB/T 32918) is asked for by 密评; no version of the library has it so far.
SIGNATURES = ("Ed25519", "SM2")
LACKING = ("SM2",)
# The kind of key in a verifier's name: Ed25519 (C2SP signed-note).
ED25519 = b"\x01"
SIGNATURE = "\u2014 "
PUBLIC_KEY_FILE = "public-key.txt"


@dataclass(frozen=True)
class Checkpoint:
    """How the log was at one moment."""

    origin: str
    size: int
    root: bytes
    algorithm: str
    sealed_at: datetime

    def text(self) -> str:
        """What is signed."""
        root = b64encode(self.root).decode()
        moment = self.sealed_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return f"{self.origin}\n{self.size}\n{root}\nhash {self.algorithm}\ntime {moment}\n"


@dataclass(frozen=True)
class Verifier:
    """Whose signature counts."""

    name: str
    key: Ed25519PublicKey

    @property
    def id(self) -> bytes:
        """The four bytes that stand before a signature."""
        return key_id(self.name, self.key)

    def as_line(self) -> str:
        """The public key as an auditor gets it: name+id+key."""
        encoded = b64encode(ED25519 + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.id.hex()}+{encoded}"


@dataclass(frozen=True)
class Notary:
    """Who signs the checkpoints of this installation, and where they are kept."""

    origin: str
    key: Ed25519PrivateKey
    folder: Path
    algorithm: str = "SHA-256"

    @property
    def verifier(self) -> Verifier:
        """The public side."""
        return Verifier(self.origin, self.key.public_key())

    def sign(self, checkpoint: Checkpoint) -> str:
        """The signed note of a checkpoint."""
        text = checkpoint.text()
        signature = b64encode(self.verifier.id + self.key.sign(text.encode())).decode()
        return f"{text}\n{SIGNATURE}{self.origin} {signature}\n"


def require_signature(name: str) -> None:
    """Raises a sentence where this signature is unknown, or the library that is installed has none of it."""
    if name not in SIGNATURES:
        raise GuatuError(
            "unknown_signature", f"GUATU_LEDGER_SIGNATURE={name}: there are {', '.join(SIGNATURES)}."
        )
    if name in LACKING:
        sentence = (
            f"GUATU_LEDGER_SIGNATURE={name} cannot be used: the cryptographic library (cryptography "
            f"{cryptography.__version__}) has no {name}. Take Ed25519; the hash can be SM3 all the same."
        )
        raise GuatuError("no_such_signature", sentence)


def open_notary(origin: str, key_file: Path, folder: Path, algorithm: str) -> Notary:
    """The notary with the key in that file; made where it is absent, readable by its owner only."""
    if not origin or any(c.isspace() or c == "+" for c in origin):
        raise GuatuError("bad_origin", "the origin of the ledger is one word without a plus sign")
    if algorithm not in DIGESTS:
        raise GuatuError("unknown_hash", f"{algorithm} is none of {', '.join(DIGESTS)}")
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    notary = Notary(origin, _read_or_make_key(key_file), folder, algorithm)
    _keep(folder / PUBLIC_KEY_FILE, notary.verifier.as_line() + "\n")
    return notary


def read_note(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a signed note; refused where the signature is not the verifier's."""
    text, empty, signatures = note.rpartition("\n\n")
    try:
        if not empty:
            raise GuatuError("unsigned", "the checkpoint has no signature")
        _verify(text + "\n", signatures, verifier)
        origin, size, root, algorithm, moment = text.split("\n")
        return Checkpoint(
            origin,
            int(size),
            b64decode(root, validate=True),
            algorithm.removeprefix("hash "),
            datetime.fromisoformat(moment.removeprefix("time ")),
        )
    except (ValueError, Base64Error) as error:
        raise GuatuError("no_checkpoint", f"this is no checkpoint: {error}") from error


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """The first four bytes of SHA-256 over name, line feed, kind and key."""
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + key.public_bytes_raw()).digest()[:4]


def keep_outside(notary: Notary, checkpoint: Checkpoint, note: str) -> Path:
    """Writes the note as a file of its own, on the disk when this returns; a kept one is never altered."""
    return _keep(checkpoint_file(notary.folder, checkpoint.size), note)


def checkpoint_file(folder: Path, size: int) -> Path:
    """The file of the checkpoint of that many entries."""
    return folder / f"{size:012}.txt"


def kept_outside(folder: Path) -> list[Path]:
    """The files of all checkpoints in the folder, by size."""
    return sorted(path for path in folder.glob("*.txt") if path.stem.isdigit())


def _verify(text: str, signatures: str, verifier: Verifier) -> None:
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(SIGNATURE).partition(" ")
        raw = b64decode(encoded)
        if name == verifier.name and raw[:4] == verifier.id:
            try:
                return verifier.key.verify(raw[4:], text.encode())
            except InvalidSignature:
                raise GuatuError(
                    "bad_signature", "the checkpoint's signature does not fit its text"
                ) from None
    raise GuatuError("bad_signature", f"the checkpoint is not signed by {verifier.name}")


def _read_or_make_key(file: Path) -> Ed25519PrivateKey:
    file.parent.mkdir(parents=True, exist_ok=True)
    made = Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n"
    try:
        _write_new(file, made, 0o600)
    except FileExistsError:
        made = file.read_text("ascii")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(made))


def _keep(file: Path, text: str) -> Path:
    try:
        _write_new(file, text, 0o444)
    except FileExistsError:
        if file.read_text("utf-8") != text:
            raise GuatuError(
                "checkpoint_differs",
                f"{file} says something else than the database: two histories have been signed",
            ) from None
    return file


def _write_new(file: Path, text: str, mode: int) -> None:
    """Under its name the file is whole or absent, also after a power cut."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.{get_ident()}")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(unfinished, file)  # unlike a rename, refuses where there is one already
    finally:
        unfinished.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
