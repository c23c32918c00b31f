"""Every fact Signalcabin can know about a session: one frozen struct per fact, named in the past tense.

Facts are never corrected, only followed by other facts. What they *mean* (is this session waiting?
which text is on screen?) is decided in one place, ``app.core.projections``, which merges the three
sources (hook, transcript, registry) by the ids carried here. Therefore an event says only what its
source said, and two sources that saw the same thing produce two records with the same id.

Units: ``*_us`` is microseconds since the Unix epoch, ``*_ms`` a duration in milliseconds.
``lane`` is the id of the subagent the fact happened in, ``""`` for the main conversation.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Source = Literal["hook", "transcript", "registry", "stream", "process", "hub", "desktop"]
"""Where a fact was seen. ``stream``: the standard output of a session the hub launched; ``process``: the operating
system; ``hub``: our own doing; ``desktop``: a person at it."""

WaitingOn = Literal["permission", "question", "plan", "input"]


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=True, omit_defaults=True):
    """Base of all facts; ``type`` on the wire is the class name."""


# ── the session and its process ────────────────────────────────────────────────────────────────


class SessionStarted(Event, frozen=True, kw_only=True):
    """A conversation began, or began again. ``how``: startup | resume | clear | compact | fork | unknown."""

    how: str = "unknown"
    cwd: str = ""
    model: str = ""
    transcript_path: str = ""


class SessionDescribed(Event, frozen=True, kw_only=True):
    """Something about the session became known; empty fields say nothing (they never erase)."""

    title: str = ""
    cwd: str = ""
    model: str = ""
    transcript_path: str = ""
    version: str = ""
    entrypoint: str = ""
    permission_mode: str = ""
    git_branch: str = ""


class SessionEnded(Event, frozen=True, kw_only=True):
    """The agent said goodbye (Claude Code: SessionEnd). ``reason``: clear | prompt_input_exit | other | …"""

    reason: str = ""


class AgentReported(Event, frozen=True, kw_only=True):
    """The agent's own live registry stated what it does. ``state``: idle | busy | waiting | shell | "" (print mode)."""

    state: str
    waiting_for: str = ""
    kind: str = ""
    name: str = ""


class ProcessGone(Event, frozen=True, kw_only=True):
    """The operating system no longer has the process (pid and start time checked)."""

    pid: int
    proc_start: int = 0


class SessionLookedAt(Event, frozen=True, kw_only=True):
    """A person opened the session in a focused window: ``done`` becomes ``idle``."""


# ── turns ──────────────────────────────────────────────────────────────────────────────────────


class TurnStarted(Event, frozen=True, kw_only=True):
    """A prompt was given. ``origin``: human | machine (a task notification or a hook woke the agent)."""

    turn_id: str
    prompt: str
    origin: str = "human"


class PromptExpanded(Event, frozen=True, kw_only=True):
    """A slash command became a prompt."""

    turn_id: str = ""
    command_name: str = ""
    command_args: str = ""


class BackgroundTask(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that goes on after the turn: a background shell, a teammate."""

    task_id: str
    kind: str = ""
    status: str = ""
    description: str = ""
    command: str = ""


class TurnFinished(Event, frozen=True, kw_only=True):
    """The agent came to rest by itself (Claude Code: Stop)."""

    turn_id: str = ""
    last_message: str = ""
    background_tasks: tuple[BackgroundTask, ...] = ()


class TurnFailed(Event, frozen=True, kw_only=True):
    """The model could not be reached. ``error``: rate_limit | authentication_failed | server_error | …"""

    turn_id: str = ""
    error: str
    message: str = ""


class TurnInterrupted(Event, frozen=True, kw_only=True):
    """Someone stopped the turn. ``how``: user | user_for_tool | hook (a lever of ours or another hook)."""

    turn_id: str = ""
    how: str = "user"
    message: str = ""


# ── what the model said ────────────────────────────────────────────────────────────────────────


class MessageDelta(Event, frozen=True, kw_only=True):
    """A piece of text as it was written; ``first_index``…``last_index`` are the pieces it holds (coalesced).

    Pieces of one ``message_id`` are ordered by index. ``turn_id`` is the prompt's id where known. ``thought``: inner
    speech; its ``message_id`` is the model's, a colon and the number of the block in it.
    """

    message_id: str
    first_index: int
    last_index: int
    text: str
    final: bool = False
    turn_id: str = ""
    lane: str = ""
    thought: bool = False


class MessageWritten(Event, frozen=True, kw_only=True):
    """One whole block of text, from the transcript. ``block_id`` is unique, ``message_id`` the model's.

    The streamed pieces of the same text carry another id: the fold pairs them by their text.
    """

    block_id: str
    message_id: str = ""
    text: str
    model: str = ""
    synthetic: bool = False
    """True for text the agent wrote itself (an API error, the partial text kept at an interrupt)."""
    turn_id: str = ""
    lane: str = ""


class ThoughtWritten(Event, frozen=True, kw_only=True):
    """Inner speech, whole."""

    block_id: str
    message_id: str = ""
    text: str
    lane: str = ""


class UsageReported(Event, frozen=True, kw_only=True):
    """Tokens of one model message: to be counted once per ``message_id``, the largest report winning."""

    message_id: str
    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    lane: str = ""


class CostReported(Event, frozen=True, kw_only=True):
    """What the session has cost so far, in US dollars, by the agent's own estimate: the largest report wins.

    Claude Code 2.1.197 counts anew in each process, 2.1.330 goes on where the session was taken up again.
    """

    total_usd: float = 0.0


# ── tools ──────────────────────────────────────────────────────────────────────────────────────


class ToolCallStarted(Event, frozen=True, kw_only=True):
    """The model asked for a tool and it is about to run (hook) or was written down (transcript)."""

    tool_call_id: str
    name: str
    input: Any = None
    turn_id: str = ""
    lane: str = ""


class ToolCallFinished(Event, frozen=True, kw_only=True):
    """A tool call ended. ``outcome``: ok | failed | denied | interrupted.

    ``output`` is what the tool gave, structured where the source had it so; ``error`` the text of a failure.
    ``from_batch``: told by PostToolBatch or the transcript only, so without a duration of its own.
    """

    tool_call_id: str
    outcome: Literal["ok", "failed", "denied", "interrupted"] = "ok"
    name: str = ""
    output: Any = None
    error: str = ""
    duration_ms: int | None = None
    from_batch: bool = False
    turn_id: str = ""
    lane: str = ""


class ToolBatchFinished(Event, frozen=True, kw_only=True):
    """All tools of one model message have ended; the model is asked next."""

    tool_call_ids: tuple[str, ...] = ()
    turn_id: str = ""
    lane: str = ""


# ── waiting for a person ───────────────────────────────────────────────────────────────────────


class PermissionRequested(Event, frozen=True, kw_only=True):
    """The agent asks: may I? ``held`` says whether a relay of ours waits with it (then it can be answered here).

    ``kind``: permission | question (AskUserQuestion) | plan (ExitPlanMode). ``request_id`` is ours: the delivery's id.
    """

    request_id: str
    tool_name: str
    input: Any = None
    kind: WaitingOn = "permission"
    suggestions: Any = None
    turn_id: str = ""
    lane: str = ""


class PermissionSettled(Event, frozen=True, kw_only=True):
    """A request is over. ``how``: allowed | denied | elsewhere | expired | released (no decision of ours was sent)."""

    request_id: str
    how: Literal["allowed", "denied", "elsewhere", "expired", "released"]
    by: str = ""
    reason: str = ""
    instead: Any = None
    """The input that was allowed in place of the one asked for; None: as it was asked."""


class PermissionDenied(Event, frozen=True, kw_only=True):
    """The agent's own classifier refused a tool call without asking."""

    tool_call_id: str
    name: str = ""
    reason: str = ""
    lane: str = ""


class QuestionAsked(Event, frozen=True, kw_only=True):
    """An MCP server asks the person something (Claude Code: Elicitation)."""

    server: str = ""
    message: str = ""
    schema: Any = None


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """… and was answered: accept | decline | cancel."""

    server: str = ""
    action: str = ""


class NoticeGiven(Event, frozen=True, kw_only=True):
    """The agent notified its user. ``kind`` as the agent names it (permission_prompt, idle_prompt …)."""

    kind: str = ""
    message: str = ""
    lane: str = ""


# ── subagents, plans, compaction, surroundings ─────────────────────────────────────────────────


class SubagentStarted(Event, frozen=True, kw_only=True):
    """A subagent began; ``lane`` is its id. ``tool_call_id``: the call that started it, where known."""

    lane: str
    kind: str = ""
    description: str = ""
    tool_call_id: str = ""


class SubagentFinished(Event, frozen=True, kw_only=True):
    """A subagent came to rest."""

    lane: str
    kind: str = ""
    last_message: str = ""


class TaskChanged(Event, frozen=True, kw_only=True):
    """An item of the agent's own plan. ``status``: pending | in_progress | completed | deleted."""

    task_id: str
    subject: str = ""
    description: str = ""
    status: str = "pending"


class CompactionStarted(Event, frozen=True, kw_only=True):
    """The agent began to shorten its context. ``trigger``: manual | auto."""

    trigger: str = ""


class CompactionFinished(Event, frozen=True, kw_only=True):
    """… and finished."""

    trigger: str = ""
    summary: str = ""


class TeammateIdle(Event, frozen=True, kw_only=True):
    """A teammate of an agent team has nothing to do."""

    name: str = ""
    team: str = ""


class CwdChanged(Event, frozen=True, kw_only=True):
    """The agent's working directory moved."""

    old: str = ""
    new: str = ""


class SurroundingsChanged(Event, frozen=True, kw_only=True):
    """Something around the session changed.

    ``kind``: config | instructions | file | worktree_created | worktree_removed | setup.
    """

    kind: str
    path: str = ""
    detail: str = ""


class Unrecognized(Event, frozen=True, kw_only=True):
    """A delivery we have no meaning for (yet): kept whole, never an exception."""

    name: str
    payload: Any = None


# ── our own doing: the audit trail of levers ───────────────────────────────────────────────────


class SessionLaunched(Event, frozen=True, kw_only=True):
    """A person had the hub start this session; it runs under the hub. ``by``: who ordered it."""

    cwd: str = ""
    permission_mode: str = ""
    model: str = ""
    by: str = ""


class PromptQueued(Event, frozen=True, kw_only=True):
    """A person wrote a prompt for a session: it is handed over when its turn ends, or at once where it can be woken."""

    prompt_id: str
    text: str
    by: str = ""


class PromptWithdrawn(Event, frozen=True, kw_only=True):
    """A queued prompt was taken back before it was handed over."""

    prompt_id: str
    by: str = ""


class PromptSent(Event, frozen=True, kw_only=True):
    """A prompt of a person's was handed to the session. ``prompt_id`` is ours; ``how``: stream (its own) | stop (the
    agent asked at the end of its turn, and goes on) | wake (it rested, and a waiting hook woke it: its own prompt)."""

    prompt_id: str
    text: str
    how: str = "stream"
    by: str = ""


class StopRequested(Event, frozen=True, kw_only=True):
    """A person told the hub to stop this session. ``level``: interrupt | end | kill."""

    stop_id: str
    level: str
    by: str = ""


class StopArmed(Event, frozen=True, kw_only=True):
    """A lever is set and will act later ("will stop before the next tool")."""

    stop_id: str
    lever: str
    sentence: str


class StopConcluded(Event, frozen=True, kw_only=True):
    """How a stop came out, as the system said afterwards. ``outcome``: stopped | still_running | unknown.

    An empty ``stop_id`` concludes every stop before: a new hub says that what an earlier one had armed is gone.
    """

    stop_id: str
    outcome: Literal["stopped", "still_running", "unknown"]
    lever: str = ""
    evidence: str = ""
    took_ms: int = 0
    survivors: tuple[str, ...] = ()


class OrderCarriedOut(Event, frozen=True, kw_only=True):
    """A person gave an order that is no stop: who, what, and what came of it. ``outcome``: done | refused.

    ``given_at_us``: when, where that was earlier than the record (no hub ran).
    """

    command: str
    by: str = ""
    outcome: str = "done"
    words: str = ""
    took_ms: int = 0
    given_at_us: int = 0


class GapNoted(Event, frozen=True, kw_only=True):
    """The record has a hole here (spool overflow, a payload over the limit, a torn line): said, never hidden."""

    reason: str
    lost: int = 0


EVENT_TYPES: tuple[type[Event], ...] = tuple(Event.__subclasses__())
"""Every kind of fact, in the order of this file."""

AnyEvent = (
    SessionStarted
    | SessionDescribed
    | SessionEnded
    | AgentReported
    | ProcessGone
    | SessionLookedAt
    | TurnStarted
    | PromptExpanded
    | TurnFinished
    | TurnFailed
    | TurnInterrupted
    | MessageDelta
    | MessageWritten
    | ThoughtWritten
    | UsageReported
    | CostReported
    | ToolCallStarted
    | ToolCallFinished
    | ToolBatchFinished
    | PermissionRequested
    | PermissionSettled
    | PermissionDenied
    | QuestionAsked
    | QuestionAnswered
    | NoticeGiven
    | SubagentStarted
    | SubagentFinished
    | TaskChanged
    | CompactionStarted
    | CompactionFinished
    | TeammateIdle
    | CwdChanged
    | SurroundingsChanged
    | Unrecognized
    | SessionLaunched
    | PromptQueued
    | PromptWithdrawn
    | PromptSent
    | StopRequested
    | StopArmed
    | StopConcluded
    | OrderCarriedOut
    | GapNoted
)
"""The tagged union msgspec decodes; a test holds it equal to EVENT_TYPES."""
