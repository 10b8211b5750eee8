"""The asynchronous client against a running host."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from conftest import Host

from fluidcloud import AsyncFluidCloud, NotFoundError, Space


def test_life_of_a_file_in_parts(host: Host, space: Space, tmp_path: Path) -> None:
    content = os.urandom(1_000_000) * 101

    async def run() -> None:
        async with AsyncFluidCloud(host.key, host.origin) as fc:
            file = await fc.files.upload(content, space.id, name="large.bin", wait_clean=True)
            assert [item.id async for item in fc.files.iterate(space.id, page_size=1)] == [file.id]
            await fc.files.download_to(file.id, tmp_path)
            assert (tmp_path / "large.bin").read_bytes() == content
            await fc.files.delete(file.id)
            emptied = await fc.trash.empty(space_id=space.id, wait=True)
            assert emptied.sweep is not None and emptied.sweep.files_done == 1
            with pytest.raises(NotFoundError):
                await fc.files.get(file.id)

    asyncio.run(run())
