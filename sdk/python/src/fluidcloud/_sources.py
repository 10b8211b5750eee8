"""Where the bytes of an upload come from."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import threading
from typing import IO, BinaryIO, Callable, Iterator, Optional, Tuple, Union, cast

from ._errors import IntegrityError

#: Bytes are read and sent in pieces of this size: it bounds the memory of a transfer.
CHUNK = 256 * 1024

UploadSource = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, IO[bytes]]
ProgressCallback = Callable[[int, int], None]


class Stopped(Exception):
    """Another part of the same transfer has failed."""


class Stop:
    """Ends the parts of a transfer early."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        self._event.set()

    def check(self) -> None:
        if self._event.is_set():
            raise Stopped


class Progress:
    """Counts the bytes of all parts, and tells each new high."""

    def __init__(self, callback: Optional[ProgressCallback], total: int, done: int = 0) -> None:
        self._callback = callback
        self._total = total
        self._done = done
        self._told = -1
        self._lock = threading.Lock()
        self.add(0)

    def add(self, count: int) -> None:
        """Also negative, when bytes must be sent again."""
        with self._lock:
            self._done += count
            if self._callback is not None and self._done > self._told:
                self._told = self._done
                self._callback(self._done, self._total)


class Source:
    """Bytes that can be read at any place, by several threads, and more than once."""

    def __init__(self, file: BinaryIO, start: int, size: int, name: Optional[str], owned: bool) -> None:
        self._file = file
        self._start = start
        self.size = size
        self.name = name
        self._owned = owned
        self._lock = threading.Lock()

    @staticmethod
    def open(source: UploadSource) -> "Source":
        """A path, bytes, or a file object, which is read from where it stands and stays open.

        What can't be sought in, such as a pipe, is copied to a temporary file first: its size must be announced.
        """
        if isinstance(source, (bytes, bytearray, memoryview)):
            return Source(io.BytesIO(source), 0, memoryview(source).nbytes, None, owned=True)
        if isinstance(source, (str, os.PathLike)):
            file = open(source, "rb")
            return Source(file, 0, os.fstat(file.fileno()).st_size, os.path.basename(os.fspath(source)), owned=True)
        name = getattr(source, "name", None)
        name = os.path.basename(name) if isinstance(name, str) else None
        binary = cast(BinaryIO, source)
        if not binary.seekable():
            spooled = cast(BinaryIO, tempfile.TemporaryFile())
            shutil.copyfileobj(binary, spooled, CHUNK)
            return Source(spooled, 0, spooled.tell(), name, owned=True)
        start = binary.tell()
        end = binary.seek(0, os.SEEK_END)
        return Source(binary, start, max(0, end - start), name, owned=False)

    def read_at(self, offset: int, count: int) -> bytes:
        """Exactly that many bytes."""
        with self._lock:
            self._file.seek(self._start + offset)
            data = self._file.read(count)
        if len(data) != count:
            raise IntegrityError(
                f"The source got shorter while it was sent: {count} bytes expected at {offset}, {len(data)} there."
            )
        return data

    def sha256(self, stop: Stop) -> str:
        """Of all of it, in hex."""
        digest = hashlib.sha256()
        for offset, count in chunks_of(0, self.size):
            stop.check()
            digest.update(self.read_at(offset, count))
        return digest.hexdigest()

    def close(self) -> None:
        if self._owned:
            self._file.close()


def chunks_of(offset: int, count: int) -> Iterator[Tuple[int, int]]:
    """The pieces of a range, as offset and length."""
    for start in range(offset, offset + count, CHUNK):
        yield start, min(CHUNK, offset + count - start)
