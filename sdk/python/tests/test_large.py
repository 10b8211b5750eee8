"""1 GB up and down, in memory that does not grow with it."""

from __future__ import annotations

import filecmp
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Host

from fluidcloud import Space

#: Generous: an interpreter with httpx alone has some 30 MB, and each of four parts at once its pieces and its connection.
MOST_MB = 100

BLOCKING = """
import re, sys
from fluidcloud import FluidCloud
fc = FluidCloud()
source, target, space = sys.argv[1:]
file = fc.files.upload(source, space, wait_clean=True)
fc.files.download_to(file.id, target)
fc.files.delete_permanent(file.id)
"""

ASYNCHRONOUS = """
import asyncio, re, sys
from fluidcloud import AsyncFluidCloud

async def main(source, target, space):
    async with AsyncFluidCloud() as fc:
        file = await fc.files.upload(source, space, wait_clean=True)
        await fc.files.download_to(file.id, target)
        await fc.files.delete_permanent(file.id)

asyncio.run(main(*sys.argv[1:]))
"""

#: Not ru_maxrss, which a process inherits from the one that started it.
PEAK = """
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.skipif(
    not os.environ.get("FLUIDCLOUD_TEST_LARGE"), reason="1 GB up and down takes a minute: FLUIDCLOUD_TEST_LARGE=1"
)
@pytest.mark.parametrize("program", [BLOCKING, ASYNCHRONOUS], ids=["blocking", "asynchronous"])
def test_a_gigabyte(program: str, host: Host, space: Space, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    block = os.urandom(1_000_000)
    with source.open("wb") as file:
        for number in range(1000):
            file.write(number.to_bytes(8, "big") + block[8:])
    environment = {**os.environ, "FLUIDCLOUD_API_KEY": host.key, "FLUIDCLOUD_BASE_URL": host.origin}
    command = [sys.executable, "-c", program + PEAK, str(source), str(target), space.id]
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    with capsys.disabled():
        print(f"\n1 GB up and down with the {'asynchronous' if program is ASYNCHRONOUS else 'blocking'} client: ", end="")
        print(f"at most {int(run.stdout)} MB of memory")
    assert filecmp.cmp(source, target, shallow=False)
    assert int(run.stdout) < MOST_MB
    source.unlink()
    target.unlink()
