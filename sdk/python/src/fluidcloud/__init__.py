"""FluidCloud: files of many tenants, with Trash and with erasure that can be proved.

from fluidcloud import FluidCloud

fc = FluidCloud(api_key="fck_live_...")
file = fc.files.upload("report.pdf", space_id=fc.spaces.list()[0].id, wait_clean=True)
"""

from ._async.client import AsyncFluidCloud
from ._errors import (
    ApiError,
    AuthError,
    ConflictError,
    FluidCloudError,
    IntegrityError,
    NotCleanError,
    NotFoundError,
    PermissionError_,
    ProofError,
    QuotaExceededError,
    RateLimitError,
    StorageError,
    SweepStalledError,
    TransportError,
    TransportTimeoutError,
    ValidationError,
    WaitTimeoutError,
)
from ._log.proof import verify_proof
from ._models import (
    AppUsage,
    Bounds,
    DownloadUrl,
    EmptyTrash,
    File,
    FileResult,
    Folder,
    FolderStats,
    Import,
    LogPlace,
    Me,
    Model,
    PartUrl,
    Preview,
    ProvenErasure,
    Quota,
    Receipt,
    ResumeTicket,
    Share,
    Space,
    Sweep,
    TrashStatus,
    Upload,
    UploadTicket,
)
from ._sync.client import FluidCloud
from ._unset import UNSET
from ._version import VERSION as __version__

#: The documents' name of it (statement 178); the published one, ``PermissionError_``, hides no builtin.
PermissionError = PermissionError_

__all__ = [
    "FluidCloud",
    "AsyncFluidCloud",
    "FluidCloudError",
    "ApiError",
    "AuthError",
    "ConflictError",
    "IntegrityError",
    "NotCleanError",
    "NotFoundError",
    "PermissionError",
    "PermissionError_",
    "ProofError",
    "QuotaExceededError",
    "RateLimitError",
    "StorageError",
    "SweepStalledError",
    "TransportError",
    "TransportTimeoutError",
    "ValidationError",
    "WaitTimeoutError",
    "AppUsage",
    "Bounds",
    "DownloadUrl",
    "EmptyTrash",
    "File",
    "FileResult",
    "Folder",
    "FolderStats",
    "Import",
    "LogPlace",
    "Me",
    "Model",
    "PartUrl",
    "Preview",
    "ProvenErasure",
    "Quota",
    "Receipt",
    "ResumeTicket",
    "Share",
    "Space",
    "Sweep",
    "TrashStatus",
    "Upload",
    "UploadTicket",
    "UNSET",
    "verify_proof",
    "__version__",
]
