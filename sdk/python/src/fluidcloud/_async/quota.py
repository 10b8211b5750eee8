"""What the tenant uses and may use."""

from __future__ import annotations

from typing import Optional

from .. import _models
from .resource import AsyncResource


class AsyncQuota(AsyncResource):
    """Usage: ``fc.quota``."""

    async def get(self, *, timeout: Optional[float] = None) -> _models.Quota:
        """What is used, and how much may be."""
        return _models.Quota(await self._call("GET", "/quota", timeout=timeout))
