"""Emptying Trash."""

from __future__ import annotations

from typing import Callable, Optional

from .._errors import SweepStalledError
from .._models import EmptyTrash, Sweep, TrashStatus
from .._polling import Wait, Waiting
from ._runtime import sleep
from .resource import AsyncResource


class AsyncTrash(AsyncResource):
    """Emptying Trash: ``fc.trash``. What is in it: ``fc.files.list(trash=True)`` and ``fc.folders.list(trash=True)``."""

    async def empty(
        self,
        *,
        space_id: Optional[str] = None,
        dry_run: bool = False,
        wait: Wait = False,
        progress: Optional[Callable[[int, int], None]] = None,
        timeout: Optional[float] = None,
    ) -> EmptyTrash:
        """Erases for good what is in Trash now, in the background (statements 40 to 65).

        Args:
            space_id: Only what is in Trash of this space; None is all of the tenant's.
            dry_run: Only counts what would be erased.
            wait: Whether to wait until it is done, and for how many seconds; True is 300.
            progress: Called with the number of files erased and of all; only while it waits.

        Returns:
            The counts it began with; after a wait also ``sweep``, how it ended.

        Raises:
            SweepStalledError: It met something that it can't erase. Calling again goes on.
            WaitTimeoutError: It was not done in time. It goes on.
        """
        query = {"space_id": space_id, "dry_run": dry_run or None}
        begun = EmptyTrash(await self._call("DELETE", "/gdpr/trash", query=query, timeout=timeout))
        if wait is False or dry_run:
            return begun
        waiting = Waiting(wait, "Emptying Trash")
        while True:
            sweep = await self._sweep(space_id, timeout)
            if sweep is not None:
                if progress is not None:
                    progress(sweep.files_done, sweep.files_total or 0)
                if sweep.state == "done":
                    return EmptyTrash({**begun, "sweep": dict(sweep)})
                if sweep.state == "stalled":
                    raise SweepStalledError(f"{sweep.files_failed} files could not be erased. Empty Trash again to go on.")
            await sleep(waiting.pause())

    async def status(self, *, space_id: Optional[str] = None, timeout: Optional[float] = None) -> TrashStatus:
        """What is in Trash now, and how far the last emptying of each scope is."""
        return TrashStatus(await self._call("GET", "/gdpr/trash", query={"space_id": space_id}, timeout=timeout))

    async def _sweep(self, space_id: Optional[str], timeout: Optional[float]) -> Optional[Sweep]:
        """The last emptying of exactly this scope."""
        sweeps = (await self.status(space_id=space_id, timeout=timeout)).sweeps
        wanted = space_id.lower() if space_id else None
        return next((sweep for sweep in sweeps if sweep.cause == "sweep" and sweep.space_id == wanted), None)
