"""Sends the bytes of one upload: whole or in parts, as the ticket says."""

from __future__ import annotations

from typing import AsyncIterator, Dict, List, Optional

from .._errors import ConflictError, IntegrityError, NotFoundError, StorageError, TransportError, ValidationError
from .._models import File, ResumeTicket, UploadTicket
from .._protocol import log
from .._sources import Progress, ProgressCallback, Source, Stop, chunks_of
from ._runtime import Background, blocking, for_each
from .transport import AsyncTransport
from .uploads import AsyncUploads

#: How often a part is sent anew with a fresh URL, and how often parts are that storage turns out not to have.
ROUNDS = 3


class AsyncSender:
    """One source on its way to storage."""

    def __init__(
        self,
        transport: AsyncTransport,
        source: Source,
        parallel: int,
        progress: Optional[ProgressCallback],
        timeout: Optional[float],
    ) -> None:
        self._transport = transport
        self._uploads = AsyncUploads(transport)
        self._source = source
        self._parallel = parallel
        self._callback = progress
        self._timeout = timeout

    async def send(self, ticket: UploadTicket) -> File:
        """All of it, from the start."""
        if ticket.parts is None or ticket.part_size is None:
            return await self._whole(ticket)
        urls = {part.part_number: part.url for part in ticket.parts}
        return await self._in_parts(ticket.file_id, ticket.key, ticket.part_size, sorted(urls), urls)

    async def resume(self, ticket: ResumeTicket) -> Optional[File]:
        """What is missing of it; None when it must be started anew."""
        try:
            upload = await self._uploads.get(ticket.file_id, timeout=self._timeout)
        except NotFoundError:
            return None
        if upload.status == "completed":
            return File((await self._transport.call("GET", f"/files/{upload.file_id}", timeout=self._timeout)).value)
        if upload.status != "pending":
            return None
        if upload.size != self._source.size:
            raise IntegrityError(
                f"This is not what was being uploaded: it has {self._source.size} bytes, not {upload.size}."
            )
        try:
            if upload.part_size is None or upload.part_count is None:
                sha256 = await blocking(self._source.sha256, Stop())
                return await self._uploads.complete(ticket.file_id, ticket.key, sha256=sha256, timeout=self._timeout)
            received = set(upload.parts_received or ())
            missing = [number for number in range(1, upload.part_count + 1) if number not in received]
            urls: Dict[int, str] = {}
            if missing:
                signed = await self._uploads.sign_parts(ticket.file_id, missing[:1000], timeout=self._timeout)
                urls = {part.part_number: part.url for part in signed.parts or ()}
        except (ConflictError, ValidationError) as error:
            log.info("The upload %s can't go on: %s", ticket.file_id, error)
            await self._uploads.abort(ticket.file_id, timeout=self._timeout)
            return None
        return await self._in_parts(ticket.file_id, ticket.key, upload.part_size, missing, urls)

    async def _whole(self, ticket: UploadTicket) -> File:
        stop = Stop()
        part = _Range(self._source, 0, self._source.size, Progress(self._callback, self._source.size), stop)
        hashing = Background(self._source.sha256, stop)
        try:
            await self._transport.put(ticket.url or "", ticket.headers, part.length, part.body, timeout=self._timeout)
            return await self._uploads.complete(
                ticket.file_id, ticket.key, sha256=await hashing.result(), timeout=self._timeout
            )
        finally:
            stop.set()
            await hashing.ended()

    async def _in_parts(self, file_id: str, key: str, part_size: int, missing: List[int], urls: Dict[int, str]) -> File:
        size = self._source.size
        count = -(-size // part_size)
        stop = Stop()
        left = sum(min(part_size, size - (number - 1) * part_size) for number in missing)
        progress = Progress(self._callback, size, size - left)
        hashing = Background(self._source.sha256, stop)

        async def send_part(number: int) -> None:
            offset = (number - 1) * part_size
            part = _Range(self._source, offset, min(part_size, size - offset), progress, stop)
            for attempt in range(1, ROUNDS + 1):
                if number not in urls:
                    signed = await self._uploads.sign_parts(file_id, [number], timeout=self._timeout)
                    urls.update((fresh.part_number, fresh.url) for fresh in signed.parts or ())
                try:
                    await self._transport.put(urls[number], {}, part.length, part.body, timeout=self._timeout)
                    return
                except (StorageError, TransportError) as error:
                    # An expired URL is a 403, or a connection that storage closes while bytes still come.
                    if attempt == ROUNDS or error.status not in (None, 403):
                        raise
                    log.info("Part %d of %s failed, again with a fresh URL: %s", number, file_id, error)
                    del urls[number]

        try:
            for attempt in range(1, ROUNDS + 1):
                await for_each(missing, self._parallel, stop, send_part)
                sha256 = await hashing.result()
                parts = [{"part_number": number, "etag": None} for number in range(1, count + 1)]
                try:
                    return await self._uploads.complete(file_id, key, parts=parts, sha256=sha256, timeout=self._timeout)
                except ConflictError:
                    received = (await self._uploads.get(file_id, timeout=self._timeout)).parts_received or []
                    missing = [number for number in range(1, count + 1) if number not in received]
                    if attempt == ROUNDS or not missing:
                        raise
        finally:
            stop.set()
            await hashing.ended()
        raise AssertionError("unreachable")


class _Range:
    """The bytes of one PUT, which may be begun anew."""

    def __init__(self, source: Source, offset: int, length: int, progress: Progress, stop: Stop) -> None:
        self._source = source
        self._offset = offset
        self.length = length
        self._progress = progress
        self._stop = stop
        self._sent = 0

    async def body(self) -> AsyncIterator[bytes]:
        self._progress.add(-self._sent)
        self._sent = 0
        for offset, count in chunks_of(self._offset, self.length):
            self._stop.check()
            yield await blocking(self._source.read_at, offset, count)
            self._sent += count
            self._progress.add(count)
