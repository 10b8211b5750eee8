# Made from ../_async/quota.py by scripts/generate.py: change it there.
"""What the tenant uses and may use."""

from __future__ import annotations

from typing import Optional

from .. import _models
from .resource import Resource


class Quota(Resource):
    """Usage: ``fc.quota``."""

    def get(self, *, timeout: Optional[float] = None) -> _models.Quota:
        """What is used, and how much may be."""
        return _models.Quota(self._call("GET", "/quota", timeout=timeout))
