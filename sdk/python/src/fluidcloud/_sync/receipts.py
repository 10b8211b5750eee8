# Made from ../_async/receipts.py by scripts/generate.py: change it there.
"""Receipts of erased files."""

from __future__ import annotations

from typing import Iterator, List, Optional

from .._models import Receipt
from .._protocol import segment
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
