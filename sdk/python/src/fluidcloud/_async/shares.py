"""Links to files."""

from __future__ import annotations

from typing import AsyncIterator, List, Optional

from .._models import Share
from .._protocol import given, segment
from .resource import PAGE_SIZE, AsyncResource


class AsyncShares(AsyncResource):
    """Links to files: ``fc.shares``."""

    async def list(self, file_id: Optional[str] = None, *, timeout: Optional[float] = None) -> List[Share]:
        """The links that were not revoked, the newest first; without their URLs."""
        return Share.many(await self._call("GET", "/shares", query={"file_id": file_id}, timeout=timeout))

    async def iterate(
        self, file_id: Optional[str] = None, *, page_size: int = PAGE_SIZE, timeout: Optional[float] = None
    ) -> AsyncIterator[Share]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        async for item in self._pages("/shares", {"file_id": file_id}, page_size, timeout):
            yield Share(item)

    async def create(
        self,
        file_id: str,
        *,
        expires_in_days: Optional[int] = None,
        permission: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> Share:
        """Makes a link to a clean file. Only this answer holds its ``url``.

        Args:
            expires_in_days: 1 to 365; None makes a permanent link.
            permission: ``view`` or ``download``; None is to view a permanent link and to download an expiring one.

        Raises:
            ConflictError: The file is not clean, or in Trash.
            QuotaExceededError: There are as many expiring links as are allowed.
        """
        body = {"expires_in_days": expires_in_days, **given(file_id=file_id, permission=permission)}
        return Share(await self._call("POST", "/shares", body=body, timeout=timeout))

    async def delete(self, share_id: str, *, timeout: Optional[float] = None) -> None:
        """Revokes a link. The edge may serve a permanent one for up to an hour more."""
        await self._call("DELETE", f"/shares/{segment(share_id)}", timeout=timeout)
