"""Is the auditor's program what it says: one short file, the standard library, right about signatures?

How it judges exports and proofs is tested in tests/kernel/ledger/test_ledger_proofs.py.
"""

import ast
import importlib.util
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

PROGRAM = Path(__file__).resolve().parent.parent / "verify_ledger.py"
# RFC 8032, 7.1: secret key, public key, message, signature
SIGNED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.fixture(scope="module")
def program():
    spec = importlib.util.spec_from_file_location("verify_ledger", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_is_short_and_imports_the_standard_library_alone():
    text = PROGRAM.read_text("utf-8")
    assert len(text.splitlines()) < 300
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(("key", "message", "signature"), SIGNED)
def test_the_signatures_of_the_standard_hold(program, key, message, signature):
    key, message, signature = map(bytes.fromhex, (key, message, signature))
    assert program.ed25519_holds(key, message, signature)
    assert not program.ed25519_holds(key, message + b"x", signature)
    # RFC 8032, 5.1.7: s must be below the order of the group, or a signature could be varied.
    s = int.from_bytes(signature[32:], "little") + program.L
    assert not program.ed25519_holds(key, message, signature[:32] + s.to_bytes(32, "little"))


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_it_judges_signatures_as_the_library_does(program, seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert program.ed25519_holds(public, message, signature)
    turned = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
    assert not program.ed25519_holds(public, message, turned)
    assert not program.ed25519_holds(public, message, signature[:63])
