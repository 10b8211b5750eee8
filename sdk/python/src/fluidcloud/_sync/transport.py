# Made from ../_async/transport.py by scripts/generate.py: change it there.
"""Sends requests, repeats them where that is safe, and reads the answers."""

from __future__ import annotations

import itertools
import time
from typing import Iterator, Callable, Mapping, Optional

import httpx

from .._protocol import (
    API,
    Answer,
    Json,
    Options,
    Query,
    answer_of,
    content_of,
    log,
    may_pass,
    never_sent,
    query_of,
    retry_after_of,
    storage_error,
    transport_error,
    wait_of,
)
from ._runtime import sleep

#: Methods that may be repeated even if the first request was carried out (statement 239).
SAFE = ("GET", "DELETE", "PUT")


class Transport:
    """One client's way to the API and to storage."""

    def __init__(self, http: httpx.Client, options: Options) -> None:
        self.http = http
        self.options = options

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        body: Optional[Json] = None,
        repeatable: bool = False,
        raw: bool = False,
        timeout: Optional[float] = None,
    ) -> Answer:
        """Calls a route of the API.

        Args:
            path: Behind ``/api/v1``.
            repeatable: Whether the route may be called twice, though its method does not say so.
            raw: Whether the answer is bytes, not JSON.
            timeout: Seconds for each attempt, to the end of its answer; None is the client's.
        """
        what = f"{method} {API}{path}"
        headers = {**self.options.headers(raw), **({"Content-Type": "application/json"} if body is not None else {})}
        limit = self.options.timeout if timeout is None else timeout
        for attempt in itertools.count():
            started = time.monotonic()
            try:
                request = self.http.build_request(
                    method,
                    self.options.origin + API + path,
                    params=query_of(query),
                    content=content_of(body),
                    headers=headers,
                    timeout=limit,
                )
                response = self.http.send(request, stream=True)
                try:
                    content = self._read(response, started + limit)
                finally:
                    response.close()
            except httpx.RequestError as error:
                wait = wait_of(self.options, attempt, safe=repeatable or method in SAFE, unsent=never_sent(error))
                if wait is None or not may_pass(error):
                    raise transport_error(what, error) from error
                log.info("%s: %s, again in %.1f s", what, type(error).__name__, wait)
            else:
                status, headers_in = response.status_code, response.headers
                spent = (time.monotonic() - started) * 1000
                log.debug("%s: %d in %.0f ms (request %s)", what, status, spent, headers_in.get("X-Request-Id"))
                wait = wait_of(
                    self.options,
                    attempt,
                    safe=repeatable or method in SAFE,
                    status=status,
                    retry_after=retry_after_of(headers_in),
                )
                if wait is None:
                    return answer_of(status, headers_in, content, raw)
                log.info("%s: %d, again in %.1f s", what, status, wait)
            sleep(wait)
        raise AssertionError("unreachable")

    def put(
        self,
        url: str,
        headers: Mapping[str, str],
        length: int,
        body: Callable[[], Iterator[bytes]],
        *,
        timeout: Optional[float] = None,
    ) -> None:
        """Puts bytes to a signed URL.

        Args:
            body: Begins the bytes anew for each attempt.
            timeout: Seconds that the connection may stand still; None is the client's.

        Raises:
            StorageError: Storage refused them. ``UnauthorizedBlobOverwrite`` is no error when an attempt before may have
                arrived.
        """
        lost = False
        for attempt in itertools.count():
            try:
                response = self.http.put(
                    url,
                    content=body(),
                    headers={**headers, "Content-Length": str(length)},
                    timeout=self.options.timeout if timeout is None else timeout,
                )
            except httpx.RequestError as error:
                lost = True
                wait = wait_of(self.options, attempt, safe=True) if may_pass(error) else None
                if wait is None:
                    raise transport_error("PUT to storage", error) from error
                log.info("PUT to storage: %s, again in %.1f s", type(error).__name__, wait)
            else:
                status = response.status_code
                log.debug("PUT to storage: %d (request %s)", status, response.headers.get("x-ms-request-id"))
                if 200 <= status < 300:
                    return
                if lost and response.headers.get("x-ms-error-code") == "UnauthorizedBlobOverwrite":
                    return  # The attempt whose answer was lost has arrived; completing compares the size.
                wait = wait_of(self.options, attempt, safe=True, status=status, retry_after=retry_after_of(response.headers))
                if wait is None:
                    raise storage_error("take bytes", status, response.headers)
                lost = True
                log.info("PUT to storage: %d, again in %.1f s", status, wait)
            sleep(wait)

    def open(self, url: str, start: int, *, timeout: Optional[float] = None) -> httpx.Response:
        """Begins a download from a signed URL, which the caller closes. It is not repeated.

        Args:
            start: The first byte that is wanted.
            timeout: Seconds that the connection may stand still; None is the client's.
        """
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
        request = self.http.build_request(
            "GET", url, headers=headers, timeout=self.options.timeout if timeout is None else timeout
        )
        return self.http.send(request, stream=True)

    def _read(self, response: httpx.Response, deadline: float) -> bytes:
        """All of an answer: a body that trickles must not outlast the limit either."""
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("no complete answer in time", request=response.request)
        return bytes(content)
