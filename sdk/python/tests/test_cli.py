"""The command line against a running host."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RUN, Host

from fluidcloud import FluidCloud, Space
from fluidcloud.cli import main

PROOFS = json.loads((ROOT / "sdk/proof-vectors.json").read_text("utf-8"))


def test_the_life_of_a_folder(
    host: Host, fc: FluidCloud, space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
    for arguments in ([lost, "--policy", policy], [proof, "--policy", lost], [proof, "--policy", policy, "--file", lost], [large, "--policy", policy]):
        assert main(["verify", *arguments]) == 3
        assert capsys.readouterr().err.startswith("UNREADABLE: ")


def test_the_proof_of_an_erasure(
    host: Host, fc: FluidCloud, space: Space, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
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
