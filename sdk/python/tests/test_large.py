"""1 GB up and down, in memory that does not grow with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Host

from fluidcloud import Space

PROGRAM = """
import re, sys
from fluidcloud import FluidCloud
fc = FluidCloud()
source, target, space = sys.argv[1:]
file = fc.files.upload(source, space, wait_clean=True)
fc.files.download_to(file.id, target)
fc.files.delete_permanent(file.id)
# Not ru_maxrss, which a process inherits from the one that started it.
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of memory is read from /proc")
@pytest.mark.skipif(not os.environ.get("FLUIDCLOUD_TEST_LARGE"), reason="1 GB up and down takes half a minute: FLUIDCLOUD_TEST_LARGE=1")
def test_a_gigabyte(host: Host, space: Space, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    block = os.urandom(1_000_000)
    with source.open("wb") as file:
        for number in range(1000):
            file.write(number.to_bytes(8, "big") + block[8:])
    environment = {**os.environ, "FLUIDCLOUD_API_KEY": host.key, "FLUIDCLOUD_BASE_URL": host.origin}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(source), str(target), space.id], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    with capsys.disabled():
        print(f"\n1 GB up and down: at most {int(run.stdout)} MB of memory")
    assert int(run.stdout) < 100
    assert subprocess.run(["cmp", str(source), str(target)]).returncode == 0
    source.unlink()
    target.unlink()
