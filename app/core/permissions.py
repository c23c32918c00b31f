"""Which request an answer is meant for: a fingerprint of what a person was shown."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def permission_digest(tool_name: str, tool_input: Any) -> str:
    """16 hex digits over the tool and its input as canonical JSON (keys sorted, no blanks).

    An answer that carries the digest counts only for exactly this input. Raises TypeError for what is no JSON value.
    """
    canonical = msgspec.json.encode([tool_name, tool_input], order="sorted")
    return hashlib.sha256(canonical).hexdigest()[:16]
