"""Uploads a file, shares it, brings it back, and erases it.

It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fluidcloud import FluidCloud, NotFoundError


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    (folder / "hello.txt").write_text("Hello, FluidCloud", "utf-8")
    with FluidCloud() as fc:
        space = fc.spaces.list()[0]
        file = fc.files.upload(folder / "hello.txt", space_id=space.id, wait_clean=True)
        print(file.name, file.size, "bytes,", file.scan_status)
        print("Anybody reads it at", fc.files.public_url(file.id))
        print("It is here again as", fc.files.download_to(file.id, folder / "again.txt"))
        fc.files.delete_permanent(file.id)
        try:
            fc.files.get(file.id)
        except NotFoundError:
            print("Erased.")


if __name__ == "__main__":
    main()
