"""Uploads files at the same time with the asynchronous client, and waits until all are clean: python many_at_once.py FILE...

It needs FLUIDCLOUD_API_KEY, and for ./run FLUIDCLOUD_BASE_URL.
"""

from __future__ import annotations

import asyncio
import sys
from typing import List

from fluidcloud import AsyncFluidCloud, File


async def main(paths: List[str]) -> None:
    few = asyncio.Semaphore(8)  # As many at once: thousands would only wait for each other.

    async with AsyncFluidCloud() as fc:
        space = (await fc.spaces.list())[0]

        async def upload(path: str) -> File:
            async with few:
                return await fc.files.upload(path, space.id, wait_clean=True)

        for file in await asyncio.gather(*map(upload, paths)):
            print(f"{file.name} is {file.scan_status}: {file.mime}, SHA-256 {file.sha256}")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
