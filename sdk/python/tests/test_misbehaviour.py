"""Against a server that misbehaves: what comes of it, and how often it is tried. Each test runs with both clients."""

from __future__ import annotations

import asyncio
import datetime
import email.utils
import hashlib
import inspect
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Iterator

import httpx
import pytest
from server import Reply, Server, drop, reply, stall, trickle

from fluidcloud import (
    ApiError,
    AsyncFluidCloud,
    ConflictError,
    FluidCloud,
    IntegrityError,
    RateLimitError,
    StorageError,
    TransportError,
    TransportTimeoutError,
    WaitTimeoutError,
)
from fluidcloud._protocol import Options, retry_after_of, wait_of

ID = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"
KEY = "fck_live_" + "0" * 32
BYTES = b"0123456789"


class OnLoop:
    """The asynchronous client as if it were blocking."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if inspect.iscoroutinefunction(value):
            return lambda *arguments, **named: self._loop.run_until_complete(value(*arguments, **named))
        if name == "with_options":
            return lambda **named: OnLoop(value(**named), self._loop)
        return OnLoop(value, self._loop) if type(value).__module__.startswith("fluidcloud._async") else value

    def __repr__(self) -> str:
        return repr(self._target)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture(params=["blocking", "asynchronous"])
def client(request: pytest.FixtureRequest, server: Server) -> Iterator[Any]:
    if request.param == "blocking":
        with FluidCloud(KEY, server.origin, timeout=5) as fc:
            yield fc
        return
    loop = asyncio.new_event_loop()
    other = AsyncFluidCloud(KEY, server.origin, timeout=5)
    assert inspect.iscoroutinefunction(other.files.get)
    yield OnLoop(other, loop)
    loop.run_until_complete(other.close())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def ok(value: object) -> Reply:
    return reply(200, json.dumps(value).encode())


def record(**fields: object) -> Reply:
    return ok({"id": ID, "original_name": "a", "size": len(BYTES), "sha256": hashlib.sha256(BYTES).hexdigest(), **fields})


def url_of(server: Server) -> Reply:
    return ok({"url": f"{server.origin}/bytes?sig=secret"})


@pytest.mark.contract(239)
def test_dropped_and_truncated_answers_are_fetched_again(server: Server, client: Any) -> None:
    server.replies = [drop, reply(200, b'{"id": "9f', length=100), reply(503, Retry_After="0"), record()]
    assert client.files.get(ID).id == ID
    assert len(server.requests) == 4


@pytest.mark.contract(239)
def test_a_dropped_post_is_not_sent_again(server: Server, client: Any) -> None:
    server.replies = [drop]
    with pytest.raises(TransportError):
        client.spaces.create("x")
    assert len(server.requests) == 1


@pytest.mark.contract(239)
def test_repetitions_end(server: Server, client: Any) -> None:
    server.replies = [reply(429, b'{"detail": "Slow."}', Retry_After="0")] * 9
    with pytest.raises(RateLimitError) as error:
        client.with_options(max_retries=2).files.get(ID)
    assert error.value.retry_after == 0 and len(server.requests) == 3


@pytest.mark.contract(239)
def test_waits_are_those_that_the_server_asks_for_and_never_longer_than_the_cap() -> None:
    options = Options(KEY, "http://test", timeout=1, max_retries=3, max_retry_wait=60)
    for _ in range(50):
        asked = wait_of(options, 0, safe=False, status=429, retry_after=10)
        assert asked is not None and 10 <= asked <= 11
        growing = [wait_of(options, attempt, safe=True, status=500) for attempt in range(4)]
        for wait, longest in zip(growing, (0.5, 1, 2)):
            assert wait is not None and longest / 2 <= wait <= longest
        assert growing[3] is None, "max_retries is 3"
    waits = {wait_of(options, 0, safe=True, status=500) for _ in range(50)}
    assert len(waits) > 1, "clients that failed together come back together"
    assert wait_of(options, 0, safe=True, status=503, retry_after=61) is None
    assert wait_of(options, 0, safe=False, status=503) is None and wait_of(options, 0, safe=False, status=409) is None


@pytest.mark.contract(238)
@pytest.mark.parametrize("status", [200, 418, 502])
def test_a_body_that_is_not_json_hides_no_status(server: Server, client: Any, status: int) -> None:
    server.replies = [reply(status, b"<html>", X_Request_Id="r1")]
    with pytest.raises(ApiError) as error:
        client.with_options(max_retries=0).files.get(ID)
    assert (error.value.status, error.value.detail, error.value.request_id) == (status, "<html>", "r1")


@pytest.mark.parametrize("slow", [stall, trickle])
def test_an_answer_that_does_not_end_is_given_up(server: Server, client: Any, slow: Reply) -> None:
    server.replies = [slow, slow]
    with pytest.raises(TransportTimeoutError):
        client.with_options(max_retries=1).files.list(trash=True, timeout=0.3)
    assert len(server.requests) == 2


def test_a_download_goes_on_where_it_broke_off(server: Server, client: Any, tmp_path: Path) -> None:
    url = url_of(server)
    server.replies = [
        *(record(), url, reply(200, BYTES[:4], length=10)),
        *(url, reply(403)),  # Expired: the next one is fresh.
        *(url, reply(503, Retry_After="0")),
        *(url, reply(206, BYTES[4:6], length=6, Content_Range="bytes 4-9/10")),
        *(url, reply(206, BYTES[6:], Content_Range="bytes 6-9/10")),
    ]
    client.files.download_to(ID, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BYTES
    assert [value for value in server.ranges if value] == ["bytes=4-", "bytes=4-", "bytes=4-", "bytes=6-"]


def test_a_download_that_stands_still_goes_on(server: Server, client: Any, tmp_path: Path) -> None:
    server.replies = [record(), url_of(server), stall, url_of(server), reply(200, BYTES)]
    client.files.download_to(ID, tmp_path / "a", timeout=0.3)
    assert (tmp_path / "a").read_bytes() == BYTES


def test_a_download_whose_range_is_not_heard_begins_anew(server: Server, client: Any, tmp_path: Path) -> None:
    server.replies = [record(), url_of(server), reply(200, BYTES[:4], length=10), url_of(server), reply(200, BYTES)]
    client.files.download_to(ID, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == BYTES


def test_a_download_that_never_comes_ends(server: Server, client: Any, tmp_path: Path) -> None:
    """What has come stays, for the next call."""
    server.replies = [record(), url_of(server), reply(200, BYTES[:4], length=10), *[url_of(server), reply(403)] * 2]
    with pytest.raises(StorageError) as error:
        client.with_options(max_retries=1).files.download_to(ID, tmp_path / "a")
    assert error.value.status == 403
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f".{ID}.part": BYTES[:4]}


def test_other_bytes_are_refused(server: Server, client: Any, tmp_path: Path) -> None:
    server.replies = [record(), url_of(server), reply(200, b"9876543210")]
    with pytest.raises(IntegrityError):
        client.files.download_to(ID, tmp_path / "a")
    assert list(tmp_path.iterdir()) == []


class Storage:
    """An upload in three parts of 4, 4 and 2 bytes, and storage for them, which takes only URLs signed by ``fresh``."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.parts: dict[int, bytes] = {}
        self.fresh = "first"
        self.failures: list[Reply] = []

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body = self._server.requests[-1][2]
        if handler.command == "PUT":
            place, _, signed = handler.path.rpartition("?sig=")
            answer = self.failures.pop(0) if self.failures else reply(201 if signed == self.fresh else 403)
            if answer is not drop and signed == self.fresh:
                self.parts[int(place.rpartition("/")[2])] = body
        elif handler.path.endswith("/initiate"):
            answer = ok({"file_id": ID, "key": "k", "part_size": 4, **self._urls([1, 2, 3], "first")})
        elif handler.path.endswith("/parts"):
            self.fresh = "second"
            answer = ok(self._urls(json.loads(body)["part_numbers"], self.fresh))
        else:
            content = b"".join(self.parts[number] for number in sorted(self.parts))
            assert json.loads(body)["sha256"] == hashlib.sha256(content).hexdigest()
            answer = ok({"id": ID})
        answer(handler)

    def _urls(self, numbers: list[int], signed: str) -> Any:
        url = f"{self._server.origin}/%d?sig={signed}"
        return {"parts": [{"part_number": number, "url": url % number} for number in numbers]}


def puts_of(server: Server) -> list[str]:
    return [path for method, path, _ in server.requests if method == "PUT"]


def test_part_urls_that_have_expired_are_asked_for_anew(server: Server, client: Any) -> None:
    server.otherwise = storage = Storage(server)
    storage.fresh = "none of the first"
    assert client.files.upload(BYTES, ID, name="a", parallel=1).id == ID
    assert storage.parts == {1: b"0123", 2: b"4567", 3: b"89"}
    signed = [json.loads(body)["part_numbers"] for _, path, body in server.requests if path.endswith("/parts")]
    assert signed == [[1], [2], [3]]


def test_part_urls_that_are_never_good_end_the_upload(server: Server, client: Any) -> None:
    server.otherwise = storage = Storage(server)
    storage.failures = [reply(403, x_ms_error_code="AuthenticationFailed")] * 9
    with pytest.raises(StorageError) as error:
        client.files.upload(BYTES, ID, name="a", parallel=1)
    assert (error.value.status, error.value.detail, len(puts_of(server))) == (403, "AuthenticationFailed", 3)
    assert not any(path.endswith("/complete") for _, path, _ in server.requests)


def test_a_part_that_breaks_off_in_the_midst_of_its_bytes_is_sent_again(server: Server, client: Any) -> None:
    server.otherwise = storage = Storage(server)
    content = bytes(3_000_000)

    def large(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("/initiate"):
            url = f"{server.origin}/1?sig=first"
            ok({"file_id": ID, "key": "k", "part_size": len(content), "parts": [{"part_number": 1, "url": url}]})(handler)
        else:
            storage(handler)

    server.otherwise = large
    server.breaks = [1_000_000, 0]
    sent: list[int] = []
    assert client.files.upload(content, ID, name="a", progress=lambda done, _: sent.append(done)).id == ID
    assert storage.parts == {1: content} and server.breaks == []
    assert sent == sorted(sent) and sent[-1] == len(content)


def test_storage_that_is_busy_or_silent_is_asked_again(server: Server, client: Any) -> None:
    server.otherwise = storage = Storage(server)
    storage.failures = [reply(503, Retry_After="0"), drop, reply(500), reply(429, Retry_After="0")]
    assert client.files.upload(BYTES, ID, name="a", parallel=4).id == ID
    assert storage.parts == {1: b"0123", 2: b"4567", 3: b"89"} and len(puts_of(server)) == 7


def test_one_part_that_fails_ends_the_others(server: Server, client: Any) -> None:
    """Though storage is silent about them, and their timeout is far away."""
    storage = Storage(server)
    all_are_here = threading.Barrier(3, timeout=20)

    def silent(handler: BaseHTTPRequestHandler) -> None:
        if handler.command != "PUT":
            return storage(handler)
        all_are_here.wait()
        (reply(400, x_ms_error_code="InvalidBlock") if handler.path.startswith("/2?") else stall)(handler)

    server.otherwise = silent
    with ThreadPoolExecutor(1) as pool:
        upload = pool.submit(client.with_options(timeout=60).files.upload, BYTES, ID, name="a", parallel=3)
        error = upload.exception(timeout=20)
    assert isinstance(error, StorageError) and error.detail == "InvalidBlock"
    assert len(puts_of(server)) == 3


def test_an_upload_that_can_not_go_on_is_begun_anew(server: Server, client: Any) -> None:
    """It was discarded; or it failed; or its parts can't be signed any more, and then it is given up."""
    ticket = {"file_id": ID, "key": "old"}
    pending = {"file_id": ID, "status": "pending", "size": len(BYTES)}
    pending.update(part_size=4, part_count=3, parts_received=[1])
    for replies in (
        [reply(404, b'{"detail": "Not found."}')],
        [ok({**pending, "status": "failed"})],
        [ok(pending), reply(409, b'{"detail": "Too late."}'), reply(204)],
    ):
        server.requests.clear()
        server.replies = replies
        server.otherwise = storage = Storage(server)
        assert client.files.upload(BYTES, ID, name="a", resume=ticket).id == ID
        assert storage.parts == {1: b"0123", 2: b"4567", 3: b"89"}
        assert [method for method, _, _ in server.requests][: len(replies)] == ["GET", "POST", "DELETE"][: len(replies)]


def test_an_upload_in_one_piece_goes_on_by_being_completed(server: Server, client: Any) -> None:
    pending = {"file_id": ID, "status": "pending", "size": len(BYTES), "part_size": None, "part_count": None}
    server.replies = [ok(pending), ok({"id": ID})]
    assert client.files.upload(BYTES, ID, name="a", resume={"file_id": ID, "key": "k"}).id == ID
    assert json.loads(server.requests[1][2])["sha256"] == hashlib.sha256(BYTES).hexdigest()


def test_completing_that_is_refused_though_all_is_there_is_an_error(server: Server, client: Any) -> None:
    storage = Storage(server)
    received = ok({"file_id": ID, "status": "pending", "parts_received": [1, 2, 3]})

    def refusing(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("/complete"):
            reply(409, b'{"detail": "Not so."}')(handler)
        else:
            (received if handler.command == "GET" else storage)(handler)

    server.otherwise = refusing
    with pytest.raises(ConflictError):
        client.files.upload(BYTES, ID, name="a")


def test_a_source_that_gets_shorter_ends_the_upload(server: Server, client: Any, tmp_path: Path) -> None:
    storage = Storage(server)
    (tmp_path / "a").write_bytes(BYTES)

    def cutting(handler: BaseHTTPRequestHandler) -> None:
        if handler.path.endswith("/initiate"):
            (tmp_path / "a").write_bytes(BYTES[:3])
        storage(handler)

    server.otherwise = cutting
    with pytest.raises(IntegrityError, match="shorter"):
        client.files.upload(tmp_path / "a", ID)
    assert not any(path.endswith("/complete") for _, path, _ in server.requests)


def test_a_proof_is_waited_for_as_long_as_asked(server: Server, client: Any) -> None:
    server.replies = [reply(409, b'{"detail": "Not yet."}', Retry_After="0")] * 3 + [reply(200, b"c2sp.org/tlog-proof@v1\n")]
    assert client.receipts.proof(ID) == b"c2sp.org/tlog-proof@v1\n"
    assert len(server.requests) == 4
    server.otherwise = reply(409, b'{"detail": "Not yet."}', Retry_After="30")
    with pytest.raises(WaitTimeoutError):
        client.receipts.proof(ID, wait=0.05)
    with pytest.raises(ConflictError) as error:
        client.receipts.proof(ID, wait=False)
    assert error.value.retry_after == 30


def test_a_scan_is_waited_for_as_long_as_asked(server: Server, client: Any) -> None:
    server.otherwise = record(scan_status="pending", status="draft")
    with pytest.raises(WaitTimeoutError):
        client.files.wait_clean(ID, 0.2)
    assert 1 < len(server.requests) < 10


def test_an_upload_that_is_cancelled_ends_at_once(server: Server) -> None:
    """Though storage says nothing, and the parts that wait for their turn are not sent."""
    storage = Storage(server)

    def silent(handler: BaseHTTPRequestHandler) -> None:
        (stall if handler.command == "PUT" else storage)(handler)

    server.otherwise = silent

    async def run() -> None:
        async with AsyncFluidCloud(KEY, server.origin) as fc:
            before = asyncio.all_tasks()
            upload = asyncio.ensure_future(fc.files.upload(BYTES, ID, name="a", parallel=2))
            while len(puts_of(server)) < 2:
                await asyncio.sleep(0.01)
            upload.cancel()
            with pytest.raises(asyncio.CancelledError):
                await upload
            assert asyncio.all_tasks() == before, "what the upload began still runs"

    asyncio.run(asyncio.wait_for(run(), 20))
    assert len(puts_of(server)) == 2


def test_a_retry_after_may_be_a_date() -> None:
    now = datetime.datetime.now(datetime.timezone.utc)
    later = email.utils.format_datetime(now + datetime.timedelta(hours=1), usegmt=True)
    asked = retry_after_of(httpx.Headers({"Retry-After": later}))
    assert asked is not None and 3500 < asked <= 3600
    before = email.utils.format_datetime(now - datetime.timedelta(hours=1))
    assert retry_after_of(httpx.Headers({"Retry-After": before})) == 0
    assert retry_after_of(httpx.Headers({"Retry-After": "soon"})) is None


def test_logs_hold_no_key_and_no_signature(
    server: Server, client: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [record(), url_of(server), drop, url_of(server), reply(200, BYTES)]
    client.files.download_to(ID, tmp_path / "a")
    assert caplog.text and KEY not in caplog.text and "secret" not in caplog.text
    assert KEY not in repr(client)
