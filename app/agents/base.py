"""What every agent's adapter offers the hub: pure functions from raw input to facts, and from orders to replies.

An adapter is a module (or package) in ``app.agents`` with a module-level ``ADAPTER``; its presence registers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from app.core.records import Decoded, Delivery


class HookSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How one event of the agent is registered: relay mode, the agent's own time-out, since which agent version."""

    event: str
    mode: str
    timeout_s: int | None = None
    since_version: tuple[int, ...] = (0,)


class ConfigEdit(msgspec.Struct, frozen=True, kw_only=True):
    """New content for a configuration file of the user's, and what changed, in words."""

    before: bytes | None
    after: bytes | None
    """None: the file is to be removed (it did not exist before we came)."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ConfigRefused(ValueError):
    """The user's file must not be touched (does not parse, is no object …); the text says why and what to do."""


class FollowPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Which files of the agent the hub should follow in one agent home (``~/.claude``), as globs relative to it."""

    home: str
    registry_glob: str = ""
    transcript_glob: str = ""


class Adapter(Protocol):
    """The contract. Nothing does I/O; all is total: bad input gives ``Unrecognized``, never an exception."""

    name: str
    """As in ``Delivery.agent``: "claude_code"."""
    title: str
    """As people call it: "Claude Code"."""
    session_variable: str
    """The environment variable with the session's id in all that the agent starts; "" where there is none."""

    def decode(self, delivery: Delivery) -> Sequence[Decoded]:
        """The facts in one delivery, in order. Never raises."""
        ...

    def config_home(self, environment: dict[str, str], user_home: str) -> str:
        """Where this agent keeps its configuration."""
        ...

    def follow_plan(self, config_home: str) -> FollowPlan | None:
        """What to follow there, or None."""
        ...

    def is_sync(self, event: str) -> bool:
        """Whether the agent waits for this hook's reply."""
        ...

    def reply_deny_tool(self, reason: str) -> bytes:
        """Reply to a pre-tool hook: do not run it."""
        ...

    def reply_stop_turn(self, reason: str) -> bytes:
        """Reply to a post-batch hook: end the turn here."""
        ...

    def reply_permission(self, behavior: str, reason: str, interrupt: bool) -> bytes:
        """Reply to a permission request."""
        ...

    def resume_command(self, session_id: str, cwd: str) -> str:
        """What a person types in a shell to take an ended session up again; "" where that cannot be done."""
        ...

    def hooks_for(self, version: str) -> Sequence[HookSpec]:
        """The events to register for an installed version ("2.1.197")."""
        ...

    def connect(self, current: bytes | None, relay_command: Sequence[str], version: str) -> ConfigEdit:
        """The user's settings with our hooks in; raises ConfigRefused. ``relay_command``: the relay's argv prefix."""
        ...

    def disconnect(self, current: bytes | None, written: bytes | None, original: bytes | None) -> ConfigEdit:
        """The user's settings without us. ``written``/``original``: what connect wrote and what was there before."""
        ...

    def inspect_config(self, current: bytes | None, relay_command: Sequence[str], version: str) -> dict[str, Any]:
        """For doctor: {"present": [...], "missing": [...], "foreign": n, "blocked_by": [...], "stale_relay": [...]}"""
        ...
