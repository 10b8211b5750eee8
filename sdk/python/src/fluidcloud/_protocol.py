"""What both clients have in common about requests and answers, without sending any."""

from __future__ import annotations

import email.utils
import json
import logging
import os
import random
import re
import sys
import time
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Union
from urllib.parse import parse_qs, quote, urlsplit

import httpx

from ._errors import FluidCloudError, StorageError, TransportError, TransportTimeoutError, api_error
from ._version import VERSION

DEFAULT_ORIGIN = "https://api-cloud.fluidvip.com"
API = "/api/v1"
USER_AGENT = f"fluidcloud-python/{VERSION} Python/{sys.version_info.major}.{sys.version_info.minor}"

log = logging.getLogger("fluidcloud")

Json = Mapping[str, Any]
Query = Mapping[str, Union[str, int, bool, None]]


@dataclass(frozen=True)
class Options:
    """How a client calls."""

    api_key: str
    origin: str
    timeout: float
    max_retries: int
    max_retry_wait: float

    @staticmethod
    def of(
        api_key: Optional[str], base_url: Optional[str], timeout: float, max_retries: int, max_retry_wait: float
    ) -> "Options":
        key = (api_key or os.environ.get("FLUIDCLOUD_API_KEY") or "").strip()
        if not key:
            raise FluidCloudError("There is no API key: pass api_key, or set FLUIDCLOUD_API_KEY.")
        if not re.fullmatch(r"[!-~]+", key):
            raise FluidCloudError("The API key holds characters that no key has.")  # Without it: this text may be logged.
        url = (base_url or os.environ.get("FLUIDCLOUD_BASE_URL") or DEFAULT_ORIGIN).rstrip("/")
        if url.endswith(API):
            url = url[: -len(API)]
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
            raise FluidCloudError(f"{url!r} is not an http or https URL.")
        return Options(key, url, timeout, max_retries, max_retry_wait)

    def headers(self, raw: bool) -> Dict[str, str]:
        """Of every call of the API, and of none to storage; raw asks for text, not JSON."""
        key = {"X-API-Key": self.api_key} if self.api_key.startswith("fck_") else {"Authorization": f"Bearer {self.api_key}"}
        return {**key, "Accept": "text/plain" if raw else "application/json", "User-Agent": USER_AGENT}


def segment(value: str) -> str:
    """An id as one segment of a path."""
    if not value or not value.strip("."):
        raise ValueError(f"{value!r} is not an id.")
    return quote(value, safe="")


def query_of(values: Optional[Query]) -> Dict[str, str]:
    """What is None is left out."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in (values or {}).items()
        if value is not None
    }


def content_of(body: Optional[Json]) -> Optional[bytes]:
    return None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def given(**values: Any) -> Dict[str, Any]:
    """The fields of a body that are not None."""
    return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Answer:
    """A good answer: its JSON (None when there is no body) or raw bytes, and the cursor of the next page."""

    value: Any
    cursor: Optional[str]


def answer_of(status: int, headers: httpx.Headers, content: bytes, raw: bool = False) -> Answer:
    """Reads an answer: JSON, or bytes that stay as they are.

    Raises:
        ApiError: The status is no success, or the body of a success is not JSON.
    """
    if raw and 200 <= status < 300:
        return Answer(content, None)
    request_id = headers.get("X-Request-Id")
    text = content.decode("utf-8", errors="replace")
    try:
        value, is_json = (json.loads(text) if text.strip() else None), True
    except ValueError:
        value, is_json = text, False
    if 200 <= status < 300 and is_json:
        return Answer(value, _cursor_of(headers.get("Link")))
    if 200 <= status < 300:
        error = api_error(status, value, request_id, None)
        error.args = (f"{status}, but the body is not JSON: {text[:200]}",)
        raise error
    detail = value["detail"] if isinstance(value, dict) and "detail" in value else value
    raise api_error(status, detail, request_id, retry_after_of(headers))


def storage_error(action: str, status: int, headers: httpx.Headers) -> StorageError:
    """Only the code of the answer: its text may repeat what was signed."""
    code = headers.get("x-ms-error-code")
    return StorageError(
        f"Storage answered {status} ({code or 'no reason'}) when asked to {action}.",
        status=status,
        detail=code,
        request_id=headers.get("x-ms-request-id"),
    )


def transport_error(what: str, error: Exception) -> TransportError:
    """What httpx raised, in our words. The URL is not in it: that of storage is a secret."""
    kind = TransportTimeoutError if isinstance(error, httpx.TimeoutException) else TransportError
    reason = "no answer in time" if kind is TransportTimeoutError else (str(error) or type(error).__name__)
    return kind(f"{what}: {_without_signature(reason)}")


def never_sent(error: Exception) -> bool:
    """Whether the request surely did not arrive."""
    return isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed another time."""
    ours = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
    return isinstance(error, httpx.TransportError) and not isinstance(error, ours)


def retry_after_of(headers: httpx.Headers) -> Optional[float]:
    """The seconds of a ``Retry-After``, which may also be a date."""
    text = headers.get("Retry-After")
    if text is None:
        return None
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        until = email.utils.parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None
    return max(0.0, until - time.time())


def wait_of(
    options: Options,
    attempt: int,
    *,
    safe: bool,
    status: Optional[int] = None,
    retry_after: Optional[float] = None,
    unsent: bool = False,
) -> Optional[float]:
    """How long to wait before a request is repeated; None when it must not be (statement 239).

    Args:
        attempt: How often it was repeated already.
        safe: Whether a second one does no harm if the first was carried out.
        status: Of the answer; None when there was none.
        unsent: Whether it surely did not arrive.
    """
    if status is None:
        repeat = safe or unsent
    elif status in (408, 429):
        repeat = True  # It was not carried out.
    elif status == 503 and retry_after is not None:
        repeat = True
    else:
        repeat = status >= 500 and safe
    if not repeat or attempt >= options.max_retries:
        return None
    if retry_after is not None:
        if retry_after > options.max_retry_wait:
            return None  # Better the error now than a call that seems to hang.
        return retry_after * (1 + random.random() / 10)
    return random.uniform(0.5, 1) * min(0.5 * 2.0**attempt, 8.0, options.max_retry_wait)


def _cursor_of(link: Optional[str]) -> Optional[str]:
    """Only the cursor is taken of a link: where it points to does not decide where the key goes."""
    found = re.search(r'<([^>]*)>\s*;[^,]*\brel="?next"?', link or "")
    return next(iter(parse_qs(urlsplit(found[1]).query).get("cursor", [])), None) if found else None


def _without_signature(text: str) -> str:
    return re.sub(r"([?&]sig=)[^&\s\"'>]+", r"\1...", text)


class _HideSignatures(logging.Filter):
    """httpx logs the URL of each request, and that of storage is a secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "sig=" in message:
            record.msg, record.args = _without_signature(message), None
        return True


for _name in ("httpx", "httpx._client"):
    logging.getLogger(_name).addFilter(_HideSignatures())
