"""What needs no server: options, results, sources, and the bar of the command line."""

from __future__ import annotations

import copy
import io
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from fluidcloud import File, FluidCloud, FluidCloudError, Quota, UploadTicket
from fluidcloud._partfile import target_of
from fluidcloud._sources import Source, Stop
from fluidcloud.cli.progress import Bar


def test_the_key_and_the_place_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLUIDCLOUD_API_KEY", " fck_live_a\n")
    monkeypatch.setenv("FLUIDCLOUD_BASE_URL", "http://127.0.0.1:7071/api/v1/")
    assert repr(FluidCloud()) == "FluidCloud(base_url='http://127.0.0.1:7071')"
    assert repr(FluidCloud(base_url="https://files.example.com")) == "FluidCloud(base_url='https://files.example.com')"
    monkeypatch.delenv("FLUIDCLOUD_BASE_URL")
    assert repr(FluidCloud()) == "FluidCloud(base_url='https://api-cloud.fluidvip.com')"
    monkeypatch.delenv("FLUIDCLOUD_API_KEY")
    with pytest.raises(FluidCloudError, match="FLUIDCLOUD_API_KEY"):
        FluidCloud()


@pytest.mark.parametrize(
    "key, place", [("fck_live_\u00e9", None), ("fck live", None), ("k", "ftp://a"), ("k", "files.example.com")]
)
def test_what_can_not_be_is_refused_at_once(key: str, place: Any) -> None:
    with pytest.raises(FluidCloudError) as error:
        FluidCloud(key, place)
    assert place is not None or key not in str(error.value)


@pytest.mark.parametrize("file_id", ["", ".", ".."])
def test_what_is_no_id_reaches_no_other_route(file_id: str) -> None:
    with pytest.raises(ValueError):
        FluidCloud("k").files.get(file_id)


@pytest.mark.contract(238)
def test_a_result_is_read_only_and_keeps_all() -> None:
    file = File({"id": "1", "name": "a", "scan_status": "a new one", "new": {"x": [1]}})
    assert file.id == file["id"] == "1" and file.new == {"x": [1]} and file.sha256 is None and "sha256" not in file
    for change in (lambda: setattr(file, "id", "2"), lambda: delattr(file, "id")):
        with pytest.raises(AttributeError):
            change()
    with pytest.raises(AttributeError, match="colour"):
        file.colour
    with pytest.raises(KeyError):
        file["colour"]
    assert {"id", "new", "to_dict"} <= set(dir(file)) and "name='a'" in repr(file)
    assert copy.deepcopy(file) == pickle.loads(pickle.dumps(file)) == file == file.to_dict() == dict(file)
    quota = Quota({"by_app": [{"app": "crm", "bytes": 1, "files": 1}]})
    assert quota.by_app[0].app == "crm" and quota.to_dict()["by_app"][0] == {"app": "crm", "bytes": 1, "files": 1}


def test_a_ticket_does_not_show_its_urls() -> None:
    assert "secret" not in repr(UploadTicket({"file_id": "1", "key": "k", "url": "https://storage/?sig=secret"}))


def test_sources(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"0123456789")
    with (tmp_path / "a.bin").open("rb") as file:
        file.seek(4)
        opened = Source.open(file)
        assert (opened.name, opened.size, opened.read_at(1, 2)) == ("a.bin", 6, b"56")
        opened.close()
        assert not file.closed, "it is the caller's"
    digits = b"0123456789"
    for source in (str(tmp_path / "a.bin"), tmp_path / "a.bin", digits, bytearray(digits), memoryview(digits)):
        opened = Source.open(source)
        assert opened.sha256(Stop()) == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
        opened.close()
    reader, writer = os.pipe()
    os.write(writer, b"0123456789")
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        opened = Source.open(pipe)
        assert (opened.name, opened.size, opened.read_at(8, 2)) == (None, 10, b"89")
        opened.close()


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\\b", "/etc/passwd"])
def test_a_name_from_elsewhere_leads_out_of_no_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        target_of(tmp_path, File({"id": "1", "original_name": name}))
    assert target_of(tmp_path / "here", File({"id": "1", "original_name": name})) == str(tmp_path / "here")


def test_the_bar_draws_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr("sys.stderr", stream)
        with Bar("a name that is far too long for the place that it has") as bar:
            bar.update(0, 2_000_000_000)
            bar.update(1, 2_000_000_000)  # Too soon after the one before.
            bar.update(2_000_000_000, 2_000_000_000)
        drawn = stream.getvalue()
        assert drawn.count("\r") == (2 if stream.isatty() else 0)
        assert drawn.endswith("2.0 GB of 2.0 GB\033[K\n") == stream.isatty()
