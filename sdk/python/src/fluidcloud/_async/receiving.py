"""Brings the bytes of one file here."""

from __future__ import annotations

from typing import Optional

import httpx

from .._errors import FluidCloudError
from .._models import DownloadUrl, File
from .._partfile import PartFile
from .._protocol import log, may_pass, retry_after_of, segment, storage_error, transport_error, wait_of
from .._sources import Progress, ProgressCallback
from ._runtime import blocking, sleep
from .transport import AsyncTransport


class AsyncReceiver:
    """One file on its way from storage."""

    def __init__(self, transport: AsyncTransport, file: File, timeout: Optional[float]) -> None:
        self._transport = transport
        self._file = file
        self._timeout = timeout

    async def receive(self, target: str, callback: Optional[ProgressCallback]) -> None:
        """To the path, going on with what an earlier attempt left beside it."""
        part = await blocking(PartFile, target, self._file)
        try:
            progress = Progress(callback, self._file.size or 0, part.length)
            failures = 0
            while not part.complete:
                before = part.length
                wait = await self._attempt(part, progress, failures)
                if wait is None:
                    break
                failures = 0 if part.length > before else failures + 1
                await sleep(wait)
            await blocking(part.finish)
        finally:
            await blocking(part.close)

    async def _attempt(self, part: PartFile, progress: Progress, failures: int) -> Optional[float]:
        """As many bytes as come.

        Returns:
            How long to wait before the next attempt; None when the answer came to its end.
        """
        path = f"/files/{segment(self._file.id)}/download"
        url = DownloadUrl((await self._transport.call("GET", path, timeout=self._timeout)).value).url
        retry_after: Optional[float] = None
        status: Optional[int] = None
        failure: FluidCloudError
        try:
            response = await self._transport.open(url, part.length, timeout=self._timeout)
            try:
                status, retry_after = response.status_code, retry_after_of(response.headers)
                if status == 416 or (part.length and not _goes_on(response, part.length)):
                    progress.add(-part.length)
                    await blocking(part.restart)
                if status in (200, 206) and (part.length or _goes_on(response, 0)):
                    async for chunk in response.aiter_raw():
                        await blocking(part.write, chunk)
                        progress.add(len(chunk))
                    return None if part.complete or self._file.size is None else self._again(failures, None)
                failure = storage_error("give bytes", status, response.headers)
            finally:
                await response.aclose()
        except httpx.RequestError as error:
            failure = transport_error("GET from storage", error)
            failure.__cause__ = error
            if not may_pass(error):
                raise failure
        # A URL that has expired is a 403: the next attempt has a fresh one. A 416 begins anew.
        wait = self._again(failures, None if status in (200, 206, 403, 416) else status, retry_after)
        if wait is None:
            raise failure
        log.info("Download of %s: %s, again in %.1f s", self._file.id, failure, wait)
        return wait

    def _again(self, failures: int, status: Optional[int], retry_after: Optional[float] = None) -> Optional[float]:
        return wait_of(self._transport.options, failures, safe=True, status=status, retry_after=retry_after)


def _goes_on(response: httpx.Response, start: int) -> bool:
    """Whether the bytes of the answer begin there."""
    if response.status_code == 206:
        return str(response.headers.get("Content-Range", "")).startswith(f"bytes {start}-")
    return response.status_code != 200 or start == 0
