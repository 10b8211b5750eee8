"""Uploads a large file, and goes on after an interruption: python resume_upload.py FILE

Interrupt it with Ctrl-C and start it again. What it needs to go on is in FILE.upload, which holds no secret.
It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fluidcloud import FluidCloud, ResumeTicket


def main(path: Path) -> None:
    note = path.with_name(path.name + ".upload")
    ticket = json.loads(note.read_text("utf-8")) if note.exists() else None
    print("It goes on." if ticket else "It begins.", flush=True)

    def remember(begun: ResumeTicket) -> None:
        note.write_text(json.dumps(begun.to_dict()), "utf-8")

    def show(sent: int, total: int) -> None:
        print(f"{sent:,} of {total:,} bytes", flush=True)

    with FluidCloud() as fc:
        space = fc.spaces.list()[0]
        file = fc.files.upload(path, space.id, resume=ticket, on_start=remember, progress=show, wait_clean=True)
    note.unlink()
    print(f"{file.name} is there as {file.id}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
