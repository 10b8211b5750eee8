"""Writes what is derived: the blocking client from the asynchronous one. ``--check`` only compares."""

from __future__ import annotations

import io
import re
import sys
import tokenize
from pathlib import Path
from typing import Dict, List, Tuple

PACKAGE = Path(__file__).parent.parent / "src" / "fluidcloud"
NOTICE = "# Made from ../_async/{name} by scripts/generate.py: change it there.\n"

#: Names that another word begins than Async.
NAMES = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "aclose": "close",
    "aiter_raw": "iter_raw",
    "aiter_bytes": "iter_bytes",
}


def blocking(source: str) -> str:
    """The same code without async and await, with the names of the blocking classes."""
    edits: List[Tuple[int, int, str]] = []
    lines = [0]
    for line in source.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        start = lines[token.start[0] - 1] + token.start[1]
        end = lines[token.end[0] - 1] + token.end[1]
        if token.type == tokenize.NAME and token.string in ("async", "await"):
            edits.append((start, end + 1, ""))
        elif token.type == tokenize.NAME:
            edits.append((start, end, name_of(token.string)))
        elif token.type == tokenize.STRING:
            edits.append((start, end, re.sub(r"\bAsync(?=[A-Z])|\b(?:async|await) ", "", token.string)))
    for start, end, text in reversed(edits):
        source = source[:start] + text + source[end:]
    return source


def name_of(name: str) -> str:
    return NAMES.get(name) or re.sub(r"^Async(?=[A-Z])", "", name)


def derived() -> Dict[Path, str]:
    """Every derived file with what must stand in it."""
    sources = sorted(path for path in (PACKAGE / "_async").glob("*.py") if path.name not in ("__init__.py", "_runtime.py"))
    return {
        PACKAGE / "_sync" / path.name: NOTICE.format(name=path.name) + blocking(path.read_text("utf-8"))
        for path in sources
    }


def main() -> int:
    stale = [path for path, text in derived().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if "--check" in sys.argv[1:]:
            print(f"{path} is not what scripts/generate.py makes of its source.")
        else:
            path.write_text(derived()[path], "utf-8")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
