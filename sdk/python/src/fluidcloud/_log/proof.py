"""Checks offline that an erasure is in the public log: docs/erasure-log.md specifies all of it to the byte."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, TypeVar, Union

from .._errors import ProofError
from .._models import ProvenErasure
from .._sources import Source, Stop, UploadSource
from .notes import MAX_INT64, MAX_NOTE, Checkpoint, SignedNote, decimal, decode_base64, decode_hash
from .policy import Policy

HEADER = "c2sp.org/tlog-proof@v1"
#: Of a path through 2^63 leaves, a receipt and a checkpoint with many cosignatures.
MAX_PROOF = MAX_NOTE + 16 * 1024

CAUSES = ("call", "sweep", "retention", "app", "tenant")
STORAGE = ("permanent", "absent", "unstated", "recoverable")
ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
RECEIPT = re.compile(
    rf"""fluidcloud-erasure-receipt/v2
subject file
tenant (?P<tenant_id>{ID})
file (?P<file_id>{ID})
size (?P<size>[0-9]{{1,19}})
sha256 (?P<sha256>-|[0-9a-f]{{64}})
erased (?P<erased_at>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{7}}Z)
cause (?P<cause>[a-z_]+)
sweep (?P<sweep_id>-|{ID})
links (?P<links_killed>[0-9]{{1,10}})
method delete
storage (?P<storage>[a-z_]+)
nonce [0-9a-f]{{32}}
"""
)

CLOSING = re.compile(
    rf"""fluidcloud-erasure-receipt/v2
subject (?P<subject>app|tenant)
tenant (?P<tenant_id>{ID})
erasure (?P<erasure_id>{ID})
app (?P<app>[a-z0-9_-]{{1,64}})
files (?P<files>[0-9]{{1,19}})
size (?P<size>[0-9]{{1,19}})
links (?P<links_killed>[0-9]{{1,10}})
keys (?P<keys_revoked>[0-9]{{1,19}})
erased (?P<erased_at>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}\.[0-9]{{7}}Z)
nonce [0-9a-f]{{32}}
"""
)
NUMBERS = (("size", "size", MAX_INT64), ("files", "files", MAX_INT64), ("keys_revoked", "keys", MAX_INT64), ("links_killed", "links", 2**31 - 1))

T = TypeVar("T")


def verify_proof(proof: Union[bytes, str], policy: Union[bytes, str], copy: Optional[UploadSource] = None) -> ProvenErasure:
    """Checks a proof of an erasure. It needs no key and no network, and trusts nobody but whom the policy names.

    Args:
        proof: A ``.tlog-proof`` file, as ``receipts.proof`` gives it.
        policy: Whom you trust: a C2SP tlog-policy with the public key of the log.
        copy: A path, bytes, or a binary file object: also compares that these very bytes were erased.

    Raises:
        ProofError: It is not proven; ``verdict`` says whether it is false, not trusted or unreadable.
    """
    trusted = _reading("The policy", Policy, _bytes_of(policy))
    parsed = _reading("The proof", _Proof.parse, _bytes_of(proof))
    note = parsed.checkpoint
    checkpoint = _reading("The checkpoint", Checkpoint.parse, note.text)
    cosigned, refusal = _reading("The checkpoint", trusted.judge, note, "false")
    if refusal is not None:
        raise ProofError(refusal, "not_trusted")
    if not includes(checkpoint.root, checkpoint.size, parsed.index, _leaf(parsed.extra), parsed.path):
        raise ProofError("The path does not lead from the receipt to the root of the checkpoint.", "false")
    receipt = _reading("The receipt", _receipt_of, parsed.extra)
    if copy is not None:
        _match(receipt, copy)
    log = {"origin": checkpoint.origin, "size": checkpoint.size, "index": parsed.index, "witnesses": cosigned}
    proven: Dict[str, Any] = {"verdict": "good", **receipt, "log": log}
    if receipt["subject"] == "file":
        proven["copy_matches"] = None if copy is None else True
    return ProvenErasure(proven)


def includes(root: bytes, size: int, index: int, leaf: bytes, path: List[bytes]) -> bool:
    """Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2)."""
    if index >= size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = _node(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = _node(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def _leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class _Proof:
    """That an entry is in a log (C2SP tlog-proof, version 1)."""

    extra: bytes
    index: int
    path: List[bytes]
    checkpoint: SignedNote

    @staticmethod
    def parse(data: bytes) -> _Proof:
        if len(data) > MAX_PROOF:
            raise ValueError(f"A proof has at most {MAX_PROOF} bytes.")
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError("A proof is UTF-8.") from error
        head, empty, note = text.partition("\n\n")
        lines = head.split("\n")
        if not empty or lines.pop(0) != HEADER:
            raise ValueError(f"A proof begins with the line {HEADER}, and an empty line ends its path.")
        encoded = _value(lines, "extra ")
        extra = b"" if encoded is None else decode_base64(encoded)
        if extra is None:
            raise ValueError("The line extra is not base64.")
        index = decimal(_value(lines, "index ") or "")
        if index is None:
            raise ValueError("A proof has a line index with a whole number.")
        if len(lines) > 63:
            raise ValueError("The path is longer than any tree is high.")
        path: List[bytes] = []
        for line in lines:
            node = decode_hash(line)
            if node is None:
                raise ValueError("A line of the path is not the base64 of 32 bytes.")
            path.append(node)
        return _Proof(extra, index, path, SignedNote.parse(note))


def _value(lines: List[str], name: str) -> Optional[str]:
    """Takes the first line away and gives what follows its name; None when it has another name."""
    return lines.pop(0)[len(name) :] if lines and lines[0].startswith(name) else None


def _receipt_of(entry: bytes) -> Dict[str, Any]:
    """The fields of a receipt, which can be written in one way only."""
    content = entry.decode("latin-1")
    found = RECEIPT.fullmatch(content) or CLOSING.fullmatch(content)
    if found is None:
        raise ValueError("It is no receipt of the form fluidcloud-erasure-receipt/v2.")
    fields: Dict[str, Any] = {"subject": "file", **found.groupdict()}
    for name in ("sha256", "sweep_id"):
        if fields.get(name) == "-":
            fields[name] = None
    if fields["subject"] == "tenant":
        if fields["app"] != "-":
            raise ValueError("The receipt is not written in the one way that there is.")
        fields["app"] = None
    try:
        datetime.datetime.strptime(fields["erased_at"][:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        raise ValueError("The receipt has no time that can be.") from None
    numbers = [number for number in NUMBERS if number[0] in fields]
    for name, word, most in numbers:
        if int(fields[name]) > most:
            raise ValueError(f"The {word} of the receipt is too large.")
    for name, known in (("cause", CAUSES), ("storage", STORAGE)):
        if fields.get(name, known[0]) not in known:
            raise ValueError(f"'{fields[name]}' is no {name} that is known here.")
    for name, _, _ in numbers:
        if decimal(fields[name]) is None:
            raise ValueError("The receipt is not written in the one way that there is.")
        fields[name] = int(fields[name])
    return fields


def _match(receipt: Dict[str, Any], copy: UploadSource) -> None:
    if receipt["subject"] != "file":
        reason = "The receipt is not of a file: it counts what was erased, and does not say which bytes."
        raise ProofError(reason, "false")
    if receipt["sha256"] is None:
        reason = "The receipt does not say which bytes the file had: it was erased before they were scanned."
        raise ProofError(reason, "false")
    source = Source.open(copy)
    try:
        if source.sha256(Stop()) != receipt["sha256"]:
            raise ProofError("The file that was erased had other bytes than this copy.", "false")
    finally:
        source.close()


def _bytes_of(text: Union[bytes, str]) -> bytes:
    return text.encode() if isinstance(text, str) else bytes(text)


def _reading(what: str, parse: Callable[[Any], T], value: object, verdict: str = "unreadable") -> T:
    """Turns what a parser refuses into a verdict."""
    try:
        return parse(value)
    except ValueError as error:
        raise ProofError(f"{what}: {error}", verdict) from error
