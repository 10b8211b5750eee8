# Made from ../_async/uploads.py by scripts/generate.py: change it there.
"""The steps of an upload, for who takes them one by one. ``fc.files.upload`` takes them all."""

from __future__ import annotations

from typing import Any, Mapping, Optional, Sequence

from .._models import File, Import, Upload, UploadTicket
from .._protocol import given, segment
from .resource import Resource


class Uploads(Resource):
    """The steps of an upload: ``fc.uploads``."""

    def initiate(
        self,
        name: str,
        size: int,
        space_id: str,
        *,
        folder_id: Optional[str] = None,
        client_key: Optional[str] = None,
        app: Optional[str] = None,
        mime: Optional[str] = None,
        tags: Optional[Sequence[str]] = None,
        timeout: Optional[float] = None,
    ) -> UploadTicket:
        """Reserves an id and room, and answers where to PUT the bytes: below 100 MB at ``url``, else in ``parts``."""
        body = given(
            name=name, size=size, space_id=space_id, folder_id=folder_id, client_key=client_key, app=app, mime=mime,
            tags=None if tags is None else list(tags),
        )
        return UploadTicket(self._call("POST", "/uploads/initiate", body=body, timeout=timeout))

    def complete(
        self,
        file_id: str,
        key: str,
        *,
        parts: Optional[Sequence[Mapping[str, Any]]] = None,
        sha256: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> File:
        """Makes the file of bytes that have arrived. Twice gives the same file.

        Args:
            key: As the ticket had it.
            parts: ``{"part_number": 1, "etag": None}`` for each; None leaves it to storage to know.
            sha256: Of the bytes, in hex: the scan compares it (statement 233).

        Raises:
            ConflictError: Bytes are missing; the text says which parts.
        """
        sent = None if parts is None else [dict(part) for part in parts]
        body = given(file_id=file_id, key=key, parts=sent, sha256=sha256)
        return File(self._call("POST", "/uploads/complete", body=body, repeatable=True, timeout=timeout))

    def get(self, file_id: str, *, timeout: Optional[float] = None) -> Upload:
        """How far an upload is."""
        return Upload(self._call("GET", f"/uploads/{segment(file_id)}", timeout=timeout))

    def sign_parts(
        self, file_id: str, part_numbers: Sequence[int], *, timeout: Optional[float] = None
    ) -> UploadTicket:
        """Fresh URLs for up to 1,000 parts."""
        body = {"part_numbers": list(part_numbers)}
        return UploadTicket(
            self._call("POST", f"/uploads/{segment(file_id)}/parts", body=body, repeatable=True, timeout=timeout)
        )

    def abort(self, file_id: str, *, timeout: Optional[float] = None) -> None:
        """Gives an unfinished upload up, with its bytes and its reservation."""
        self._call("DELETE", f"/uploads/{segment(file_id)}", timeout=timeout)

    def import_url(
        self,
        url: str,
        space_id: str,
        *,
        name: Optional[str] = None,
        folder_id: Optional[str] = None,
        client_key: Optional[str] = None,
        app: Optional[str] = None,
        tags: Optional[Sequence[str]] = None,
        timeout: Optional[float] = None,
    ) -> Import:
        """Has the server fetch one public URL into a space. ``get`` says how far it is."""
        body = given(
            url=url, space_id=space_id, name=name, folder_id=folder_id, client_key=client_key, app=app,
            tags=None if tags is None else list(tags),
        )
        return Import(self._call("POST", "/uploads/import-url", body=body, timeout=timeout))
