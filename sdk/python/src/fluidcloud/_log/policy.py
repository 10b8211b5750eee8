"""Whom a verifier trusts (C2SP tlog-policy), as docs/erasure-log.md has it."""

from __future__ import annotations

import re
from typing import Dict, List, Optional, Sequence, Set, Tuple

from .notes import LOG_KEY, WITNESS_KEY, Checkpoint, NoteKey, SignedNote, cosigned_at

MAX_POLICY = 64 * 1024


class Policy:
    """Logs, witnesses, and how many of these must have cosigned.

    Raises:
        ValueError: The bytes are no policy; names the line.
    """

    def __init__(self, data: bytes) -> None:
        self._logs: List[NoteKey] = []
        self._witnesses: Dict[str, NoteKey] = {}
        self._groups: Dict[str, Tuple[int, Sequence[str]]] = {}
        self._members: Set[str] = set()
        self._quorum: Optional[str] = None
        if len(data) > MAX_POLICY:
            raise ValueError(f"A policy has at most {MAX_POLICY} bytes.")
        if re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
            raise ValueError("A policy holds no control characters but tabs and newlines.")
        # Latin-1 keeps every octet apart: names are compared as octets. Keys are read as UTF-8, as their names are.
        for number, line in enumerate(data.decode("latin-1").split("\n"), 1):
            words = [word for word in re.split(r"[ \t]+", line) if word]
            if words and not words[0].startswith("#"):
                try:
                    self._read(words)
                except ValueError as error:
                    raise ValueError(f"Line {number} of the policy: {error}") from error
        if self._quorum is None:
            raise ValueError("The policy has no line quorum.")

    def judge(self, note: SignedNote) -> Tuple[Dict[str, int], Optional[str]]:
        """Judges a checkpoint by its origin, the signature of a trusted log, and cosignatures.

        Returns:
            When each witness has cosigned, in Unix seconds, by its name in the policy; and why the policy does not trust the
            checkpoint, None when it does.

        Raises:
            ValueError: A signature of a key of the policy is false.
        """
        origin = Checkpoint.parse(note.text).origin
        signed = [key.name for key in self._logs if note.signed_by(key) is not None]
        cosigned: Dict[str, int] = {}
        for name, key in self._witnesses.items():
            signature = note.signed_by(key)
            seconds = cosigned_at(signature) if signature is not None else None
            if seconds is not None:
                cosigned[name] = seconds
        if origin not in signed:
            return cosigned, f"No log of the policy has signed for the origin {origin}."
        if self._quorum != "none" and not self._is_met(self._quorum or "", cosigned):
            return cosigned, f"Too few witnesses of the policy have cosigned: {len(cosigned)} of {len(self._witnesses)}."
        return cosigned, None

    def _is_met(self, name: str, cosigned: Dict[str, int]) -> bool:
        if name not in self._groups:
            return name in cosigned
        needed, members = self._groups[name]
        return sum(self._is_met(member, cosigned) for member in members) >= needed

    def _read(self, words: List[str]) -> None:
        kind, count = words[0], len(words)
        if kind == "log" and 2 <= count <= 3:
            key = _key_of(words[1], LOG_KEY)
            if any(known.public_key == key.public_key for known in self._logs):
                raise ValueError("the key of this log stands there twice")
            self._logs.append(key)
        elif kind == "witness" and 3 <= count <= 4:
            self._claim(words[1])
            key = _key_of(words[2], WITNESS_KEY)
            if any(known.public_key == key.public_key for known in self._witnesses.values()):
                raise ValueError("the key of this witness stands there twice")
            self._witnesses[words[1]] = key
        elif kind == "group" and count >= 4:
            self._add_group(words[1], words[2], words[3:])
        elif kind == "quorum" and count == 2:
            if self._quorum is not None:
                raise ValueError("there is a second quorum")
            self._quorum = words[1] if words[1] == "none" else self._known(words[1])
        else:
            raise ValueError(f"'{kind}' can't stand there so")

    def _add_group(self, name: str, needed: str, members: List[str]) -> None:
        number = int(needed) if re.fullmatch(r"[0-9]{1,9}", needed) else 0
        least = {"all": len(members), "any": 1}.get(needed, number)
        if not 1 <= least <= len(members):
            raise ValueError("a group needs all, any, or a number of its members")
        for member in members:
            if self._known(member) in self._members:
                raise ValueError(f"'{member}' is a member of a group already")
            self._members.add(member)
        self._claim(name)
        self._groups[name] = (least, members)

    def _claim(self, name: str) -> None:
        if name == "none" or name in self._witnesses or name in self._groups:
            raise ValueError(f"the name '{name}' is taken")

    def _known(self, name: str) -> str:
        if name not in self._witnesses and name not in self._groups:
            raise ValueError(f"'{name}' is not named above")
        return name


def _key_of(word: str, wanted: int) -> NoteKey:
    key = NoteKey.parse(word.encode("latin-1").decode("utf-8", errors="replace"))
    if key.type != wanted:
        raise ValueError("the key is not that of a " + ("log" if wanted == LOG_KEY else "witness"))
    return key
