"""How are secrets of second factors kept, so that a copy of the database does not tell them?

Authenticated encryption with a key derived from the installation's secret key, which lies outside the
database: AES-256-GCM, or SM4-GCM (GB/T 32907) where 密评 (GB/T 39786-2021) asks for it. What was encrypted
under one of them stays readable after a change to the other, and with keys in SECRET_KEY_FALLBACKS.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from guatu.base.errors import GuatuError

NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = {"AES": 32, "SM4": 16}


def encrypt(text: str) -> str:
    """The text encrypted by the cipher of `settings.SECRETS_CIPHER`, as `AES:…` or `SM4:…`."""
    name = settings.SECRETS_CIPHER
    nonce = os.urandom(NONCE_BYTES)
    encryptor = _cipher(name, settings.SECRET_KEY, GCM(nonce)).encryptor()
    content = encryptor.update(text.encode()) + encryptor.finalize()
    return f"{name}:{urlsafe_b64encode(nonce + content + encryptor.tag).decode()}"


def decrypt(encrypted: str) -> str:
    """The text again; raises GuatuError (`secret_unreadable`) where it was altered or the key is another."""
    name, _, encoded = encrypted.partition(":")
    for key in _keys() if name in KEY_BYTES else ():
        with suppress(InvalidTag, ValueError):
            return _open(name, key, urlsafe_b64decode(encoded))
    raise GuatuError("secret_unreadable", "a secret cannot be read: it was altered, or SECRET_KEY changed")


def _open(name: str, key: str, content: bytes) -> str:
    nonce, tag = content[:NONCE_BYTES], content[-TAG_BYTES:]
    decryptor = _cipher(name, key, GCM(nonce, tag)).decryptor()
    return (decryptor.update(content[NONCE_BYTES:-TAG_BYTES]) + decryptor.finalize()).decode()


def _cipher(name: str, secret: str, mode: GCM) -> Cipher[GCM]:
    context = f"guatu second factor {name}".encode()
    key = HKDF(algorithm=SHA256(), length=KEY_BYTES[name], salt=None, info=context).derive(secret.encode())
    return Cipher(SM4(key) if name == "SM4" else AES(key), mode)


def _keys() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS
