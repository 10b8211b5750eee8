"""Bytes of a download that are here already."""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO, Optional, Union

from ._errors import IntegrityError
from ._models import File
from ._sources import CHUNK

PathLike = Union[str, "os.PathLike[str]"]


def target_of(path: PathLike, file: File) -> str:
    """Where the file goes: a folder gets it under its own name."""
    target = os.fspath(path)
    if not os.path.isdir(target):
        return target
    name = file.original_name
    if name in ("", ".", "..") or any(character in name for character in "/\\\0"):
        raise ValueError(f"{name!r} can't be the name of a file here: give a path with one.")
    return os.path.join(target, name)


class PartFile:
    """A file beside the target, named by the id, whose bytes never change: so a later download can go on with it."""

    def __init__(self, target: str, file: File) -> None:
        self._target = target
        self._file = file
        self._path = os.path.join(os.path.dirname(target), f".{file.id}.part")
        self._digest = hashlib.sha256()
        self.length = 0
        self._stream: BinaryIO = open(self._path, "a+b")
        self._stream.seek(0)
        while chunk := self._stream.read(CHUNK):
            self._digest.update(chunk)
            self.length += len(chunk)
        if file.size is not None and self.length > file.size:
            self.restart()

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self.length += len(data)

    def restart(self) -> None:
        self._stream.seek(0)
        self._stream.truncate()
        self._digest = hashlib.sha256()
        self.length = 0

    @property
    def complete(self) -> bool:
        return self._file.size is not None and self.length >= self._file.size

    def finish(self) -> None:
        """Compares the bytes with what the record says, and gives them their name."""
        self._stream.close()
        flaw: Optional[str] = None
        if self._file.size is not None and self.length != self._file.size:
            flaw = f"{self.length} bytes came, not {self._file.size}"
        elif self._file.sha256 is not None and self._digest.hexdigest() != self._file.sha256.lower():
            flaw = "their SHA-256 is not that of the file"
        if flaw is not None:
            os.remove(self._path)
            raise IntegrityError(f"The download of {self._file.id} is not what was uploaded: {flaw}.")
        os.replace(self._path, self._target)

    def close(self) -> None:
        self._stream.close()
