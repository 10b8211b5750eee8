"""Against a server that misbehaves: what comes of it, and how often it is tried."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Iterator

import pytest
from server import Server, drop, reply

from fluidcloud import ApiError, FluidCloud, IntegrityError, RateLimitError, TransportError

ID = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"
KEY = "fck_live_" + "0" * 32
BYTES = b"0123456789"


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def client(server: Server) -> Iterator[FluidCloud]:
    with FluidCloud(KEY, server.origin, timeout=5) as fc:
        yield fc


def ok(value: object) -> object:
    return reply(200, json.dumps(value).encode())


def record(**fields: object) -> object:
    return ok({"id": ID, "original_name": "a", "size": len(BYTES), "sha256": hashlib.sha256(BYTES).hexdigest(), **fields})


@pytest.mark.contract(239)
def test_dropped_and_truncated_answers_are_fetched_again(server: Server, client: FluidCloud) -> None:
    server.replies = [drop, reply(200, b'{"id": "9f', length=100), reply(503, Retry_After="0"), record()]
    assert client.files.get(ID).id == ID
    assert len(server.requests) == 4


@pytest.mark.contract(239)
def test_a_dropped_post_is_not_sent_again(server: Server, client: FluidCloud) -> None:
    server.replies = [drop]
    with pytest.raises(TransportError):
        client.spaces.create("x")
    assert len(server.requests) == 1


@pytest.mark.contract(239)
def test_repetitions_end(server: Server, client: FluidCloud) -> None:
    server.replies = [reply(429, b'{"detail": "Slow."}', Retry_After="0")] * 9
    with pytest.raises(RateLimitError) as error:
        client.with_options(max_retries=2).files.get(ID)
    assert error.value.retry_after == 0 and len(server.requests) == 3


@pytest.mark.contract(238)
def test_a_body_that_is_not_json_hides_no_status(server: Server, client: FluidCloud) -> None:
    server.replies = [reply(418, b"<html>", X_Request_Id="r1")]
    with pytest.raises(ApiError) as error:
        client.files.get(ID)
    assert (error.value.status, error.value.detail, error.value.request_id) == (418, "<html>", "r1")


def test_a_body_that_never_ends_is_given_up(server: Server, client: FluidCloud) -> None:
    server.replies = [reply(200, b"[", length=10)] * 1
    with pytest.raises(TransportError):
        client.with_options(max_retries=0).files.list(trash=True, timeout=0.5)


def test_a_download_goes_on_where_it_broke_off(server: Server, client: FluidCloud, tmp_path: Path) -> None:
    url = ok({"url": f"{server.origin}/bytes?sig=secret"})
    server.replies = [
        record(), url, reply(200, BYTES[:4], length=10),
        url, reply(403),  # expired: the next one is fresh
        url, reply(206, BYTES[4:], Content_Range="bytes 4-9/10"),
    ]
    client.files.download_to(ID, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BYTES
    assert [value for value in server.ranges if value] == ["bytes=4-", "bytes=4-"]


def test_other_bytes_are_refused(server: Server, client: FluidCloud, tmp_path: Path) -> None:
    server.replies = [record(), ok({"url": f"{server.origin}/bytes?sig=secret"}), reply(200, b"9876543210")]
    with pytest.raises(IntegrityError):
        client.files.download_to(ID, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


def test_logs_hold_no_key_and_no_signature(
    server: Server, client: FluidCloud, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [record(), ok({"url": f"{server.origin}/bytes?sig=secret"}), drop, ok({"url": f"{server.origin}/bytes?sig=secret"}), reply(200, BYTES)]
    client.files.download_to(ID, tmp_path / "a")
    assert caplog.text and KEY not in caplog.text and "secret" not in caplog.text
    assert KEY not in repr(client)
