"""What differs between the two clients: how they wait and how they do several things at once. By hand, as its twin."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Iterable, TypeVar

from .._sources import Stop

T = TypeVar("T")


async def sleep(seconds: float) -> None:
    await asyncio.sleep(seconds)


async def blocking(function: Callable[..., T], *arguments: Any) -> T:
    """Calls what reads or writes files, without holding up the loop."""
    return await asyncio.to_thread(function, *arguments)


class Background:
    """A function that runs while other things are done."""

    def __init__(self, function: Callable[..., str], *arguments: Any) -> None:
        self._task = asyncio.create_task(asyncio.to_thread(function, *arguments))
        self._task.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def result(self) -> str:
        return await asyncio.shield(self._task)

    async def ended(self) -> None:
        """Waits until it no longer runs, however it ended."""
        await asyncio.wait([self._task])


async def for_each(items: Iterable[T], parallel: int, stop: Stop, work: Callable[[T], Awaitable[None]]) -> None:
    """Does the work on every item, on so many at once. The first failure ends all of it."""
    rest = iter(items)

    async def worker() -> None:
        for item in rest:
            await work(item)

    tasks = [asyncio.create_task(worker()) for _ in range(parallel)]
    try:
        await asyncio.gather(*tasks)
    finally:
        stop_all = [task for task in tasks if not task.done()]
        if stop_all:
            stop.set()
            for task in stop_all:
                task.cancel()
            await asyncio.gather(*stop_all, return_exceptions=True)
