"""A host for the tests: the program that ./run starts, with data of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

import httpx
import pytest

from fluidcloud import FluidCloud, Space

ROOT = Path(__file__).parents[3]
HUNDRED_MB = 100_000_000
BUILT = ROOT / "FluidCloud.Cli/bin/Debug/net10.0/FluidCloud.Cli.dll"

#: What ``./run`` starts.
RUN = ["dotnet", str(BUILT)] if BUILT.exists() else [str(ROOT / "run")]


class Host:
    """A running host: where it is, and a key that may do everything."""

    def __init__(self, origin: str, key: str) -> None:
        self.origin = origin
        self.key = key

    def policy(self) -> bytes:
        """Who trusts the erasure log of this host, and asks no witness."""
        ready = httpx.get(f"{self.origin}/health/ready").json()
        return f"log {ready['dependencies']['erasure_log']['note'].split()[0]}\nquorum none\n".encode()


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The one of FLUIDCLOUD_BASE_URL, such as the real worker; else one that is started here.

    That one stops when its standard input ends, also when the tests are killed.
    """
    if "FLUIDCLOUD_BASE_URL" in os.environ:
        yield Host(os.environ["FLUIDCLOUD_BASE_URL"].rstrip("/"), os.environ["FLUIDCLOUD_API_KEY"])
        return
    folder = tmp_path_factory.mktemp("fluidcloud")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "host.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*RUN, "--port", str(port), "--no-rate-limits", "--until-input-ends"],
            env={**os.environ, "FLUIDCLOUD_DATA": str(folder / "data")},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
    try:
        origin = f"http://127.0.0.1:{port}"
        end = time.monotonic() + 180
        while not _ready(origin):
            assert process.poll() is None and time.monotonic() < end, f"the host does not start: {log.read_text()}"
            time.sleep(0.1)
        while not (folder / "data/demo-key").exists():
            assert process.poll() is None and time.monotonic() < end, f"the host makes no key: {log.read_text()}"
            time.sleep(0.05)
        yield Host(origin, (folder / "data/demo-key").read_text().strip())
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)


def _ready(origin: str) -> bool:
    try:
        return httpx.get(f"{origin}/health/live", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def fc(host: Host) -> Iterator[FluidCloud]:
    """A client of the host."""
    with FluidCloud(host.key, host.origin) as client:
        yield client


@pytest.fixture
def space(fc: FluidCloud) -> Space:
    """A space of its own for each test."""
    return fc.spaces.create("A test")


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that goes in parts."""
    path = tmp_path_factory.mktemp("large") / "large.bin"
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        for number in range(HUNDRED_MB // len(block) + 1):
            file.write(number.to_bytes(8, "big") + block[8:])
    return path
