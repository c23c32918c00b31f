"""What the hub remembers of each session's turns for its levers: which one runs, who woke it, what runs beside it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, TypeVar

import msgspec

from app.core.events import (
    AgentReported,
    MessageDelta,
    MessageWritten,
    ProcessGone,
    SessionEnded,
    SubagentFinished,
    SubagentStarted,
    ToolCallStarted,
    TurnFinished,
    TurnInterrupted,
    TurnStarted,
)
from app.core.records import Record, SessionKey

_REMEMBERED = 2000
_LANES_REMEMBERED = 256

Key = TypeVar("Key")
Value = TypeVar("Value")


class _Subagent(msgspec.Struct):
    """One at work. ``background``: it goes on when the conversation that sent it rests or is interrupted."""

    words: str = ""
    background: bool = False


class _Turn:
    """The newest turn of one session. Times are microseconds since the epoch, 0: not seen."""

    def __init__(self) -> None:
        self.turn_id = ""
        self.started_us = 0
        self.output_us = 0
        self.interrupted_us = 0
        self.lanes: dict[str, _Subagent] = {}
        self.reported = (0, "")
        self.finished: dict[str, int] = {}
        """When subagents came to rest: hooks may tell of their start after that of their end."""


class Turns:
    """Of the sessions heard of last. All by what hooks said, but for output and interrupts, which any source tells."""

    def __init__(self) -> None:
        self._turns: OrderedDict[SessionKey, _Turn] = OrderedDict()
        self._machine: OrderedDict[str, None] = OrderedDict()
        self._hooked: OrderedDict[SessionKey, None] = OrderedDict()

    def take(self, record: Record) -> None:
        """Look at one freshly committed record."""
        event, by_hook = record.event, record.source == "hook"
        if by_hook:
            self.hear_hooks_of(record.key)
        if isinstance(event, TurnStarted) and event.origin != "human":
            _remember(self._machine, event.turn_id, None)
        if isinstance(event, TurnStarted | ToolCallStarted) and by_hook and event.turn_id:
            turn = self._turn(record.key)
            if event.turn_id != turn.turn_id:
                turn.turn_id, turn.started_us = event.turn_id, record.at_us
        elif isinstance(event, TurnInterrupted):
            turn = self._turn(record.key)
            turn.interrupted_us = max(turn.interrupted_us, record.at_us)
        if isinstance(event, AgentReported):
            turn = self._turn(record.key)
            turn.reported = max(turn.reported, (record.at_us, event.state))
        if isinstance(event, MessageDelta | MessageWritten | ToolCallStarted) and not event.lane:
            turn = self._turn(record.key)
            turn.output_us = max(turn.output_us, record.at_us)
        self._note_lane(record, event)

    def _note_lane(self, record: Record, event: Any) -> None:
        """Which subagents work. One that was killed says no goodbye, so the conversation's own rests count as well."""
        turn = self._turn(record.key)
        lanes = turn.lanes
        match event:
            case SubagentStarted() if turn.finished.get(event.lane, 0) >= record.at_us:
                return
            case SubagentStarted() if record.source == "hook" and len(lanes) < _LANES_REMEMBERED:
                known = lanes.setdefault(event.lane, _Subagent())
                known.words = event.description or known.words or event.kind
                # The call that sent it has returned, and it has not: it works in the background.
                known.background = known.background or bool(event.tool_call_id)
            case ToolCallStarted() if record.source == "hook" and event.lane and len(lanes) < _LANES_REMEMBERED:
                lanes.setdefault(event.lane, _Subagent())
            case SubagentFinished():
                lanes.pop(event.lane, None)
                turn.finished[event.lane] = max(record.at_us, turn.finished.get(event.lane, 0))
                while len(turn.finished) > _LANES_REMEMBERED:
                    del turn.finished[next(iter(turn.finished))]
            case TurnFinished() if record.source == "hook":
                going_on = {task.task_id for task in event.background_tasks}
                _drop(lanes, [gone for gone in lanes if gone not in going_on])
                for subagent in lanes.values():
                    subagent.background = True
            case AgentReported() if event.state != "idle":
                return
            case TurnInterrupted() | AgentReported():  # its registry says busy as long as one works in the background
                _drop(lanes, [lane for lane, subagent in lanes.items() if not subagent.background])
            case SessionEnded() | ProcessGone():
                lanes.clear()

    def hear_hooks_of(self, key: SessionKey) -> None:
        """Hooks of this session reach us."""
        _remember(self._hooked, key, None)

    def is_hooked(self, key: SessionKey) -> bool:
        """Whether a hook of the session was ever heard."""
        return key in self._hooked

    def current(self, key: SessionKey) -> str:
        """Id of the newest turn; "" where none was told."""
        turn = self._turns.get(key)
        return turn.turn_id if turn else ""

    def started_us(self, key: SessionKey) -> int:
        """When the newest turn began."""
        turn = self._turns.get(key)
        return turn.started_us if turn else 0

    def reported(self, key: SessionKey) -> str:
        """What the session's own registry said last: idle, busy, waiting …; "" where it said nothing."""
        turn = self._turns.get(key)
        return turn.reported[1] if turn else ""

    def has_said_something(self, key: SessionKey) -> bool:
        """Whether the newest turn has brought forth a text or a tool call yet."""
        turn = self._turns.get(key)
        return turn is not None and turn.output_us > turn.started_us

    def interrupted_since(self, key: SessionKey, at_us: int) -> bool:
        """Whether somebody told of an interrupt stamped at ``at_us`` or later."""
        turn = self._turns.get(key)
        return turn is not None and turn.interrupted_us >= at_us

    def woken_by_machine(self, turn_id: str) -> bool:
        """Whether no person, but the end of something in the background began this turn."""
        return turn_id in self._machine

    def subagents(self, key: SessionKey) -> dict[str, str]:
        """The subagents at work, as far as hooks tell: id → what they are, in words."""
        turn = self._turns.get(key)
        return {lane: subagent.words for lane, subagent in turn.lanes.items()} if turn else {}

    def drop_subagent(self, key: SessionKey, lane: str) -> None:
        """It was stopped by us: an agent that is stopped so does not say that it finished."""
        self._turn(key).lanes.pop(lane, None)

    def _turn(self, key: SessionKey) -> _Turn:
        turn = self._turns.get(key) or _Turn()
        _remember(self._turns, key, turn)
        return turn


def _drop(lanes: dict[str, _Subagent], gone: list[str]) -> None:
    for lane in gone:
        del lanes[lane]


def _remember(memory: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
