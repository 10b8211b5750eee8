# Made from ../_async/resource.py by scripts/generate.py: change it there.
"""What every resource can do."""

from __future__ import annotations

from typing import Any, Iterator, Optional

from .._protocol import Json, Query
from .transport import Transport

#: Objects of a page, when pages are iterated over.
PAGE_SIZE = 200


class Resource:
    """Routes of the API that belong together."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _call(
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
        answer = self._transport.call(
            method, path, query=query, body=body, repeatable=repeatable, timeout=timeout
        )
        return answer.value

    def _pages(self, path: str, query: Query, page_size: int, timeout: Optional[float]) -> Iterator[Any]:
        """The objects of a listing, page by page."""
        cursor: Optional[str] = None
        while True:
            page = self._transport.call(
                "GET", path, query={**query, "limit": page_size, "cursor": cursor}, timeout=timeout
            )
            for item in page.value:
                yield item
            cursor = page.cursor
            if cursor is None:
                return
