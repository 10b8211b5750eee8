"""What every resource can do."""

from __future__ import annotations

from typing import Any, AsyncIterator, Optional

from .._protocol import Json, Query
from .transport import AsyncTransport

#: Objects of a page, when pages are iterated over.
PAGE_SIZE = 200


class AsyncResource:
    """Routes of the API that belong together."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def _call(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        body: Optional[Json] = None,
        repeatable: bool = False,
        timeout: Optional[float] = None,
    ) -> Any:
        """The JSON of the answer; None when it has no body."""
        answer = await self._transport.call(
            method, path, query=query, body=body, repeatable=repeatable, timeout=timeout
        )
        return answer.value

    async def _pages(self, path: str, query: Query, page_size: int, timeout: Optional[float]) -> AsyncIterator[Any]:
        """The objects of a listing, page by page."""
        cursor: Optional[str] = None
        while True:
            page = await self._transport.call(
                "GET", path, query={**query, "limit": page_size, "cursor": cursor}, timeout=timeout
            )
            for item in page.value:
                yield item
            cursor = page.cursor
            if cursor is None:
                return
