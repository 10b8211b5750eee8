"""The examples and the README do what they say, as programs of their own."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Host

from fluidcloud import FluidCloud

HERE = Path(__file__).parents[1]
README = (HERE / "README.md").read_text("utf-8")


class Programs:
    """Runs programs with the key and the place of the host in their environment, as the README says."""

    def __init__(self, host: Host, folder: Path) -> None:
        self._folder = folder
        self.environment = {**os.environ, "FLUIDCLOUD_API_KEY": host.key, "FLUIDCLOUD_BASE_URL": host.origin}

    def run(self, *command: str) -> str:
        ran = subprocess.run(command, cwd=self._folder, env=self.environment, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def example(self, name: str, *arguments: str) -> str:
        return self.run(sys.executable, str(HERE / "examples" / name), *arguments)


@pytest.fixture
def programs(host: Host, tmp_path: Path) -> Programs:
    return Programs(host, tmp_path)


def test_the_quick_start_of_the_readme(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4 A report")
    [code] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    said = programs.run(sys.executable, "-c", code)
    assert said.startswith(f"report.pdf 17 {hashlib.sha256(b'%PDF-1.4 A report').hexdigest()}\n") and "/s/" in said
    assert (tmp_path / "copy.pdf").read_bytes() == b"%PDF-1.4 A report"


def test_the_command_line_of_the_readme(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4 A report")
    (tmp_path / "fluidcloud").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m fluidcloud.cli "$@"\n')
    (tmp_path / "fluidcloud").chmod(0o755)
    programs.environment["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    [script] = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    said = programs.run("sh", "-ec", script)
    assert said.count("report.pdf") >= 2 and " are used." in said and " are erased." in said


def test_quick_start(programs: Programs) -> None:
    said = programs.example("quick_start.py")
    assert "hello.txt 17 bytes, clean" in said and said.endswith("Erased.\n")


def test_upload_folder(programs: Programs, fc: FluidCloud, tmp_path: Path) -> None:
    (tmp_path / "work/deep/deeper").mkdir(parents=True)
    for number, place in enumerate(("work/a.txt", "work/deep/b.txt", "work/deep/deeper/c.txt", "work/deep/d.txt")):
        (tmp_path / place).write_text("x" * number)
    said = programs.example("upload_folder.py", "work")
    assert "4 files with 6 bytes are in work." in said
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        assert name in said


def test_resume_upload(programs: Programs, fc: FluidCloud, tmp_path: Path) -> None:
    """Killed when a part has surely arrived, and started again."""
    block = os.urandom(1_000_000)
    with (tmp_path / "large.bin").open("wb") as file:
        for number in range(300):
            file.write(number.to_bytes(8, "big") + block[8:])
    command = [sys.executable, str(HERE / "examples/resume_upload.py"), "large.bin"]
    with subprocess.Popen(command, cwd=tmp_path, env=programs.environment, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        for line in first.stdout:
            # Four parts of 16 MiB are under way at most: the others have arrived.
            if " of " in line and int(line.split()[0].replace(",", "")) > 100_000_000:
                first.send_signal(signal.SIGKILL)
                break
    assert (tmp_path / "large.bin.upload").exists()
    said = programs.example("resume_upload.py", "large.bin")
    lines = said.splitlines()
    assert lines[0] == "It goes on." and not lines[1].startswith("0 of "), lines[1]
    assert not (tmp_path / "large.bin.upload").exists()
    file_id = lines[-1].split()[-1].rstrip(".")
    assert fc.files.get(file_id).sha256 == hashlib.sha256((tmp_path / "large.bin").read_bytes()).hexdigest()
    fc.files.delete_permanent(file_id)


def test_prove_erasure(programs: Programs, host: Host, fc: FluidCloud, tmp_path: Path) -> None:
    space = fc.spaces.list()[0]
    ids = [fc.files.upload(f"{number}".encode(), space.id, name="a.txt", wait_clean=True).id for number in range(2)]
    fc.files.delete_many(ids)
    (tmp_path / "policy").write_bytes(host.policy())
    (tmp_path / "proofs").mkdir()
    said = programs.example("prove_erasure.py", "policy", "proofs")
    for file_id in ids:
        assert f"Proven: {file_id}, 1 bytes, was erased at " in said
        assert (tmp_path / f"proofs/{file_id}.tlog-proof").exists()


def test_share_file(programs: Programs, tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("Hello")
    said = programs.example("share_file.py", "hello.txt")
    assert "/s/" in said and "5 bytes come from there." in said and said.endswith("Now the link answers 404.\n")


def test_many_at_once(programs: Programs, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(20)]
    for name in names:
        (tmp_path / name).write_text(name)
    said = programs.example("many_at_once.py", *names).splitlines()
    assert [line.split()[0] for line in said] == names
    assert all("is clean: text/plain" in line for line in said)


def test_every_example_is_run() -> None:
    tests = {name[len("test_") :] for name in globals() if name.startswith("test_")}
    assert {path.stem for path in (HERE / "examples").glob("*.py")} <= tests
