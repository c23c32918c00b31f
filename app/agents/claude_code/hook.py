"""One hook call, as the decoders of ``hooks`` and ``hook_tools`` read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from app.core import events as facts


class Hook(msgspec.Struct, frozen=True):
    """One hook call, as its decoder reads it. ``turn_id`` is Claude's prompt_id; ``lane`` the subagent's id or ""."""

    payload: Mapping[str, Any]
    delivery_id: str
    turn_id: str
    lane: str


Facts = list[facts.AnyEvent] | None
"""What a decoder found; None when the payload lacks what makes it the fact its name says."""
