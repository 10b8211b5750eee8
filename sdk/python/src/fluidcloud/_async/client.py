"""The client."""

from __future__ import annotations

import dataclasses
from types import TracebackType
from typing import Optional, Type

import httpx

from .._models import Me
from .._protocol import Options
from .files import AsyncFiles
from .folders import AsyncFolders
from .quota import AsyncQuota
from .receipts import AsyncReceipts
from .shares import AsyncShares
from .spaces import AsyncSpaces
from .transport import AsyncTransport
from .trash import AsyncTrash
from .uploads import AsyncUploads


class AsyncFluidCloud:
    """A client of FluidCloud.

    Requests are repeated where that is safe: after connection errors, 408, 429, and 503 with ``Retry-After``; after other
    5xx those that may be carried out twice. Never a 409.

    Every method takes ``timeout``, in seconds, in place of the client's.

    Args:
        api_key: ``fck_live_...``; None is ``FLUIDCLOUD_API_KEY``.
        base_url: The origin, such as ``http://127.0.0.1:7071``; None is ``FLUIDCLOUD_BASE_URL``, or the product's.
        timeout: Seconds for each attempt of a call, and that a connection to storage may stand still.
        max_retries: How often a request is repeated at most.
        max_retry_wait: Seconds to wait before a repetition at most; when the server asks for more, the error is raised.
        http_client: The client of httpx to use, with your proxies or certificates. You close it.
    """

    files: AsyncFiles
    folders: AsyncFolders
    spaces: AsyncSpaces
    shares: AsyncShares
    trash: AsyncTrash
    quota: AsyncQuota
    uploads: AsyncUploads
    receipts: AsyncReceipts

    def __init__(
        self,
        api_key: Optional[str] = None,
        base_url: Optional[str] = None,
        timeout: float = 300.0,
        *,
        max_retries: int = 3,
        max_retry_wait: float = 60.0,
        http_client: Optional[httpx.AsyncClient] = None,
    ) -> None:
        options = Options.of(api_key, base_url, timeout, max_retries, max_retry_wait)
        self._owns_http = http_client is None
        self._use(AsyncTransport(http_client or httpx.AsyncClient(), options))

    def _use(self, transport: AsyncTransport) -> None:
        self._transport = transport
        self.files = AsyncFiles(transport)
        self.folders = AsyncFolders(transport)
        self.spaces = AsyncSpaces(transport)
        self.shares = AsyncShares(transport)
        self.trash = AsyncTrash(transport)
        self.quota = AsyncQuota(transport)
        self.uploads = AsyncUploads(transport)
        self.receipts = AsyncReceipts(transport)

    def with_options(
        self,
        *,
        timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        max_retry_wait: Optional[float] = None,
    ) -> AsyncFluidCloud:
        """The same client with other options. It shares the connections, and is closed with this one."""
        options = self._transport.options
        other = object.__new__(AsyncFluidCloud)
        other._owns_http = False
        other._use(
            AsyncTransport(
                self._transport.http,
                dataclasses.replace(
                    options,
                    timeout=options.timeout if timeout is None else timeout,
                    max_retries=options.max_retries if max_retries is None else max_retries,
                    max_retry_wait=options.max_retry_wait if max_retry_wait is None else max_retry_wait,
                ),
            )
        )
        return other

    async def me(self, *, timeout: Optional[float] = None) -> Me:
        """What the key is: its tenant, its scopes."""
        return Me((await self._transport.call("GET", "/me", timeout=timeout)).value)

    async def close(self) -> None:
        """Closes the connections."""
        if self._owns_http:
            await self._transport.http.aclose()

    async def __aenter__(self) -> AsyncFluidCloud:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]] = None,
        error: Optional[BaseException] = None,
        trace: Optional[TracebackType] = None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"AsyncFluidCloud(base_url={self._transport.options.origin!r})"
