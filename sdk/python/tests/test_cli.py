"""The command line against a running host."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RUN, Host

from fluidcloud import FluidCloud, Space
from fluidcloud.cli import main
from fluidcloud.cli.upload import Total

PROOFS = json.loads((ROOT / "sdk/proof-vectors.json").read_text("utf-8"))


def test_the_life_of_a_folder(
    host: Host,
    fc: FluidCloud,
    space: Space,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", host.key)
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", host.origin)

    def run(*arguments: str) -> Any:
        assert main([*arguments, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    (tmp_path / "work/deep").mkdir(parents=True)
    (tmp_path / "work/a.txt").write_text("a")
    (tmp_path / "work/deep/b.txt").write_text("bb")
    files = run("upload", str(tmp_path / "work"), "--space", space.id, "--wait")
    assert [file["name"] for file in files] == ["a.txt", "b.txt"]
    top = run("ls", "--space", space.id)
    assert [item["name"] for item in top] == ["work"]
    assert [item["name"] for item in run("ls", "--space", space.id, "--folder", top[0]["id"])] == ["deep", "a.txt"]
    run("download", files[1]["id"], "-o", str(tmp_path))
    assert (tmp_path / "b.txt").read_text() == "bb"
    assert "/s/" in run("share", files[0]["id"])["url"]
    run("rm", files[0]["id"])
    run("restore", files[0]["id"])
    run("rm", files[0]["id"])
    assert run("trash", "empty", "--space", space.id, "--wait", "--yes")["files"] == 1
    run("erase", files[1]["id"], "--yes")
    assert main(["download", files[1]["id"]]) == 4
    assert "bytes_used" in run("quota")
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", "fck_live_" + "0" * 32)
    assert main(["quota"]) == 3


def test_an_interrupted_upload_goes_on(
    host: Host, fc: FluidCloud, space: Space, large: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder and no file twice, and of the large file only the parts that are missing."""
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", host.key)
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", host.origin)
    (tmp_path / "work/deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.txt", "deep/c.txt"):
        (tmp_path / "work" / name).write_text(name)
    (tmp_path / "work/large.bin").symlink_to(large)
    journal = tmp_path / "journal"
    command = ["upload", str(tmp_path / "work"), "--space", space.id, "--resume", str(journal), "--parallel", "2"]
    firsts: list[int] = []
    update = Total.update

    def interrupt(total: Total, path: Path, sent: int) -> None:
        update(total, path, sent)
        if path.name == "large.bin" and sent > 60_000_000:
            raise KeyboardInterrupt

    monkeypatch.setattr(Total, "update", interrupt)
    assert main(command) == 130
    begun = json.loads(journal.read_text())["paths"][str(large.resolve())]
    assert fc.uploads.get(begun["file_id"]).parts_received

    def observe(total: Total, path: Path, sent: int) -> None:
        update(total, path, sent)
        if path.name == "large.bin":
            firsts.append(sent)

    monkeypatch.setattr(Total, "update", observe)
    assert main([*command[:-4], "--folder", space.id, *command[-4:]]) == 1, "the journal is of another target"
    assert main(command) == 0
    assert not journal.exists() and firsts[0] > 0
    [folder] = fc.folders.list(space.id)
    assert (fc.folders.stats(folder.id).files, fc.folders.stats(folder.id).folders) == (4, 1)
    assert fc.files.get(begun["file_id"]).size == large.stat().st_size
    fc.folders.delete(folder.id)
    fc.trash.empty(space_id=space.id, wait=True)


@pytest.mark.parametrize("vector", PROOFS, ids=[f"{vector['expect']['verdict']}: {vector['name']}" for vector in PROOFS])
def test_verify(
    vector: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a key, and with the exit codes of ``./run admin verify``."""
    monkeypatch.delenv("FLUIDCLOUD_API_KEY", raising=False)
    arguments = ["verify", str(tmp_path / "a.tlog-proof"), "--policy", str(tmp_path / "policy")]
    proof = base64.b64decode(vector["proof_base64"]) if "proof_base64" in vector else vector["proof"].encode()
    (tmp_path / "a.tlog-proof").write_bytes(proof)
    (tmp_path / "policy").write_bytes(vector["policy"].encode())
    if "copy_base64" in vector:
        (tmp_path / "copy").write_bytes(base64.b64decode(vector["copy_base64"]))
        arguments += ["--file", str(tmp_path / "copy")]
    assert main([*arguments, "--json"]) == vector["exit_code"]
    assert json.loads(capsys.readouterr().out) == vector["expect"]


def test_verify_of_files_that_are_not_there_or_too_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "proof").write_text(PROOFS[0]["proof"], "utf-8")
    (tmp_path / "policy").write_text(PROOFS[0]["policy"], "utf-8")
    (tmp_path / "large").write_bytes(bytes(100_000))
    proof, policy, large, lost = (str(tmp_path / name) for name in ("proof", "policy", "large", "lost"))
    for arguments in (
        [lost, "--policy", policy],
        [proof, "--policy", lost],
        [proof, "--policy", policy, "--file", lost],
        [large, "--policy", policy],
    ):
        assert main(["verify", *arguments]) == 3
        assert capsys.readouterr().err.startswith("UNREADABLE: ")


def test_the_proof_of_an_erasure(
    host: Host,
    fc: FluidCloud,
    space: Space,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It says of a proof what the host's own command says, word for word."""
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", host.key)
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", host.origin)
    (tmp_path / "copy").write_text("Hello")
    (tmp_path / "other").write_text("Hallo")
    (tmp_path / "policy").write_bytes(host.policy())
    file = fc.files.upload(tmp_path / "copy", space.id, wait_clean=True)
    fc.files.delete_permanent(file.id)
    proof = tmp_path / f"{file.id}.tlog-proof"
    assert main(["proof", file.id, "-o", str(proof)]) == 0
    assert fc.receipts.get(file.id).log_index is not None
    capsys.readouterr()
    for more, exit_code in (([], 0), (["--file", str(tmp_path / "copy")], 0), (["--file", str(tmp_path / "other")], 1)):
        arguments = ["verify", str(proof), "--policy", str(tmp_path / "policy"), *more]
        assert main(arguments) == exit_code
        here = capsys.readouterr()
        there = subprocess.run([*RUN, "admin", *arguments], capture_output=True, text=True)
        assert (there.returncode, there.stdout, there.stderr) == (exit_code, here.out, here.err)


def test_a_reader_that_leaves_early_is_no_crash(host: Host, fc: FluidCloud, space: Space) -> None:
    """As in ``fluidcloud ls | head -1``."""
    for number in range(3):
        fc.folders.create(f"{number}", space.id)
    environment = {**os.environ, "FLUIDCLOUD_API_KEY": host.key, "FLUIDCLOUD_BASE_URL": host.origin}
    command = [sys.executable, "-m", "fluidcloud.cli", "ls", "--space", space.id]
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as nowhere:
        ran = subprocess.run(command, env=environment, stdout=nowhere, stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_words_for_people(
    host: Host,
    fc: FluidCloud,
    space: Space,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", host.key)
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", host.origin)
    (tmp_path / "a.txt").write_text("Hello")

    def said(*arguments: str) -> str:
        assert main(arguments) == 0
        return capsys.readouterr().out

    file = said("upload", str(tmp_path / "a.txt"), "--space", space.id).split()[0]
    assert said("ls", "--space", space.id, "-q", "A.T").split()[:3] == [file, "5", "B"]
    assert " are used." in said("quota") and "expiring links" in said("quota")
    said("rm", file)
    assert "files with " in said("trash", "status")
    assert said("trash", "empty", "--space", space.id, "--wait", "--yes") == "1 files with 5 B are erased.\n"
    assert f"space {space.id}, is done: 1 files erased, 0 failed." in said("trash", "status", "--space", space.id)
    assert main(["trash", "empty"]) == 1 and "--yes" in capsys.readouterr().err
