"""How far a transfer is, on one line of a terminal."""

from __future__ import annotations

import shutil
import sys
import time
from typing import Optional


def size_text(count: int) -> str:
    """Bytes as people read them."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


class Bar:
    """Draws on the standard error, and nothing unless that is a terminal."""

    def __init__(self, name: str, bytes_: bool = True) -> None:
        self._name = name
        self._bytes = bytes_
        self._shown = sys.stderr.isatty()
        self._drawn: Optional[float] = None

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._drawn is not None:
            print(file=sys.stderr)

    def update(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or (self._drawn is not None and now - self._drawn < 0.1 and done < total):
            return
        self._drawn = now
        amount = f"{size_text(done)} of {size_text(total)}" if self._bytes else f"{done} of {total}"
        name = self._name if len(self._name) <= 30 else self._name[:29] + "…"
        share = done / total if total else 1.0
        room = max(10, min(40, shutil.get_terminal_size().columns - 60))
        filled = int(share * room)
        line = f"{name:30} {'█' * filled}{'·' * (room - filled)} {share:4.0%}  {amount}"
        print(f"\r{line}\033[K", end="", file=sys.stderr, flush=True)
