# Made from ../_async/receipts.py by scripts/generate.py: change it there.
"""Receipts of erased files."""

from __future__ import annotations

from typing import Iterator, List, Optional, Union

from .._errors import ConflictError
from .._log.proof import verify_proof
from .._models import ProvenErasure, Receipt
from .._polling import Wait, Waiting
from .._protocol import segment
from .._sources import UploadSource
from ._runtime import blocking, sleep
from .resource import PAGE_SIZE, Resource


class Receipts(Resource):
    """What is left to prove of erased files: ``fc.receipts``."""

    def get(self, file_id: str, *, timeout: Optional[float] = None) -> Receipt:
        """The receipt of one erased file.

        Raises:
            NotFoundError: There is none: the file was not erased, or is another tenant's.
        """
        return Receipt(self._call("GET", f"/gdpr/receipts/{segment(file_id)}", timeout=timeout))

    def list(self, sweep: str, *, timeout: Optional[float] = None) -> List[Receipt]:
        """The receipts of one emptying of Trash: the ``id`` of a sweep of ``fc.trash.status()``."""
        return Receipt.many(self._call("GET", "/gdpr/receipts", query={"sweep": sweep}, timeout=timeout))

    def iterate(
        self, sweep: str, *, page_size: int = PAGE_SIZE, timeout: Optional[float] = None
    ) -> Iterator[Receipt]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        for item in self._pages("/gdpr/receipts", {"sweep": sweep}, page_size, timeout):
            yield Receipt(item)

    def proof(self, file_id: str, *, wait: Wait = True, timeout: Optional[float] = None) -> bytes:
        """The proof that the receipt of one erased file is in the public erasure log: the bytes of a ``.tlog-proof`` file.

        Keep it: ``verify`` needs nothing else, also when FluidCloud is gone.

        Args:
            wait: Whether to wait until the receipt is in the log, mostly half a minute, and for how many seconds; True is
                300.

        Raises:
            NotFoundError: There is no receipt: the file was not erased, or is another tenant's.
            ConflictError: With ``wait=False``: the receipt is not in the log yet.
            WaitTimeoutError: It did not come there in time.
        """
        waiting = Waiting(wait, f"The proof of {file_id}")
        while True:
            try:
                answer = self._transport.call(
                    "GET", f"/gdpr/receipts/{segment(file_id)}/proof", raw=True, timeout=timeout
                )
                return bytes(answer.value)
            except ConflictError as error:
                if wait is False:
                    raise
                asked = error.retry_after
            sleep(waiting.pause(asked))

    def verify(
        self, proof: Union[bytes, str], policy: Union[bytes, str], copy: Optional[UploadSource] = None
    ) -> ProvenErasure:
        """Checks a proof of an erasure, offline. The function ``verify_proof`` does the same without a client.

        Args:
            proof: A ``.tlog-proof`` file, as ``proof`` gives it.
            policy: Whom you trust: a C2SP tlog-policy with the public key of the log.
            copy: A path, bytes, or a binary file object: also compares that these very bytes were erased.

        Raises:
            ProofError: It is not proven; ``verdict`` says whether it is false, not trusted or unreadable.
        """
        return blocking(verify_proof, proof, policy, copy)
