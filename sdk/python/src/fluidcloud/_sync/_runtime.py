"""What differs between the two clients: how they wait and how they do several things at once. By hand, as its twin."""

from __future__ import annotations

import queue
import threading
import time
from typing import Any, Callable, Iterable, Optional, TypeVar

from .._sources import Stop, Stopped

T = TypeVar("T")


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def blocking(function: Callable[..., T], *arguments: Any) -> T:
    return function(*arguments)


class Background:
    """A function that runs while other things are done."""

    def __init__(self, function: Callable[..., str], *arguments: Any) -> None:
        self._result: Optional[str] = None
        self._error: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._run, args=(function, arguments), daemon=True)
        self._thread.start()

    def _run(self, function: Callable[..., str], arguments: Any) -> None:
        try:
            self._result = function(*arguments)
        except BaseException as error:
            self._error = error

    def result(self) -> str:
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def ended(self) -> None:
        """Waits until it no longer runs, however it ended."""
        self._thread.join()


def for_each(items: Iterable[T], parallel: int, stop: Stop, work: Callable[[T], None]) -> None:
    """Does the work on every item, on so many at once. The first failure ends all of it."""
    rest = iter(items)
    lock = threading.Lock()
    ends: "queue.SimpleQueue[Optional[BaseException]]" = queue.SimpleQueue()

    def worker() -> None:
        try:
            while True:
                stop.check()
                with lock:
                    item = next(rest, rest)
                if item is rest:
                    return ends.put(None)
                work(item)  # type: ignore[arg-type]
        except Stopped:
            ends.put(None)
        except BaseException as error:
            ends.put(error)

    threads = [threading.Thread(target=worker, daemon=True) for _ in range(parallel)]
    for thread in threads:
        thread.start()
    try:
        for _ in threads:
            failure = ends.get()
            if failure is not None:
                raise failure
    except BaseException:  # Ctrl-C too. What is under way may hang in the network, and is not waited for to its end.
        stop.set()
        patience = time.monotonic() + 2
        for thread in threads:
            thread.join(max(0.0, patience - time.monotonic()))
        raise
