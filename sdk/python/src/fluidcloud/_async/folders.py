"""Folders."""

from __future__ import annotations

from typing import AsyncIterator, List, Optional, Union

from .._models import Folder, FolderStats
from .._protocol import given, segment
from .._unset import UNSET, Unset, changes
from .resource import PAGE_SIZE, AsyncResource


class AsyncFolders(AsyncResource):
    """Folders: ``fc.folders``."""

    async def list(
        self,
        space_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        *,
        trash: bool = False,
        timeout: Optional[float] = None,
    ) -> List[Folder]:
        """The folders of a folder or of the root of a space; with ``trash=True`` those in Trash, of the whole tenant."""
        query = {"space_id": space_id, "parent_id": parent_id, "trash": trash or None}
        return Folder.many(await self._call("GET", "/folders", query=query, timeout=timeout))

    async def iterate(
        self,
        space_id: Optional[str] = None,
        parent_id: Optional[str] = None,
        *,
        trash: bool = False,
        page_size: int = PAGE_SIZE,
        timeout: Optional[float] = None,
    ) -> AsyncIterator[Folder]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        query = {"space_id": space_id, "parent_id": parent_id, "trash": trash or None}
        async for item in self._pages("/folders", query, page_size, timeout):
            yield Folder(item)

    async def create(
        self, name: str, space_id: str, parent_id: Optional[str] = None, *, timeout: Optional[float] = None
    ) -> Folder:
        """Makes a folder, in the root of the space unless there is a ``parent_id``."""
        body = given(name=name, space_id=space_id, parent_id=parent_id)
        return Folder(await self._call("POST", "/folders", body=body, timeout=timeout))

    async def get(self, folder_id: str, *, timeout: Optional[float] = None) -> Folder:
        """One folder."""
        return Folder(await self._call("GET", f"/folders/{segment(folder_id)}", timeout=timeout))

    async def stats(self, folder_id: str, *, timeout: Optional[float] = None) -> FolderStats:
        """How many files, bytes and folders are below it, at any depth."""
        return FolderStats(await self._call("GET", f"/folders/{segment(folder_id)}/stats", timeout=timeout))

    async def update(
        self,
        folder_id: str,
        *,
        name: Union[str, Unset] = UNSET,
        parent_id: Union[str, None, Unset] = UNSET,
        timeout: Optional[float] = None,
    ) -> Folder:
        """Renames it, moves it (``parent_id=None`` is the root of its space), or both."""
        body = changes(name=name, parent_id=parent_id)
        return Folder(await self._call("PATCH", f"/folders/{segment(folder_id)}", body=body, timeout=timeout))

    async def rename(self, folder_id: str, name: str, *, timeout: Optional[float] = None) -> Folder:
        """Gives it another name."""
        return await self.update(folder_id, name=name, timeout=timeout)

    async def move(self, folder_id: str, parent_id: Optional[str], *, timeout: Optional[float] = None) -> Folder:
        """Moves it into another folder of its space; None is the root."""
        return await self.update(folder_id, parent_id=parent_id, timeout=timeout)

    async def delete(self, folder_id: str, *, timeout: Optional[float] = None) -> Folder:
        """To Trash, with all that is in it."""
        return Folder(await self._call("DELETE", f"/folders/{segment(folder_id)}", timeout=timeout))

    async def restore(self, folder_id: str, *, timeout: Optional[float] = None) -> Folder:
        """Back from Trash, with all that went there with it."""
        return Folder(await self._call("POST", f"/folders/{segment(folder_id)}/restore", timeout=timeout))
