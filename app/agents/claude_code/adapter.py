"""The Claude Code adapter: the one object the hub asks, over the modules of this package."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.agents.base import ConfigEdit, FollowPlan, HookSpec, LaunchPlan, OutputReader
from app.agents.claude_code import (
    TITLE,
    connection,
    control_lines,
    hooks,
    recipe,
    registry,
    replies,
    stream,
    transcript,
    transcript_line,
)
from app.agents.claude_code.values import short, word_of
from app.core.events import AnyEvent
from app.core.records import Decoded, Delivery

_SESSION_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,127}")
"""What may stand in a command: an id that came from an agent could be anything."""

_Facts = tuple[Callable[[Delivery], str], Callable[[Delivery], int], Callable[[Delivery], list[AnyEvent]]]


def _hook_session(delivery: Delivery) -> str:
    """As the payload says; an empty stdin is normal at exit, then as the relay's environment said."""
    named = word_of(delivery.payload, "session_id") if isinstance(delivery.payload, dict) else ""
    return named or short(delivery.session_hint)


def _stamp(delivery: Delivery) -> int:
    return delivery.at_us


def _transcript_facts(delivery: Delivery) -> list[AnyEvent]:
    return transcript.facts_in_meta(delivery) if delivery.name == "meta" else transcript.facts_in(delivery)


_SOURCES: Mapping[str, _Facts] = {
    "hook": (_hook_session, _stamp, hooks.facts_in),
    "transcript": (transcript_line.session_id_of, transcript_line.at_us_of, _transcript_facts),
    "registry": (registry.session_id_of, registry.at_us_of, registry.facts_in),
    "stream": (stream.session_id_of, _stamp, stream.facts_in),
}


class ClaudeCode:
    """Pure, stateless, total. Facts of no session (nobody said whose they are) have the session id ""."""

    name = recipe.AGENT
    title = TITLE
    session_variable = "CLAUDE_CODE_SESSION_ID"
    doubled_hooks = frozenset({"MessageDisplay"})

    def decode(self, delivery: Delivery) -> Sequence[Decoded]:
        source = _SOURCES.get(delivery.source)
        if source is None:
            return ()
        session_of, at_us_of, facts_in = source
        session_id, at_us = session_of(delivery), at_us_of(delivery)
        return tuple(Decoded(session_id=session_id, at_us=at_us, event=fact) for fact in facts_in(delivery))

    def config_home(self, environment: dict[str, str], user_home: str) -> str:
        return environment.get("CLAUDE_CONFIG_DIR") or f"{user_home.rstrip('/')}/.claude"

    def follow_plan(self, config_home: str) -> FollowPlan | None:
        return FollowPlan(home=config_home, registry_glob="sessions/*.json", transcript_glob="projects/**/*.jsonl")

    def is_sync(self, event: str) -> bool:
        return recipe.is_sync(event)

    def reply_deny_tool(self, reason: str) -> bytes:
        return replies.deny_tool(reason)

    def reply_stop_turn(self, reason: str) -> bytes:
        return replies.stop_turn(reason)

    def reply_permission(
        self,
        behavior: str,
        reason: str,
        interrupt: bool,
        updated_input: Any = None,
        permissions: Sequence[Any] = (),
    ) -> bytes:
        return replies.permission(behavior, reason, interrupt, updated_input, permissions)

    def answered(self, asked: Any, answers: Mapping[str, Sequence[str]]) -> Any:
        return replies.answered(asked, answers)

    def resume_command(self, session_id: str, cwd: str) -> str:
        if not _SESSION_ID.fullmatch(session_id) or not cwd.isprintable():
            return ""
        return (f"cd {shlex.quote(cwd)} && " if cwd else "") + f"claude --resume {session_id}"

    def reply_wake(self, prompt: str) -> bytes:
        return replies.wake(prompt)

    def reply_go_on(self, prompt: str) -> bytes:
        return replies.go_on(prompt)

    def launch_plan(self, session_id: str, permission_mode: str, model: str, hooks: bytes | None) -> LaunchPlan | None:
        return control_lines.launch_plan(session_id, permission_mode, model, hooks)

    def output_reader(self) -> OutputReader:
        return stream.StreamReader()

    def prompt_line(self, text: str, prompt_id: str) -> bytes:
        return control_lines.prompt_line(text, prompt_id)

    def interrupt_line(self, request_id: str) -> bytes:
        return control_lines.interrupt_line(request_id)

    def answer_line(self, request_id: str, reply: bytes, asked: Any) -> bytes:
        return control_lines.answer_line(request_id, reply, asked)

    def hooks_for(self, version: str) -> Sequence[HookSpec]:
        return recipe.hooks_for(version)

    def connect(
        self, current: bytes | None, relay_command: Sequence[str], version: str, wake: bool = False
    ) -> ConfigEdit:
        return connection.connect(current, relay_command, version, wake)

    def disconnect(self, current: bytes | None, written: bytes | None, original: bytes | None) -> ConfigEdit:
        return connection.disconnect(current, written, original)

    def inspect_config(self, current: bytes | None, relay_command: Sequence[str], version: str) -> dict[str, Any]:
        return connection.inspect(current, relay_command, version)
