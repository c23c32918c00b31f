"""The pieces of a transcript: what was said and done in one session, ready to be laid out or printed.

A ``Transcript`` (``app.core.projections.transcript``) folds records into an ordered list of these. A block is replaced,
never changed in place; ``block_id`` stays the same from the first sight of the thing to its last.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Block(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True, omit_defaults=True):
    """Base: ``at_us`` orders blocks; ``lane`` is the subagent's id or ``""``; ``first_seq`` its first record."""

    block_id: str
    at_us: int
    lane: str = ""
    first_seq: int = 0


class PromptBlock(Block, frozen=True, kw_only=True):
    """What the person (or, with origin "machine", a notification) asked.

    ``state``: "" given, queued (handed over when the turn ends) or withdrawn.
    """

    text: str
    origin: str = "human"
    state: str = ""


class TextBlock(Block, frozen=True, kw_only=True):
    """What the model said, Markdown. ``open``: still being written. ``cut``: the stream ended mid-way and stayed so."""

    text: str
    open: bool = False
    cut: bool = False
    synthetic: bool = False


class ThoughtBlock(Block, frozen=True, kw_only=True):
    """Inner speech. ``open`` and ``cut`` as in TextBlock."""

    text: str
    open: bool = False
    cut: bool = False


class ToolBlock(Block, frozen=True, kw_only=True):
    """One tool call. ``status`` "unknown": the session ended and nobody saw the call's end."""

    tool_call_id: str
    name: str
    input: Any = None
    status: Literal["running", "ok", "failed", "denied", "interrupted", "unknown"] = "running"
    output: Any = None
    error: str = ""
    about: str = ""
    """What the input names only by an id: the subject of a task."""
    started_at_us: int = 0
    duration_ms: int | None = None


class PermissionBlock(Block, frozen=True, kw_only=True):
    """May I? ``state``: open | allowed | denied | elsewhere | expired | released."""

    request_id: str
    tool_name: str
    input: Any = None
    ask: str = "permission"
    state: str = "open"
    by: str = ""
    reason: str = ""
    instead: Any = None
    """What was allowed in place of ``input``."""


class SubagentBlock(Block, frozen=True, kw_only=True):
    """A subagent was set to work; ``subagent_lane`` is its own lane of blocks.

    ``tool_calls``: how many it has made so far; ``background``: who set it to work goes on meanwhile; ``prompt``: what
    it was told, where no lane of its own begins with that.
    """

    subagent_lane: str
    agent_kind: str = ""
    description: str = ""
    status: Literal["running", "finished", "failed", "interrupted", "unknown"] = "running"
    last_message: str = ""
    prompt: str = ""
    tool_calls: int = 0
    background: bool = False
    duration_ms: int | None = None


class NoticeBlock(Block, frozen=True, kw_only=True):
    """A line in the margin. ``level``: info | warning | error | mark.

    ``notice``: session_started | session_ended | lost | interrupted | failed | stopped | compaction | notice | gap |
    task | other
    """

    notice: str
    text: str
    level: str = "info"


AnyBlock = PromptBlock | TextBlock | ThoughtBlock | ToolBlock | PermissionBlock | SubagentBlock | NoticeBlock
