# Made from ../_async/files.py by scripts/generate.py: change it there.
"""Files."""

from __future__ import annotations

from typing import Any, Iterator, Callable, List, Mapping, Optional, Sequence, Union

from .._errors import NotCleanError
from .._models import DownloadUrl, File, FileResult, Preview, ResumeTicket
from .._partfile import PathLike, target_of
from .._polling import Wait, Waiting
from .._protocol import Query, segment
from .._sources import ProgressCallback, Source, UploadSource
from .._unset import UNSET, Unset, changes
from ._runtime import blocking, sleep
from .receiving import Receiver
from .resource import PAGE_SIZE, Resource
from .sending import Sender
from .shares import Shares
from .uploads import Uploads


class Files(Resource):
    """Files: ``fc.files``."""

    def list(
        self,
        space_id: Optional[str] = None,
        folder_id: Optional[str] = None,
        *,
        status: Optional[str] = None,
        app: Optional[str] = None,
        tag: Optional[str] = None,
        q: Optional[str] = None,
        recursive: bool = False,
        order: Optional[str] = None,
        trash: bool = False,
        timeout: Optional[float] = None,
    ) -> List[File]:
        """The files of a folder or of the root of a space, by name; with ``trash=True`` those in Trash, of the whole tenant.

        Args:
            status: Only those with this one: ``draft``, ``ready`` or ``quarantined``.
            app: Only those of this product namespace.
            tag: Only those with this tag, to the letter.
            q: Only those whose name contains this, whatever the case.
            recursive: Also the files of all folders below.
            order: ``name``, ``created_at`` or ``size``, with ``-`` before it from the end. Not ``size`` when ``recursive``.
        """
        query = _filters(space_id, folder_id, status, app, tag, q, recursive, order, trash)
        return File.many(self._call("GET", "/files", query=query, timeout=timeout))

    def iterate(
        self,
        space_id: Optional[str] = None,
        folder_id: Optional[str] = None,
        *,
        status: Optional[str] = None,
        app: Optional[str] = None,
        tag: Optional[str] = None,
        q: Optional[str] = None,
        recursive: bool = False,
        order: Optional[str] = None,
        trash: bool = False,
        page_size: int = PAGE_SIZE,
        timeout: Optional[float] = None,
    ) -> Iterator[File]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        query = _filters(space_id, folder_id, status, app, tag, q, recursive, order, trash)
        for item in self._pages("/files", query, page_size, timeout):
            yield File(item)

    def get(self, file_id: str, *, timeout: Optional[float] = None) -> File:
        """One file, live or in Trash."""
        return File(self._call("GET", f"/files/{segment(file_id)}", timeout=timeout))

    def resolve(self, client_key: str, *, app: Optional[str] = None, timeout: Optional[float] = None) -> File:
        """The latest live file that was uploaded under this key of your own.

        Raises:
            NotFoundError: There is none.
        """
        return File(self._call("GET", "/files/resolve", query={"client_key": client_key, "app": app}, timeout=timeout))

    def download(self, file_id: str, *, timeout: Optional[float] = None) -> DownloadUrl:
        """Where its bytes are, for some minutes. ``download_to`` fetches them.

        Raises:
            ConflictError: It is not clean, or in Trash.
        """
        return DownloadUrl(self._call("GET", f"/files/{segment(file_id)}/download", timeout=timeout))

    def download_url(self, file_id: str, *, timeout: Optional[float] = None) -> str:
        """The URL of ``download``."""
        return (self.download(file_id, timeout=timeout)).url

    def download_to(
        self,
        file_id: str,
        path: PathLike,
        *,
        progress: Optional[ProgressCallback] = None,
        timeout: Optional[float] = None,
    ) -> str:
        """Brings its bytes here, and compares their number and their SHA-256 with the record.

        A download that breaks off goes on by itself; one whose program ended goes on at the next call, with what lies
        beside the target as ``.{file_id}.part``. The target appears when all of it is there.

        Args:
            path: A file, which is replaced, or a folder, which gets it under its own name.
            progress: Called with the bytes received and all.
            timeout: Seconds that the connection may stand still.

        Returns:
            The path of the file.

        Raises:
            ConflictError: It is not clean, or in Trash.
            IntegrityError: The bytes are not those that were uploaded. Nothing of them is left.
        """
        file = self.get(file_id, timeout=timeout)
        target = target_of(path, file)
        Receiver(self._transport, file, timeout).receive(target, progress)
        return target

    def preview(self, file_id: str, *, timeout: Optional[float] = None) -> Preview:
        """Where a viewer finds it, for some minutes.

        Raises:
            ApiError: With status 415, when there is no preview of its type.
            ConflictError: It is not clean, or in Trash.
            ValidationError: The image is corrupt, too large or takes too long.
        """
        return Preview(self._call("GET", f"/files/{segment(file_id)}/preview", timeout=timeout))

    def update(
        self,
        file_id: str,
        *,
        original_name: Union[str, Unset] = UNSET,
        folder_id: Union[str, None, Unset] = UNSET,
        tags: Union[Sequence[str], Unset] = UNSET,
        timeout: Optional[float] = None,
    ) -> File:
        """Renames it, moves it (``folder_id=None`` is the root of its space), tags it; what is left out stays."""
        body = changes(original_name=original_name, folder_id=folder_id, tags=tags if tags is UNSET else [*tags])
        return File(self._call("PATCH", f"/files/{segment(file_id)}", body=body, timeout=timeout))

    def tags(self, file_id: str, *, timeout: Optional[float] = None) -> List[str]:
        """Its tags, which ``update(tags=...)`` replaces."""
        return [*(self._call("GET", f"/files/{segment(file_id)}/tags", timeout=timeout))["tags"]]

    def rename(self, file_id: str, name: str, *, timeout: Optional[float] = None) -> File:
        """Gives it another name."""
        return self.update(file_id, original_name=name, timeout=timeout)

    def move(self, file_id: str, folder_id: Optional[str], *, timeout: Optional[float] = None) -> File:
        """Moves it into a folder of its space; None is the root."""
        return self.update(file_id, folder_id=folder_id, timeout=timeout)

    def delete(self, file_id: str, *, timeout: Optional[float] = None) -> File:
        """To Trash. ``restore`` brings it back."""
        return File(self._call("DELETE", f"/files/{segment(file_id)}", timeout=timeout))

    def restore(self, file_id: str, *, timeout: Optional[float] = None) -> File:
        """Back from Trash.

        Raises:
            NotFoundError: It is gone for good.
            ConflictError: It is not in Trash.
        """
        return File(self._call("POST", f"/files/{segment(file_id)}/restore", timeout=timeout))

    def delete_permanent(self, file_id: str, *, timeout: Optional[float] = None) -> None:
        """Erases it for good: links, bytes and record (statements 16 to 39). It need not be in Trash.

        Raises:
            NotFoundError: It is gone already, or not yours.
        """
        self._call("DELETE", f"/gdpr/files/{segment(file_id)}", timeout=timeout)

    def delete_many(self, file_ids: Sequence[str], *, timeout: Optional[float] = None) -> List[FileResult]:
        """Up to 1,000 to Trash. Each has its result, in the order of the ids; a failure of one is no error of the call."""
        return self._many("/files/trash", file_ids, timeout)

    def restore_many(self, file_ids: Sequence[str], *, timeout: Optional[float] = None) -> List[FileResult]:
        """Up to 1,000 back from Trash, as ``delete_many``."""
        return self._many("/files/restore", file_ids, timeout)

    def delete_permanent_many(self, file_ids: Sequence[str], *, timeout: Optional[float] = None) -> List[FileResult]:
        """Erases up to 1,000 for good, as ``delete_many``."""
        return self._many("/gdpr/files/erase", file_ids, timeout)

    def public_url(self, file_id: str, *, timeout: Optional[float] = None) -> str:
        """Makes a permanent link for anybody."""
        return (Shares(self._transport).create(file_id, timeout=timeout)).url or ""

    def signed_url(
        self, file_id: str, expires_in_days: int = 7, permission: str = "view", *, timeout: Optional[float] = None
    ) -> str:
        """Makes a link for anybody that ends after 1 to 365 days; ``permission`` is ``view`` or ``download``."""
        shares = Shares(self._transport)
        share = shares.create(file_id, expires_in_days=expires_in_days, permission=permission, timeout=timeout)
        return share.url or ""

    def wait_clean(self, file_id: str, wait: Wait = True, *, timeout: Optional[float] = None) -> File:
        """Waits until the file is scanned and clean: then it can be downloaded and shared.

        Args:
            wait: For at most so many seconds; True is 300.

        Raises:
            NotCleanError: The scan ended otherwise.
            WaitTimeoutError: It did not end in time.
        """
        waiting = Waiting(wait, f"The scan of {file_id}")
        while True:
            file = self.get(file_id, timeout=timeout)
            if file.scan_status == "clean":
                return file
            if file.scan_status in ("infected", "failed") or file.status == "quarantined":
                raise NotCleanError(file_id, file.scan_status)
            sleep(waiting.pause())

    def upload(
        self,
        source: UploadSource,
        space_id: str,
        folder_id: Optional[str] = None,
        name: Optional[str] = None,
        content_type: Optional[str] = None,
        public: bool = False,
        *,
        client_key: Optional[str] = None,
        app: Optional[str] = None,
        tags: Optional[Sequence[str]] = None,
        parallel: int = 4,
        progress: Optional[ProgressCallback] = None,
        wait_clean: Wait = False,
        on_start: Optional[Callable[[ResumeTicket], None]] = None,
        resume: Optional[Mapping[str, Any]] = None,
        timeout: Optional[float] = None,
    ) -> File:
        """Uploads a file: in one piece below 100 MB, else in parts, as the server says. Memory does not grow with the size.

        Parts that fail are sent again, with fresh URLs where these have expired. The SHA-256 is computed meanwhile, and
        compared by the scan.

        Args:
            source: A path, bytes, or a binary file object, which is read from where it stands to its end.
            name: What it is called; None is the name of the source.
            content_type: What you take it for. Its type is detected from its bytes.
            public: Whether to wait until it is clean and make a permanent link, in ``public_url`` of the result.
            client_key: A key of your own that ``resolve`` finds it by.
            parallel: How many parts are sent at once.
            progress: Called with the bytes sent and all. What it raises ends the upload.
            wait_clean: Whether to wait until it is clean, and for how many seconds; True is 300.
            on_start: Called with a ticket that holds no secret. Keep it to ``resume`` with.
            resume: The ticket of an upload of these bytes that was interrupted: only what is missing is sent. What can't
                go on is started anew.
            timeout: Seconds for each call, or that the connection to storage may stand still.

        Raises:
            QuotaExceededError: The pool has no room.
            NotCleanError: With ``wait_clean`` or ``public``: the scan did not end with clean.
            IntegrityError: The source changed meanwhile, or is not the one that is resumed.
        """
        opened = blocking(Source.open, source)
        try:
            sender = Sender(self._transport, opened, parallel, progress, timeout)
            file = sender.resume(ResumeTicket(resume)) if resume is not None else None
            if file is None:
                called = name or opened.name
                if not called:
                    raise ValueError("The source has no name: pass name.")
                ticket = Uploads(self._transport).initiate(
                    called, opened.size, space_id,
                    folder_id=folder_id, client_key=client_key, app=app, mime=content_type, tags=tags, timeout=timeout,
                )
                if on_start is not None:
                    on_start(ResumeTicket({"file_id": ticket.file_id, "key": ticket.key}))
                file = sender.send(ticket)
        finally:
            blocking(opened.close)
        if public or wait_clean is not False:
            file = self.wait_clean(file.id, True if wait_clean is False else wait_clean, timeout=timeout)
        return File({**file, "public_url": self.public_url(file.id, timeout=timeout)}) if public else file

    def _many(self, path: str, file_ids: Sequence[str], timeout: Optional[float]) -> List[FileResult]:
        answer = self._call("POST", path, body={"file_ids": [*file_ids]}, timeout=timeout)
        return FileResult.many(answer["results"])


def _filters(
    space_id: Optional[str],
    folder_id: Optional[str],
    status: Optional[str],
    app: Optional[str],
    tag: Optional[str],
    q: Optional[str],
    recursive: bool,
    order: Optional[str],
    trash: bool,
) -> Query:
    """What a listing is asked for."""
    return {
        "space_id": space_id,
        "folder_id": folder_id,
        "status": status,
        "app": app,
        "tag": tag,
        "q": q,
        "recursive": recursive or None,
        "order": order,
        "trash": trash or None,
    }
