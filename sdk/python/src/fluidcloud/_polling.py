"""How often to look while something is waited for."""

from __future__ import annotations

import time
from typing import Optional, Union

from ._errors import WaitTimeoutError

#: Seconds that a wait lasts at most, unless it is told otherwise.
DEFAULT_LIMIT = 300.0

#: True waits for at most :data:`DEFAULT_LIMIT`, a number for that many seconds.
Wait = Union[bool, float]


class Waiting:
    """One wait, from its start."""

    def __init__(self, wait: Wait, what: str) -> None:
        self._limit = DEFAULT_LIMIT if wait is True else float(wait)
        self._end = time.monotonic() + self._limit
        self._what = what
        self._pause = 0.1

    def pause(self, asked: Optional[float] = None) -> float:
        """The seconds until the next look, from short to 2 s.

        Args:
            asked: What the server asked for instead.

        Raises:
            WaitTimeoutError: The limit has passed.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise WaitTimeoutError(f"{self._what} did not happen within {self._limit:g} s.")
        pause = self._pause if asked is None else asked
        self._pause = min(self._pause * 1.5, 2.0)
        return min(pause, left)
