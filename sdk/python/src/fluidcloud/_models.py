"""What the API answers: read-only, by attribute and by item, with every field that the answer had."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Iterator, List, Mapping, Optional, Type, TypeVar

M = TypeVar("M", bound="Model")


class Model(Mapping[str, Any]):
    """One answer. ``result.id`` and ``result["id"]`` are the same; ``dict(result)`` has all of it.

    Fields that this version does not know are kept and can be read too. Values of states and kinds are plain texts:
    new ones may come.
    """

    __slots__ = ("_fields",)
    _fields: Dict[str, Any]

    #: Fields that hold objects, or lists of objects.
    _nested: ClassVar[Mapping[str, Type["Model"]]] = {}

    def __init__(self, fields: Mapping[str, Any]) -> None:
        read = {name: self._read(name, value) for name, value in fields.items()}
        object.__setattr__(self, "_fields", read)

    @classmethod
    def many(cls: Type[M], answer: Any) -> List[M]:
        """The objects of a list."""
        return [cls(item) for item in answer]

    def _read(self, name: str, value: Any) -> Any:
        kind = self._nested.get(name)
        if kind is None or value is None:
            return value
        return kind.many(value) if isinstance(value, list) else kind(value)

    def __getitem__(self, name: str) -> Any:
        return self._fields[name]

    def __getattr__(self, name: str) -> Any:
        if name == "_fields":  # Only while it is copied or unpickled.
            raise AttributeError(name)
        try:
            return self._fields[name]
        except KeyError:
            if not name.startswith("_") and name in _fields_of(type(self)):
                return None
            raise AttributeError(f"{type(self).__name__} has no field {name!r}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is read-only")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is read-only")

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        return self._fields == (other._fields if isinstance(other, Model) else other)

    __hash__ = None  # type: ignore[assignment]

    def __dir__(self) -> List[str]:
        return sorted({*super().__dir__(), *self._fields})

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._fields.items())})"

    def __reduce__(self) -> Any:
        return type(self), (self.to_dict(),)

    def to_dict(self) -> Dict[str, Any]:
        """As plain dicts and lists, ready for ``json.dumps``."""
        return {name: _plain(value) for name, value in self._fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _fields_of(kind: Type[Model]) -> Dict[str, Any]:
    """The fields that a class names: an answer without one of them reads as None."""
    return {name: hint for base in kind.__mro__ for name, hint in base.__dict__.get("__annotations__", {}).items()}


class File(Model):
    """A file (statements 84 to 102)."""

    __slots__ = ()

    id: str
    tenant_id: str
    space_id: str
    folder_id: Optional[str]  #: None in the root of the space.
    source_app: Optional[str]
    client_key: Optional[str]
    original_name: str
    name: str  #: The same as ``original_name``.
    mime: Optional[str]  #: Detected from the bytes.
    size: Optional[int]  #: Bytes.
    sha256: Optional[str]  #: Hex; None until it is scanned.
    scan_status: str  #: ``pending``, ``clean``, ``infected``, ``failed``, or a new one.
    status: str  #: ``draft``, ``ready``, ``quarantined``, or a new one.
    created_by: Optional[str]
    deleted_at: Optional[str]  #: When it went to Trash; None for a live file.
    created_at: str
    updated_at: str
    public_url: Optional[str]  #: Only of what ``upload(..., public=True)`` returns.


class DownloadUrl(Model):
    """Where the bytes of a file are, for some minutes (statement 135)."""

    __slots__ = ()

    url: str


class Preview(Model):
    """Where a viewer finds a file, for some minutes (statements 141 to 145)."""

    __slots__ = ()

    url: str
    kind: str  #: ``image``, ``video``, ``audio``, ``pdf``, ``text``, or a new one.
    mime: str  #: Of what the URL serves.
    converted: bool


class FileResult(Model):
    """What became of one file of a call for many."""

    __slots__ = ()

    id: str
    status: int  #: 200, or what the call for this one file would have answered.
    detail: Optional[str]  #: Why it is not 200.


class Space(Model):
    """A space: what folders and files are in."""

    __slots__ = ()

    id: str
    tenant_id: str
    name: str
    app: str
    created_at: str
    updated_at: str


class Folder(Model):
    """A folder of a space."""

    __slots__ = ()

    id: str
    tenant_id: str
    space_id: str
    parent_id: Optional[str]  #: None in the root of the space.
    name: str
    created_by: str
    deleted_at: Optional[str]
    created_at: str
    updated_at: str


class FolderStats(Model):
    """What is below a folder, at any depth."""

    __slots__ = ()

    files: int
    bytes: int
    folders: int


class Share(Model):
    """A link to a file."""

    __slots__ = ()

    id: str
    tenant_id: str
    file_id: str
    permission: str  #: ``view``, ``download``, or a new one.
    expires_at: Optional[str]  #: None for a permanent link.
    created_by: str
    created_at: str
    url: Optional[str]  #: Only in the answer that makes the link.


class AppUsage(Model):
    """What the files of one product namespace take."""

    __slots__ = ()

    app: str
    bytes: int
    files: int


class Quota(Model):
    """What the tenant uses and may use; -1 is unlimited."""

    __slots__ = ()
    _nested = {"by_app": AppUsage}

    bytes_used: int  #: Trashed files count until they are purged.
    bytes_limit: int
    links_used: Optional[int]  #: Expiring links; None for a key that was narrowed: they are counted for the tenant.
    links_limit: int
    by_app: List[AppUsage]


class Sweep(Model):
    """One emptying of Trash, and how far it is."""

    __slots__ = ()

    id: str
    space_id: Optional[str]  #: None for the whole tenant.
    cause: str  #: ``sweep``, ``retention``, or a new one.
    state: str  #: ``running``, ``stalled``, ``done``, or a new one.
    files_total: Optional[int]
    files_done: int
    files_failed: int
    bytes_total: Optional[int]
    bytes_done: int
    bytes_failed: int
    cut_off: str  #: What went to Trash after it stays.
    started_at: str
    finished_at: Optional[str]


class TrashStatus(Model):
    """What is in Trash now, and how far its last emptyings are."""

    __slots__ = ()
    _nested = {"sweeps": Sweep}

    files: int
    bytes: int
    retention_days: Optional[int]  #: None when nothing is purged by itself.
    sweeps: List[Sweep]


class EmptyTrash(Model):
    """What an emptying of Trash began with (statements 47 to 51)."""

    __slots__ = ()
    _nested = {"sweep": Sweep}

    status: str  #: ``emptying``, or ``dry_run``.
    files: Optional[int]  #: In Trash at this moment; None when it goes on with an emptying by retention.
    bytes: Optional[int]
    sweep: Optional[Sweep]  #: How it ended; only after ``empty(wait=...)``.


class PartUrl(Model):
    """Where one part of an upload goes."""

    __slots__ = ()

    part_number: int
    url: str


class UploadTicket(Model):
    """Where the bytes of an upload go. It holds signed URLs: who has it may write those bytes."""

    __slots__ = ()
    _nested = {"parts": PartUrl}

    file_id: str
    key: str
    method: str
    url: Optional[str]  #: None when the bytes go in parts.
    headers: Dict[str, str]  #: To be sent with each PUT.
    expires_at: str
    part_size: Optional[int]
    parts: Optional[List[PartUrl]]

    def __repr__(self) -> str:
        return f"UploadTicket(file_id={self.file_id!r}, key={self.key!r}, ...)"


class ResumeTicket(Model):
    """What it takes to go on with an upload later: ``files.upload(source, ..., resume=ticket)``. It holds no secret."""

    __slots__ = ()

    file_id: str
    key: str


class Upload(Model):
    """How far an upload is."""

    __slots__ = ()

    file_id: str
    status: str  #: ``pending``, ``importing``, ``completed``, ``failed``, or a new one.
    name: str
    size: Optional[int]
    created_at: str
    expires_at: Optional[str]
    error: Optional[str]
    part_size: Optional[int]
    part_count: Optional[int]
    parts_received: Optional[List[int]]


class Import(Model):
    """An upload that the server does by itself: ask ``uploads.get`` how far it is."""

    __slots__ = ()

    file_id: str
    status: str


class Receipt(Model):
    """What is left to prove of an erased file."""

    __slots__ = ()

    file_id: str
    tenant_id: str
    size: int
    sha256: Optional[str]
    erased_at: str
    cause: str  #: ``call``, ``sweep``, ``retention``, or a new one.
    sweep_id: Optional[str]
    links_killed: int
    storage: str  #: ``permanent``, ``absent``, ``unstated``, ``recoverable``, or a new one.
    edge: str  #: ``pending`` while the edge may still cache a dead link; then ``done``.
    log_index: Optional[int]  #: Its place in the erasure log; None until it is there.


class LogPlace(Model):
    """Where a proven receipt stands in the erasure log."""

    __slots__ = ()

    origin: str  #: The name of the log.
    size: int  #: How many receipts it had at the time of the proof.
    index: int
    witnesses: Dict[str, int]  #: By when each witness of the policy had seen it, in Unix seconds, by its name there.


class ProvenErasure(Model):
    """What a good proof proves (``receipts.verify``).

    A proof of a file has no ``erasure_id``, ``app``, ``files`` and ``keys_revoked``; that of an app or a tenant has none of
    ``file_id``, ``sha256``, ``cause``, ``sweep_id``, ``storage`` and ``copy_matches``.
    """

    __slots__ = ()
    _nested = {"log": LogPlace}

    verdict: str  #: ``good``.
    subject: str  #: ``file``; ``app`` or ``tenant`` for what an owner erased whole.
    tenant_id: str
    file_id: str
    erasure_id: str
    app: Optional[str]  #: None when the whole tenant was erased.
    files: int
    keys_revoked: int  #: API keys that were revoked with it.
    size: int  #: Bytes; of an app or a tenant, of all its files.
    sha256: Optional[str]  #: None when it was erased before it was scanned.
    erased_at: str
    cause: str  #: ``call``, ``sweep``, ``retention``, ``app`` or ``tenant``.
    sweep_id: Optional[str]
    links_killed: int
    storage: str  #: ``permanent``, ``absent``, ``unstated``, or ``recoverable``: no erasure yet.
    log: LogPlace
    copy_matches: Optional[bool]  #: True when a copy was compared; else None.


class Bounds(Model):
    """What a key was narrowed to."""

    __slots__ = ()

    spaces: Optional[List[str]]  #: Their ids; None for all. Of a key for a folder: the folder's.
    folder_id: Optional[str]  #: The only folder, with all below it; None for all.
    app: Optional[str]  #: The only product namespace; None for all.
    may_erase: bool


class Me(Model):
    """What the key is."""

    __slots__ = ()
    _nested = {"bounds": Bounds}

    tenant_id: str
    tenant_name: str
    scopes: List[str]
    app: Optional[str]
    key_prefix: str
    created_at: str
    expires_at: Optional[str]  #: None when it does not end by itself.
    bounds: Bounds
