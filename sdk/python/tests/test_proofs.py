"""The verifier of erasure proofs: RFC 8032, the vectors that both SDKs run, and those of the specification."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from fluidcloud import AsyncFluidCloud, FluidCloud, ProofError, ProvenErasure, verify_proof
from fluidcloud._log import ed25519

ROOT = Path(__file__).parents[3]
VECTORS = json.loads((ROOT / "sdk/proof-vectors.json").read_text("utf-8"))

#: RFC 8032, section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]

#: Encodings of the points whose order divides 8, and other ways to write them.
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0100000000000000000000000000000000000000000000000000000000000080",
]


@pytest.mark.parametrize("key, message, signature", RFC_8032, ids=["1", "2", "3", "SHA(abc)"])
def test_signatures_of_rfc_8032(key: str, message: bytes, signature: str) -> None:
    public_key, good = bytes.fromhex(key), bytes.fromhex(signature)
    assert ed25519.verify(public_key, message, good)
    assert not ed25519.verify(public_key, message + b"x", good)
    for at in range(0, 64, 7):
        changed = bytearray(good)
        changed[at] ^= 1
        assert not ed25519.verify(public_key, message, bytes(changed)), at
    s = int.from_bytes(good[32:], "little") + ed25519.L
    assert not ed25519.verify(public_key, message, good[:32] + s.to_bytes(32, "little")), "S is not reduced"
    assert not ed25519.verify(public_key, message, good[:63]) and not ed25519.verify(public_key, message, good + b"\0")
    assert not ed25519.verify(public_key[:31], message, good)


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_of_small_order_verifies_nothing(key: str) -> None:
    """With such a key and S = 0, this R is good for every eighth message at least, unless the key is refused."""
    neutral = bytes.fromhex(SMALL_ORDER[0]) + bytes(32)
    assert not any(ed25519.verify(bytes.fromhex(key), bytes([number]), neutral) for number in range(50))


def test_a_key_that_is_no_point_verifies_nothing() -> None:
    assert not ed25519.verify((2).to_bytes(32, "little"), b"", bytes(64))  # No x has this y.


def judged(vector: dict[str, Any], verify: Any) -> dict[str, Any]:
    proof = base64.b64decode(vector["proof_base64"]) if "proof_base64" in vector else vector["proof"]
    copy = base64.b64decode(vector["copy_base64"]) if "copy_base64" in vector else None
    try:
        result = verify(proof, vector["policy"], copy)
        assert isinstance(result, ProvenErasure)
        return result.to_dict()
    except ProofError as error:
        return {"verdict": error.verdict, "reason": str(error)}


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{vector['expect']['verdict']}: {vector['name']}" for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    """Verdict, facts and reasons are those of ``./run admin verify``."""
    assert judged(vector, verify_proof) == vector["expect"]


def test_both_clients_verify(tmp_path: Path) -> None:
    vector = next(vector for vector in VECTORS if vector["name"] == "with a copy of the file")
    assert judged(vector, FluidCloud("fck_x").receipts.verify) == vector["expect"]
    fc = AsyncFluidCloud("fck_x")
    assert judged(vector, lambda *arguments: asyncio.run(fc.receipts.verify(*arguments))) == vector["expect"]
    (tmp_path / "copy").write_bytes(base64.b64decode(vector["copy_base64"]))
    assert verify_proof(vector["proof"].encode(), vector["policy"].encode(), tmp_path / "copy").copy_matches


def test_the_vectors_of_the_specification() -> None:
    page = (ROOT / "docs/erasure-log.md").read_text("utf-8")
    texts = dict(re.findall(r"<!-- vector: ([a-z ]+) -->\n```text\n(.*?)```\n", page, re.DOTALL))
    proven = verify_proof(texts["proof"], texts["policy"])
    assert proven.log == {"origin": "log.test/erasure-log", "size": 3, "index": 1, "witnesses": {"w": 1780000000}}
    facts = f"tenant {proven.tenant_id}\nfile {proven.file_id}\nsize {proven.size}\nsha256 {proven.sha256}\n"
    assert facts in texts["receipt"]


def test_whatever_byte_of_a_proof_is_changed_it_proves_nothing() -> None:
    vector = next(vector for vector in VECTORS if vector["name"] == "a witness of the quorum")
    proof = vector["proof"].encode()
    for at in range(len(proof)):
        changed = bytearray(proof)
        changed[at] ^= 1 << at % 8
        with pytest.raises(ProofError):
            verify_proof(bytes(changed), vector["policy"])


def test_what_has_no_end_is_unreadable() -> None:
    proof, policy = VECTORS[0]["proof"], VECTORS[0]["policy"]
    for proof, policy in ((proof + "\n" * 100_000, policy), (proof, policy + "#" * 100_000)):
        with pytest.raises(ProofError) as error:
            verify_proof(proof, policy)
        assert error.value.verdict == "unreadable" and "has at most" in str(error.value)
