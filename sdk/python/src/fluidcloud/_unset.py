"""What is left out, where None means null."""

from __future__ import annotations

import enum
from typing import Any, Dict, Final


class _Unset(enum.Enum):
    UNSET = "unset"

    def __repr__(self) -> str:
        return "UNSET"


#: The default of a field that stays as it is when it is left out.
UNSET: Final = _Unset.UNSET
Unset = _Unset


def changes(**values: Any) -> Dict[str, Any]:
    """The fields of a body that were given, null included (statements 154 and 155)."""
    return {name: value for name, value in values.items() if value is not UNSET}
