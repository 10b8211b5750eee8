"""Signed notes and their keys (C2SP signed-note, tlog-checkpoint, tlog-cosignature), as docs/erasure-log.md has them.

What is not in their form raises ValueError, which says why.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import List, Optional, Tuple

from . import ed25519

#: The types of keys that are known: of a log, and of a witness that signs with a time.
LOG_KEY, WITNESS_KEY = 1, 4

#: A checkpoint with a hundred cosignatures has some 12,000.
MAX_NOTE = 64 * 1024
MAX_SIGNATURES = 128
MAX_INT64 = 2**63 - 1


def decode_base64(text: str) -> Optional[bytes]:
    """RFC 4648, section 4, with padding and in the one way to write it; None when it is not that."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def decode_hash(text: str) -> Optional[bytes]:
    data = decode_base64(text)
    return data if data is not None and len(data) == 32 else None


def decimal(text: str) -> Optional[int]:
    """A whole number of at most 63 bits without leading zeros; None when it is not that."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) > MAX_INT64:
        return None
    return int(text)


def is_name(text: str) -> bool:
    """Names are neither empty nor hold a space of any kind or a plus."""
    return text != "" and not any(c == "+" or c.isspace() or unicodedata.category(c) == "Cc" for c in text)


@dataclass(frozen=True)
class NoteKey:
    """What verifies signatures of notes."""

    name: str
    id: bytes
    type: int
    public_key: bytes

    @staticmethod
    def parse(text: str) -> NoteKey:
        """``NAME+ID+BASE64``."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not is_name(parts[0]):
            raise ValueError("A verifier key has three parts: a name, an id and a key, joined by +.")
        material = decode_base64(parts[2])
        if material is None:
            raise ValueError("The key of a verifier key is base64.")
        if len(material) != 33 or material[0] not in (LOG_KEY, WITNESS_KEY):
            raise ValueError("The verifier key is of a type that is not known here: Ed25519 (1) and cosignature/v1 (4) are.")
        key_id = hashlib.sha256(parts[0].encode() + b"\n" + material).digest()[:4]
        if parts[1] != key_id.hex():
            raise ValueError("The id of the verifier key is not that of its name and key.")
        return NoteKey(parts[0], key_id, material[0], material[1:])

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether the bytes of a signature line, behind the id, are this key's over the text."""
        if self.type == WITNESS_KEY:
            seconds = cosigned_at(signature)
            if seconds is None:
                return False
            text, signature = f"cosignature/v1\ntime {seconds}\n{text}", signature[8:]
        return ed25519.verify(self.public_key, text.encode(), signature)


def cosigned_at(signature: bytes) -> Optional[int]:
    """When a witness cosigned, in Unix seconds; None when that can't be."""
    seconds = int.from_bytes(signature[:8], "big")
    return seconds if len(signature) == 72 and 0 < seconds <= MAX_INT64 else None


@dataclass(frozen=True)
class SignedNote:
    """A text with signatures. It means nothing before a signature of a trusted key was verified.

    Attributes:
        text: Ends with a newline.
        signatures: Of each line: name, id, and the bytes behind the id.
    """

    text: str
    signatures: List[Tuple[str, bytes, bytes]]

    @staticmethod
    def parse(note: str) -> SignedNote:
        if any(c < " " and c != "\n" for c in note):
            raise ValueError("A signed note holds no control characters.")
        split = note.rfind("\n\n")
        if split < 0 or not note.endswith("\n") or split + 2 == len(note):
            raise ValueError("A signed note is a text, an empty line and signatures.")
        signatures = [_signature_of(line) for line in note[split + 2 : -1].split("\n")]
        if len(signatures) > MAX_SIGNATURES:
            raise ValueError("There are too many signatures.")
        return SignedNote(note[: split + 1], signatures)

    def signed_by(self, key: NoteKey) -> Optional[bytes]:
        """The first signature of a key; None when there is none.

        Raises:
            ValueError: One is there and false: then all of the note is to be refused.
        """
        found = [signature for name, key_id, signature in self.signatures if name == key.name and key_id == key.id]
        if not all(key.verifies(self.text, signature) for signature in found):
            raise ValueError(f"The signature of {key.name} is false.")
        return found[0] if found else None


def _signature_of(line: str) -> Tuple[str, bytes, bytes]:
    words = line[2:].split(" ")
    data = decode_base64(words[1]) if line.startswith("— ") and len(words) == 2 and is_name(words[0]) else None
    if data is None or len(data) <= 4:
        raise ValueError("A signature is a line of a dash, a name and base64.")
    return words[0], data[:4], data[4:]


@dataclass(frozen=True)
class Checkpoint:
    """The state of a log: its name, how many leaves it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @staticmethod
    def parse(text: str) -> Checkpoint:
        """The text of a note. Lines behind the third, which another log may sign, mean nothing."""
        lines = text.split("\n")
        if len(lines) >= 4 and lines[-1] == "" and all(lines[:1] + lines[3:-1]):
            size, root = decimal(lines[1]), decode_hash(lines[2])
            if size is not None and root is not None:
                return Checkpoint(lines[0], size, root)
        raise ValueError("A checkpoint begins with three lines: origin, size and root.")
