"""Spaces."""

from __future__ import annotations

from typing import AsyncIterator, List, Optional

from .._models import Space
from .._protocol import given, segment
from .resource import PAGE_SIZE, AsyncResource


class AsyncSpaces(AsyncResource):
    """Spaces: ``fc.spaces``."""

    async def list(self, *, timeout: Optional[float] = None) -> List[Space]:
        """All spaces, the oldest first. The first call ever makes "My files"."""
        return Space.many(await self._call("GET", "/spaces", timeout=timeout))

    async def iterate(self, *, page_size: int = PAGE_SIZE, timeout: Optional[float] = None) -> AsyncIterator[Space]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        async for item in self._pages("/spaces", {}, page_size, timeout):
            yield Space(item)

    async def create(self, name: str, *, app: Optional[str] = None, timeout: Optional[float] = None) -> Space:
        """Makes a space.

        Args:
            name: 1 to 200 characters of one line.
            app: The product namespace that it is grouped under.
        """
        return Space(await self._call("POST", "/spaces", body=given(name=name, app=app), timeout=timeout))

    async def get(self, space_id: str, *, timeout: Optional[float] = None) -> Space:
        """One space."""
        return Space(await self._call("GET", f"/spaces/{segment(space_id)}", timeout=timeout))

    async def rename(self, space_id: str, name: str, *, timeout: Optional[float] = None) -> Space:
        """Gives a space another name."""
        return Space(await self._call("PATCH", f"/spaces/{segment(space_id)}", body={"name": name}, timeout=timeout))

    async def delete(self, space_id: str, *, timeout: Optional[float] = None) -> None:
        """Deletes an empty space.

        Raises:
            ConflictError: It holds a file or a folder, Trash included, or an unfinished upload.
        """
        await self._call("DELETE", f"/spaces/{segment(space_id)}", timeout=timeout)
