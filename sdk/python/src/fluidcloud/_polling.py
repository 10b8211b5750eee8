"""How often to look while something is waited for."""

from __future__ import annotations

import time
from typing import Iterator, Union

from ._errors import WaitTimeoutError

#: Seconds that a wait lasts at most, unless it is told otherwise.
DEFAULT_LIMIT = 300.0

#: True waits for at most :data:`DEFAULT_LIMIT`, a number for that many seconds.
Wait = Union[bool, float]


def pauses(wait: Wait, what: str) -> Iterator[float]:
    """The seconds to wait before each next look, from short to 2 s.

    Raises:
        WaitTimeoutError: The limit has passed.
    """
    limit = DEFAULT_LIMIT if wait is True else float(wait)
    end = time.monotonic() + limit
    pause = 0.1
    while time.monotonic() < end:
        yield min(pause, max(0.0, end - time.monotonic()))
        pause = min(pause * 1.5, 2.0)
    raise WaitTimeoutError(f"{what} did not happen within {limit:g} s.")
