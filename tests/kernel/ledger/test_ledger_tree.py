"""Is the tree exactly that of RFC 9162 (and 6962)? By the known vectors of certificate transparency."""

from hashlib import sha256 as plain_sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.errors import GuatuError
from guatu.kernel.ledger.tree import (
    consistency_proof,
    digest_called,
    fold,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    range_hash,
    root_by_inclusion,
    sha256,
    sm3,
)

INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
# (leaf counted from 0, size, path)
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
]
CONSISTENCY = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]


def hex_of(hashes):
    return [each.hex() for each in hashes]


def leaves_of(count, digest=sha256):
    return [leaf_hash(str(number).encode(), digest) for number in range(count)]


def nodes_over(leaves, digest=sha256):
    """The recursion of the definition itself, as the oracle."""
    return lambda level, position: fold(leaves[position << level : (position + 1) << level], digest)


def mth(leaves):
    """2.1.1, word by word."""
    if not leaves:
        return plain_sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return plain_sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


VECTORS = [leaf_hash(bytes.fromhex(each), sha256) for each in INPUTS]


def test_the_roots_of_the_reference_vectors():
    assert fold([], sha256).hex() == EMPTY
    assert [fold(VECTORS[: n + 1], sha256).hex() for n in range(8)] == ROOTS
    nodes = nodes_over(VECTORS)
    assert [range_hash(0, n + 1, nodes, sha256).hex() for n in range(8)] == ROOTS


@pytest.mark.parametrize(("position", "size", "path"), INCLUSION)
def test_the_inclusion_paths_of_the_reference_vectors(position, size, path):
    found = inclusion_proof(position, size, nodes_over(VECTORS), sha256)
    assert hex_of(found) == path
    assert root_by_inclusion(VECTORS[position], position, size, found, sha256).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("old", "new", "path"), CONSISTENCY)
def test_the_consistency_paths_of_the_reference_vectors(old, new, path):
    assert hex_of(consistency_proof(old, new, nodes_over(VECTORS), sha256)) == path


def test_every_proof_up_to_70_leaves_holds_and_none_for_another_leaf_or_size():
    leaves = leaves_of(70)
    nodes = nodes_over(leaves)
    for size in range(1, 71):
        root = mth(leaves[:size])
        assert fold(leaves[:size], sha256) == range_hash(0, size, nodes, sha256) == root
        for position in range(size):
            path = inclusion_proof(position, size, nodes, sha256)
            assert root_by_inclusion(leaves[position], position, size, path, sha256) == root
            assert root_by_inclusion(leaves[position - 1], position, size, path, sha256) != root or size == 1
            assert root_by_inclusion(leaves[position], position, size, [*path, root], sha256) is None
        for old in range(1, size + 1):
            path = consistency_proof(old, size, nodes, sha256)
            assert is_consistent(old, mth(leaves[:old]), size, root, path, sha256)


@given(st.integers(2, 300), st.data())
def test_a_proof_with_any_bit_turned_proves_nothing(size, data):
    leaves = leaves_of(size)
    nodes, root = nodes_over(leaves), fold(leaves, sha256)
    position = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(position, size, nodes, sha256)
    at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
    turned = (int.from_bytes(path[at], "big") ^ 1 << bit).to_bytes(32, "big")
    broken = [*path[:at], turned, *path[at + 1 :]]
    assert root_by_inclusion(leaves[position], position, size, broken, sha256) != root
    assert root_by_inclusion(leaves[position], position, size, path[:-1], sha256) != root
    old = data.draw(st.integers(1, size - 1))
    way = consistency_proof(old, size, nodes, sha256)
    old_root = fold(leaves[:old], sha256)
    at = data.draw(st.integers(0, len(way) - 1))
    turned = (int.from_bytes(way[at], "big") ^ 1 << bit).to_bytes(32, "big")
    assert not is_consistent(old, old_root, size, root, [*way[:at], turned, *way[at + 1 :]], sha256)
    assert not is_consistent(old, root, size, root, way, sha256)


def test_intervals_that_cannot_be_are_refused():
    nodes = nodes_over(leaves_of(5))
    for position, size in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(GuatuError):
            inclusion_proof(position, size, nodes, sha256)
        assert root_by_inclusion(b"", position, size, [], sha256) is None
    for old, new in ((0, 5), (6, 5), (-1, 5)):
        with pytest.raises(GuatuError):
            consistency_proof(old, new, nodes, sha256)
        assert not is_consistent(old, b"", new, b"", [], sha256)


def test_sm3_by_the_vectors_of_its_standard():
    # GB/T 32905-2016, annex A
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm3(b"abcd" * 16).hex() == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert digest_called("SM3") is sm3
    with pytest.raises(GuatuError):
        digest_called("MD5")
