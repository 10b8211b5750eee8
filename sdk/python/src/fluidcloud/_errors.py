"""What can go wrong, each with a class of its own (statements 178 and 238)."""

from __future__ import annotations

from typing import Any, Mapping, Optional


class FluidCloudError(Exception):
    """The base of everything that this package raises about a call.

    Attributes:
        status: The HTTP status of the answer; None when there was none.
        detail: What the answer said: a text or an object of the API, or the text of a body that is not JSON.
        request_id: What to tell support; None when there was no answer.
    """

    def __init__(
        self, message: str, *, status: Optional[int] = None, detail: Any = None, request_id: Optional[str] = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.detail = detail
        self.request_id = request_id


class ApiError(FluidCloudError):
    """The API refused, in a way that has no class of its own. Its subclasses are the ways that have one.

    Attributes:
        retry_after: Seconds until a repetition makes sense, as the answer said; else None.
    """

    def __init__(
        self,
        message: str,
        *,
        status: Optional[int] = None,
        detail: Any = None,
        request_id: Optional[str] = None,
        retry_after: Optional[float] = None,
    ) -> None:
        super().__init__(message, status=status, detail=detail, request_id=request_id)
        self.retry_after = retry_after


class ValidationError(ApiError):
    """400 or 422: a value can't be right; ``detail`` names it."""


class AuthError(ApiError):
    """401: no key, an unknown one, or a revoked one."""


class QuotaExceededError(ApiError):
    """402: the storage pool has no room for the upload, or there are as many expiring links as are allowed."""


class PermissionError_(ApiError):
    """403: the key lacks a scope, or the destination is outside of its access. Also called ``PermissionError_``.

    Attributes:
        required: The scopes that the call needs.
        missing: Those of them that the key lacks.
    """

    @property
    def required(self) -> list[str]:
        return self._scopes("required")

    @property
    def missing(self) -> list[str]:
        return self._scopes("missing")

    def _scopes(self, field: str) -> list[str]:
        found = self.detail.get(field) if isinstance(self.detail, Mapping) else None
        return [str(scope) for scope in found] if isinstance(found, list) else []


class NotFoundError(ApiError):
    """404: not there, or another tenant's."""


class ConflictError(ApiError):
    """409: not in the present state, such as a file that is not clean yet."""


class RateLimitError(ApiError):
    """429: too many requests, also after the repetitions that the client made."""


class StorageError(FluidCloudError):
    """Storage refused bytes, or to give them; ``detail`` is its error code."""


class TransportError(FluidCloudError):
    """There was no answer, or it broke off; ``__cause__`` is what httpx said."""


class TransportTimeoutError(TransportError):
    """There was no answer in time."""


class IntegrityError(FluidCloudError):
    """The bytes are not those that were announced: their number or their SHA-256 differs."""


class WaitTimeoutError(FluidCloudError):
    """What was waited for did not happen in time. It may still."""


class NotCleanError(FluidCloudError):
    """The scan of a file ended, and not with ``clean``: the file is never served.

    Attributes:
        scan_status: How it ended, such as ``infected``.
    """

    def __init__(self, file_id: str, scan_status: str) -> None:
        super().__init__(f"The file {file_id} is not served: its scan ended with {scan_status!r}.")
        self.scan_status = scan_status


class ProofError(FluidCloudError):
    """A proof of an erasure does not prove it (``receipts.verify``).

    Attributes:
        verdict: ``false``: what is claimed is not so. ``not_trusted``: nobody whom the policy trusts has signed it.
            ``unreadable``: the proof, the policy or the receipt is not in its form.
    """

    def __init__(self, message: str, verdict: str) -> None:
        super().__init__(message)
        self.verdict = verdict


class SweepStalledError(FluidCloudError):
    """The emptying of Trash met something that it can't erase. It goes on when it is called again."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: ValidationError,
    401: AuthError,
    402: QuotaExceededError,
    403: PermissionError_,
    404: NotFoundError,
    409: ConflictError,
    422: ValidationError,
    429: RateLimitError,
}


def api_error(status: int, detail: Any, request_id: Optional[str], retry_after: Optional[float]) -> ApiError:
    """The error of an answer, which says status, detail and request id in its text."""
    kind = _BY_STATUS.get(status, ApiError)
    text = f"{status}: {_text_of(detail)}"
    if request_id:
        text += f" (request {request_id})"
    return kind(text, status=status, detail=detail, request_id=request_id, retry_after=retry_after)


def _text_of(detail: Any) -> str:
    if isinstance(detail, Mapping) and isinstance(detail.get("error"), str):
        more = detail.get("missing")
        scopes = f", missing {', '.join(map(str, more))}" if isinstance(more, list) and more else ""
        return f"{detail['error']}{scopes}"
    text = str(detail).strip() if detail is not None else ""
    return text[:500] or "no explanation"
