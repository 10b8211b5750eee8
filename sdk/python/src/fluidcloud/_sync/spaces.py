# Made from ../_async/spaces.py by scripts/generate.py: change it there.
"""Spaces."""

from __future__ import annotations

from typing import Iterator, List, Optional

from .._models import Space
from .._protocol import given, segment
from .resource import PAGE_SIZE, Resource


class Spaces(Resource):
    """Spaces: ``fc.spaces``."""

    def list(self, *, timeout: Optional[float] = None) -> List[Space]:
        """All spaces, the oldest first. The first call ever makes "My files"."""
        return Space.many(self._call("GET", "/spaces", timeout=timeout))

    def iterate(self, *, page_size: int = PAGE_SIZE, timeout: Optional[float] = None) -> Iterator[Space]:
        """The same, page by page (``page_size`` is 1 to 1,000)."""
        for item in self._pages("/spaces", {}, page_size, timeout):
            yield Space(item)

    def create(self, name: str, *, app: Optional[str] = None, timeout: Optional[float] = None) -> Space:
        """Makes a space.

        Args:
            name: 1 to 200 characters of one line.
            app: The product namespace that it is grouped under.
        """
        return Space(self._call("POST", "/spaces", body=given(name=name, app=app), timeout=timeout))

    def get(self, space_id: str, *, timeout: Optional[float] = None) -> Space:
        """One space."""
        return Space(self._call("GET", f"/spaces/{segment(space_id)}", timeout=timeout))

    def rename(self, space_id: str, name: str, *, timeout: Optional[float] = None) -> Space:
        """Gives a space another name."""
        return Space(self._call("PATCH", f"/spaces/{segment(space_id)}", body={"name": name}, timeout=timeout))

    def delete(self, space_id: str, *, timeout: Optional[float] = None) -> None:
        """Deletes an empty space.

        Raises:
            ConflictError: It holds a file or a folder, Trash included, or an unfinished upload.
        """
        self._call("DELETE", f"/spaces/{segment(space_id)}", timeout=timeout)
