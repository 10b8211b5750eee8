"""The blocking client against a running host."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from fluidcloud import ConflictError, FluidCloud, NotFoundError, PermissionError, PermissionError_, Space, ValidationError

LOST = "3f1c8e2a-7b4d-4a9e-9c1f-2d6b0a4e8f10"


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.contract(67, 68, 69, 70, 71, 130, 134, 140, 150, 160, 165, 169)
def test_life_of_a_file(fc: FluidCloud, space: Space, tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("Hello")
    file = fc.files.upload(tmp_path / "hello.txt", space.id, client_key="results/job-7/out.txt", wait_clean=True)
    assert (file.name, file.size, file.scan_status, file["status"]) == ("hello.txt", 5, "clean", "ready")
    assert fc.files.resolve(client_key="results/job-7/out.txt") == fc.files.get(file.id)
    assert [item.id for item in fc.files.list(space_id=space.id)] == [file.id]
    assert fc.files.preview(file.id).kind == "text"
    assert fc.files.rename(file.id, "b.txt").original_name == "b.txt"
    folder = fc.folders.create("Work", space.id)
    assert fc.files.update(file.id, folder_id=folder.id).folder_id == folder.id
    assert fc.folders.stats(folder.id).bytes == 5
    assert fc.files.update(file.id, folder_id=None).folder_id is None
    assert Path(fc.files.download_to(file.id, tmp_path)).read_text() == "Hello"
    assert fc.files.delete(file.id).deleted_at
    assert file.id in [item.id for item in fc.files.list(trash=True)]
    with pytest.raises(ConflictError):
        fc.files.download(file.id)
    assert fc.files.restore(file.id).deleted_at is None
    fc.files.delete(file.id)
    told: list[tuple[int, int]] = []
    emptied = fc.trash.empty(space_id=space.id, wait=True, progress=lambda done, total: told.append((done, total)))
    assert (emptied["status"], emptied["files"], emptied["bytes"]) == ("emptying", 1, 5)
    assert emptied.sweep is not None and emptied.sweep.state == "done" and told[-1] == (1, 1)
    with pytest.raises(NotFoundError) as gone:
        fc.files.delete_permanent(file.id)
    assert gone.value.status == 404 and gone.value.request_id and gone.value.detail
    assert [receipt.file_id for receipt in fc.receipts.iterate(emptied.sweep.id)] == [file.id]
    assert fc.receipts.get(file.id).sha256 == hashlib.sha256(b"Hello").hexdigest()


def test_listings_go_page_by_page(fc: FluidCloud, space: Space) -> None:
    for number in range(5):
        fc.folders.create(f"{number}", space.id)
        fc.files.upload(b"x", space.id, name=f"{number}")
    assert [file.name for file in fc.files.iterate(space.id, page_size=2)] == ["0", "1", "2", "3", "4"]
    assert [folder.name for folder in fc.folders.iterate(space.id, page_size=2)] == ["0", "1", "2", "3", "4"]


def test_listings_are_filtered_and_ordered(fc: FluidCloud, space: Space) -> None:
    folder = fc.folders.create("Below", space.id)
    one = fc.files.upload(b"x", space.id, name="One.txt", tags=["red"])
    two = fc.files.upload(b"xx", space.id, folder.id, name="two.txt")
    assert fc.files.tags(one.id) == ["red"]
    fc.files.update(two.id, tags=["red", "blue"])

    def names(**filters: Any) -> list[str]:
        listed = [file.name for file in fc.files.list(space.id, **filters)]
        assert listed == [file.name for file in fc.files.iterate(space.id, page_size=1, **filters)]
        return listed

    assert names() == ["One.txt"]
    assert names(recursive=True) == ["One.txt", "two.txt"]
    assert names(recursive=True, order="-name") == ["two.txt", "One.txt"]
    assert names(recursive=True, tag="blue") == ["two.txt"]
    assert names(recursive=True, q="ONE") == ["One.txt"]
    assert names(folder_id=folder.id, order="-size", status="draft", q="one") == []


def test_many_files_in_one_call(fc: FluidCloud, space: Space) -> None:
    ids = [fc.files.upload(b"x", space.id, name="x").id, LOST]
    assert [result.status for result in fc.files.delete_many(ids)] == [200, 404]
    assert [result.status for result in fc.files.restore_many(ids)] == [200, 404]
    assert [result.status for result in fc.files.delete_permanent_many(ids)] == [200, 404]


def test_links(fc: FluidCloud, space: Space) -> None:
    file = fc.files.upload(io.BytesIO(b"Hello"), space.id, name="a.txt", public=True)
    assert file.public_url and "/s/" in file.public_url
    assert "/s/" in fc.files.signed_url(file.id) and "/s/" in fc.files.public_url(file.id)
    links = fc.shares.list(file.id)
    assert len(links) == 3 and all(link.url is None for link in links)
    fc.shares.delete(links[0].id)
    assert len(list(fc.shares.iterate(file.id, page_size=1))) == 2


@pytest.mark.contract(178, 238)
def test_errors(fc: FluidCloud, space: Space) -> None:
    with pytest.raises(ValidationError) as wrong:
        fc.folders.create("a/b", space.id)
    assert wrong.value.status == 422 and "name" in wrong.value.detail
    assert PermissionError is PermissionError_


def test_an_upload_in_parts(fc: FluidCloud, space: Space, large: Path, tmp_path: Path) -> None:
    sent: list[int] = []
    file = fc.files.upload(large, space.id, progress=lambda done, _: sent.append(done), wait_clean=True)
    assert file.size == large.stat().st_size and file.sha256 == sha256_of(large)
    assert sent == sorted(sent) and sent[-1] == file.size
    received: list[int] = []
    path = fc.files.download_to(file.id, tmp_path / "back.bin", progress=lambda done, _: received.append(done))
    assert sha256_of(Path(path)) == file.sha256 and received[-1] == file.size
    assert [entry.name for entry in tmp_path.iterdir()] == ["back.bin"]
    fc.files.delete_permanent(file.id)


def test_an_interrupted_upload_goes_on(fc: FluidCloud, space: Space, large: Path) -> None:
    class Interrupted(Exception):
        pass

    def interrupt(sent: int, total: int) -> None:
        if sent > total // 2:
            raise Interrupted

    tickets = []
    with pytest.raises(Interrupted):
        fc.files.upload(large, space.id, progress=interrupt, on_start=tickets.append, parallel=2)
    received = fc.uploads.get(tickets[0].file_id).parts_received
    assert received, "no part has arrived"
    sent: list[int] = []
    file = fc.files.upload(large, space.id, resume=tickets[0], progress=lambda done, _: sent.append(done), wait_clean=True)
    assert file.id == tickets[0].file_id and file.sha256 == sha256_of(large)
    assert sent[0] >= len(received) * 16 * 1024 * 1024
    fc.files.delete_permanent(file.id)


def test_a_download_goes_on_with_what_is_here(fc: FluidCloud, space: Space, tmp_path: Path) -> None:
    file = fc.files.upload(b"0123456789", space.id, name="digits", wait_clean=True)
    (tmp_path / f".{file.id}.part").write_bytes(b"01234")
    received: list[int] = []
    fc.files.download_to(file.id, tmp_path / "digits", progress=lambda done, _: received.append(done))
    assert (tmp_path / "digits").read_bytes() == b"0123456789" and received[0] == 5
