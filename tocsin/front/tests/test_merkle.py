"""Trees and notes against vectors that others made, and against an implementation that others wrote."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from pymerkle import InmemoryTree

from tocsin.core import merkle
from tocsin.core.merkle import Edge, leaf_hash, subtree_root, tile_path
from tocsin.core.notes import BadNote, Checkpoint, NoteKey, NoteSigner
from tocsin.front import verify_receipt

# The leaves and roots with which the logs of Certificate Transparency (RFC 6962) are tested.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
# The example of the note package that the format of signed notes comes from.
NOTE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def numbered(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_of_rfc_6962(size: int, root: str) -> None:
    hashes = [leaf_hash(leaf) for leaf in LEAVES[:size]]
    assert subtree_root(hashes).hex() == root
    edge = Edge()
    edge.add(hashes)
    assert edge.root().hex() == root


@given(st.lists(st.integers(1, 700), max_size=6))
def test_however_a_tree_grows_its_root_is_the_same(parts: list[int]) -> None:
    hashes, edge, tiles = numbered(sum(parts)), Edge(), {}
    for start, end in pairwise([0, *[sum(parts[: n + 1]) for n in range(len(parts))]]):
        tiles |= edge.add(hashes[start:end])
    assert edge.root() == subtree_root(hashes)
    leaves = [each for (level, _number), tile in sorted(tiles.items()) if level == 0 for each in tile]
    assert leaves == hashes


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 255, 256, 257, 300])
def test_another_implementation_agrees(size: int) -> None:
    entries = [str(number).encode() for number in range(size)]
    theirs = InmemoryTree(algorithm="sha256")
    for entry in entries:
        theirs.append_entry(entry)
    hashes = [leaf_hash(entry) for entry in entries]
    assert theirs.get_root() == subtree_root(hashes)
    for index in {0, size // 2, size - 1}:
        path = list(merkle.inclusion_path(index, hashes))
        assert verify_receipt.root_by_path(entries[index], index, size, path) == theirs.get_root()


@given(st.integers(1, 600), st.data())
def test_every_leaf_proves_itself_and_no_other(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    entries = [str(number).encode() for number in range(size)]
    hashes = [leaf_hash(entry) for entry in entries]
    path = list(merkle.inclusion_path(index, hashes))
    root = subtree_root(hashes)
    assert verify_receipt.root_by_path(entries[index], index, size, path) == root
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        try:
            led = verify_receipt.root_by_path(entries[index], other, size, path)
        except verify_receipt.Forged:
            led = b""
        assert led != root


def test_tiles_have_the_paths_of_c2sp() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 5, 3) == "tile/entries/005.p/3"
    assert verify_receipt.tile_path("1", 273, 273 * 256 + 10) == "tile/1/273.p/10"


def test_a_note_that_others_signed() -> None:
    name, identity, public = verify_receipt.read_key(NOTE_KEY)
    key = NoteKey(name, public)
    assert (key.text, key.identity) == (NOTE_KEY, identity)
    assert key.verify(NOTE).endswith("is.\n")
    with pytest.raises(BadNote):
        key.verify(NOTE.replace("answer", "cause"))


def test_a_checkpoint_is_read_back_and_no_other_key_signs_it() -> None:
    signer = NoteSigner("tocsin.example/campaigns/x/log", b"1" * 32)
    note = signer.sign(Checkpoint(signer.name, 8, bytes.fromhex(ROOTS[8])))
    assert Checkpoint.read(signer.key.verify(note)) == Checkpoint(signer.name, 8, bytes.fromhex(ROOTS[8]))
    assert verify_receipt.read_checkpoint(note, signer.key.text) == (8, bytes.fromhex(ROOTS[8]))
    other = NoteSigner(signer.name, b"2" * 32)
    for forged in (note.replace("\n8\n", "\n9\n"), other.sign(Checkpoint(signer.name, 9, b"0" * 32)), "", "\n\n"):
        with pytest.raises(BadNote):
            signer.key.verify(forged)
        with pytest.raises(verify_receipt.Forged):
            verify_receipt.read_checkpoint(forged, signer.key.text)


@given(st.binary(max_size=200), st.integers(0, 63), st.integers(0, 7))
def test_the_scripts_own_ed25519_agrees_with_libsodium(message: bytes, byte: int, bit: int) -> None:
    key = SigningKey(hashlib.sha256(message).digest())
    signature, public = key.sign(message).signature, bytes(key.verify_key)
    assert verify_receipt.ed25519_verifies(public, message, signature)
    bent = bytearray(signature)
    bent[byte] ^= 1 << bit
    assert not verify_receipt.ed25519_verifies(public, message, bytes(bent))
    assert not verify_receipt.ed25519_verifies(public, message + b".", signature)
