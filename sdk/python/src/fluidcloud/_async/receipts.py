"""Receipts of erased files."""

from __future__ import annotations

from typing import AsyncIterator, List, Optional

from .._models import Receipt
from .._protocol import segment
from .resource import PAGE_SIZE, AsyncResource


class AsyncReceipts(AsyncResource):
    """What is left to prove of erased files: ``fc.receipts``."""

    async def get(self, file_id: str, *, timeout: Optional[float] = None) -> Receipt:
        """The receipt of one erased file.

        Raises:
            NotFoundError: There is none: the file was not erased, or is another tenant's.
        """
        return Receipt(await self._call("GET", f"/gdpr/receipts/{segment(file_id)}", timeout=timeout))

    async def list(self, sweep: str, *, timeout: Optional[float] = None) -> List[Receipt]:
        """The receipts of one emptying of Trash: the ``id`` of a sweep of ``fc.trash.status()``."""
        return Receipt.many(await self._call("GET", "/gdpr/receipts", query={"sweep": sweep}, timeout=timeout))

    async def iterate(
        self, sweep: str, *, page_size: int = PAGE_SIZE, timeout: Optional[float] = None
    ) -> AsyncIterator[Receipt]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        async for item in self._pages("/gdpr/receipts", {"sweep": sweep}, page_size, timeout):
            yield Receipt(item)
