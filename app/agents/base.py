"""What every agent's adapter offers the hub: pure functions from raw input to facts, and from orders to replies.

An adapter is a module (or package) in ``app.agents`` with a module-level ``ADAPTER``; its presence registers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """Something a launched agent said on its standard output; becomes a delivery of the source "stream".

    ``request_id``: of a question it put to us ("ask") or took back ("unask"), in its own words.
    """

    name: str
    payload: Any
    request_id: str = ""


class OutputReader(Protocol):
    """Reads one launched agent's standard output; keeps what one line does not say by itself."""

    unreadable: int

    def take(self, lines: Iterable[bytes]) -> list[Heard]:
        """What these lines say, in order. Never raises."""
        ...


class LaunchPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How to run the agent under the hub: the program's arguments and what to write to it first."""

    arguments: tuple[str, ...]
    greeting: bytes = b""
    unwanted_variables: tuple[str, ...] = ()
    """Variables of the hub's environment the agent must not inherit: they would make it another's child."""


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

    def reply_permission(
        self,
        behavior: str,
        reason: str,
        interrupt: bool,
        updated_input: Any = None,
        permissions: Sequence[Any] = (),
    ) -> bytes:
        """Reply to a permission request. With an allow: ``updated_input`` instead of what was asked (None: that), and
        ``permissions``, suggestions of its own, to be taken as well."""
        ...

    def answered(self, asked: Any, answers: Mapping[str, Sequence[str]]) -> Any:
        """A question's input with its answers in it, to be allowed instead. ``answers``: question → what was chosen."""
        ...

    def resume_command(self, session_id: str, cwd: str) -> str:
        """What a person types in a shell to take an ended session up again; "" where that cannot be done."""
        ...

    def reply_wake(self, prompt: str) -> bytes:
        """What wakes a session at rest, from a hook that waited beside it, with this prompt of the person's."""
        ...

    def reply_go_on(self, prompt: str) -> bytes:
        """Reply to the hook at a turn's end: go on with this prompt of the person's."""
        ...

    doubled_hooks: frozenset[str]
    """Hooks that, in a launched session, tell only what its output tells better: they are not listened to."""

    def launch_plan(self, session_id: str, permission_mode: str, model: str, hooks: bytes | None) -> LaunchPlan | None:
        """How to launch a session of this id, or None: this agent cannot be. ``hooks``: settings to add, where the
        user's own have no hooks of ours."""
        ...

    def output_reader(self) -> OutputReader:
        """A fresh reader for one launched agent's output."""
        ...

    def prompt_line(self, text: str, prompt_id: str) -> bytes:
        """What to write to a launched agent to give it a prompt."""
        ...

    def interrupt_line(self, request_id: str) -> bytes:
        """What to write to a launched agent to end its turn."""
        ...

    def answer_line(self, request_id: str, reply: bytes, asked: Any) -> bytes:
        """What to write to a launched agent that asked us: ``reply`` as for its hook, ``asked`` its question."""
        ...

    def hooks_for(self, version: str) -> Sequence[HookSpec]:
        """The events to register for an installed version ("2.1.197")."""
        ...

    def connect(
        self, current: bytes | None, relay_command: Sequence[str], version: str, wake: bool = False
    ) -> ConfigEdit:
        """The user's settings with our hooks in; raises ConfigRefused. ``relay_command``: the relay's argv prefix.

        ``wake``: with the hooks that wait beside a session at rest; without it they are taken out.
        """
        ...

    def disconnect(self, current: bytes | None, written: bytes | None, original: bytes | None) -> ConfigEdit:
        """The user's settings without us. ``written``/``original``: what connect wrote and what was there before."""
        ...

    def inspect_config(self, current: bytes | None, relay_command: Sequence[str], version: str) -> dict[str, Any]:
        """For doctor: {"present": [...], "missing": [...], "foreign": n, "blocked_by": [...], "stale_relay": [...],
        "wake": whether the hooks that wait beside a session at rest are in}"""
        ...
