"""What is known of a session's status at a moment, and the signals that change it."""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.projections.rows import Status

_IN_ORDER: tuple[type[e.Event], ...] = (
    e.SessionStarted, e.SessionDescribed, e.TurnStarted, e.CompactionStarted, e.MessageDelta, e.SubagentStarted,
    e.ToolCallStarted, e.PermissionRequested, e.QuestionAsked, e.NoticeGiven, e.StopRequested, e.PermissionSettled,
    e.QuestionAnswered, e.ToolCallFinished, e.ToolBatchFinished, e.CompactionFinished, e.TurnFinished, e.TurnFailed,
    e.TurnInterrupted, e.AgentReported, e.SessionEnded, e.ProcessGone, e.StopConcluded, e.PromptSent, e.SessionLookedAt,
)  # fmt: skip
"""The events that can concern the status; of two with the same stamp the one that stands first here comes first."""

RANKS: dict[type[e.Event], int] = {kind: rank for rank, kind in enumerate(_IN_ORDER)}
KINDS: dict[str, type[e.Event]] = {kind.__name__: kind for kind in _IN_ORDER}


class Signal(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What matters of one record for the status.

    ``word``: reason, state or kind; ``more``: digest of a call, or words to show; ``ids``: whatever it names several
    of.
    """

    at_us: int
    rank: int
    ident: str
    what: str
    source: str = ""
    pid: int = 0
    proc_start: int = 0
    word: str = ""
    more: str = ""
    lane: str = ""
    ids: tuple[str, ...] = ()


class OpenRequest(msgspec.Struct, array_like=True):
    """A question to a person, not answered yet. ``released``: not answerable here any more."""

    kind: str
    digest: str
    words: str
    released: bool = False


class Life(msgspec.Struct, kw_only=True):
    """Where a session stands after some signals."""

    status: Status = "idle"
    reason: str = ""
    detail: str = ""
    """What the agent said of a failure, one line."""
    source: str = ""
    at_us: int = 0
    ended_at_us: int = 0
    waiting_on: str = ""
    asking: str = ""
    before_waiting: Status = "working"
    """What goes on when the wait is over: work, or the rest in which a subagent in the background asked."""
    background: int = 0
    print_mode: bool = False
    described: bool = False
    """How it was started is known, so an entry without a state says nothing about it."""
    hook_turn: bool = False
    """A hook saw the present turn begin, so a Stop is to be expected."""
    registry_waiting: bool = False
    compacting: bool = False
    settled: bool = False
    """The present signal closed an open request."""
    stop_level: str = ""
    started_by: str = ""
    """The process whose start put the session at rest, as "pid:start", while nothing else happened."""
    pid: int = 0
    proc_start: int = 0
    requests: dict[str, OpenRequest] = {}
    calls: dict[str, str] = {}
    """Running calls: tool_call_id → digest of name, input and lane."""

    def copy(self) -> Life:
        twin = msgspec.structs.replace(self, requests=dict(self.requests), calls=dict(self.calls))
        for request_id, request in self.requests.items():
            twin.requests[request_id] = msgspec.structs.replace(request)
        return twin
