"""The command line against a running host."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Host

from fluidcloud import FluidCloud, Space
from fluidcloud.cli import main


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
