"""What a timeline knows of its session: everything merged, and which things changed since spans were made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.blocklist import Build
from app.core.projections.calls import Best, source_rank
from app.core.projections.doings import Doings
from app.core.projections.rests import Rests, rest_of
from app.core.projections.said import Texts
from app.core.projections.stamps import Stamps, insert_once
from app.core.projections.thoughts import Thoughts
from app.core.projections.words import one_line
from app.core.records import Record


class Touched:
    """Stands where a transcript has its block list: notes which things changed, builds nothing."""

    def __init__(self) -> None:
        self.lanes: dict[str, str] = {}
        self.ids: set[str] = set()

    def __contains__(self, block_id: str) -> bool:
        return block_id in self.lanes

    def touch(self, thing: str) -> None:
        """Something about a thing changed that only the timeline knows of."""
        self.ids.add(thing)

    def put(self, block_id: str, lane: str, rank: int, at_us: int, build: Build) -> None:
        self.lanes[block_id] = lane
        self.ids.add(block_id)

    def grew(self, block_id: str, text: str) -> None:
        self.ids.add(block_id)

    def refresh(self, block_id: str) -> None:
        self.ids.add(block_id)

    def remove(self, block_id: str) -> None:
        if self.lanes.pop(block_id, None) is not None:
            self.ids.add(block_id)


class Turn(msgspec.Struct):
    at_us: int = 0
    told: Best = msgspec.field(default_factory=Best)
    by_hook: bool = False


class TimelineFacts:
    """Everything told of one session that takes time."""

    def __init__(self) -> None:
        self.touched = Touched()
        self.rests = Rests()
        self.doings = Doings(self.touched, self.rests, self._call_began)
        self.texts = Texts(self.touched, self.rests, self.doings.call_beside)
        self.thoughts = Thoughts(self.touched, self.texts.ended)
        self.turns: dict[str, Turn] = {}
        self.questions: dict[str, Stamps] = {}
        """Per server: when it asked ("asked:" and what) and was answered ("answered")."""
        self.background: dict[str, dict[int, e.BackgroundTask]] = {}
        """Per task: as each Stop named it."""
        self.stops: Stamps = []
        self.gaps: dict[str, tuple[int, str]] = {}

    def take(self, record: Record) -> None:
        """Fold one record in."""
        event = record.event
        handler = _HANDLERS.get(type(event))
        if handler is not None:
            handler(self, record, event)
        rest = rest_of(event)
        if rest:
            lane = event.lane if isinstance(event, e.SubagentFinished) else ""
            if self.rests.add(record.at_us, rest, lane):
                self._rested()
                self._touch_turn_at(record.at_us)
                self.touched.ids.update(f"background:{task_id}" for task_id in self.background)
                self.touched.ids.update(f"questions:{server}" for server in self.questions)

    def _rested(self) -> None:
        self.texts.rested()
        self.thoughts.rested()
        self.doings.rested()

    def _touch_turn_at(self, at_us: int) -> None:
        turn_id = self.rests.prompt_before(at_us)
        if turn_id:
            self.touched.ids.add(f"turn:{turn_id}")

    def _call_began(self, lane: str, at_us: int) -> None:
        self.texts.call_began(lane, at_us)
        if not lane:
            self._touch_turn_at(at_us)

    def _on_turn(self, record: Record, event: e.TurnStarted) -> None:
        turn_id = event.turn_id or f"@{record.at_us}"
        turn = self.turns.setdefault(turn_id, Turn())
        before = turn.at_us
        turn.by_hook = turn.by_hook or record.source == "hook"
        turn.told.offer(source_rank(record), record.at_us, event.prompt)
        self.touched.ids.add(f"turn:{turn_id}")
        if before and before <= record.at_us:
            return
        turn.at_us = record.at_us
        self._touch_turn_at(turn.at_us - 1)
        self.rests.move_prompt(turn_id, before, turn.at_us)
        self.texts.prompt_came()
        self._rested()

    def _on_thought(self, record: Record, event: e.ThoughtWritten) -> None:
        self.thoughts.take_whole(record, event)
        self._see_lane(event.lane, record)

    def _on_delta(self, record: Record, event: e.MessageDelta) -> None:
        if event.thought:
            self.thoughts.take_delta(record, event)
        else:
            self.texts.take_delta(record, event)
        if event.lane:
            self._see_lane(event.lane, record)

    def _on_written(self, record: Record, event: e.MessageWritten) -> None:
        self.texts.take_written(record, event)
        self._see_lane(event.lane, record)

    def _on_call(self, record: Record, event: e.ToolCallStarted) -> None:
        self.doings.take_start(record, event)
        self._see_lane(event.lane, record)

    def _on_call_end(self, record: Record, event: e.ToolCallFinished) -> None:
        self.doings.take_finish(record, event)
        self._see_lane(event.lane, record)

    def _on_asked(self, record: Record, event: e.QuestionAsked | e.QuestionAnswered) -> None:
        word = one_line(event.message, 60) if isinstance(event, e.QuestionAsked) else ""
        kind = "asked:" + word if isinstance(event, e.QuestionAsked) else "answered"
        insert_once(self.questions.setdefault(event.server, []), (record.at_us, kind))
        self.touched.ids.add(f"questions:{event.server}")

    def _on_finished(self, record: Record, event: e.TurnFinished) -> None:
        if record.source != "hook":
            return
        insert_once(self.stops, (record.at_us, ""))
        for task in event.background_tasks[:200]:
            self.background.setdefault(task.task_id, {})[record.at_us] = task
        self.touched.ids.update(f"background:{task_id}" for task_id in self.background)

    def _on_gap(self, record: Record, event: e.GapNoted) -> None:
        gap_id = f"gap:{record.at_us}:{one_line(event.reason, 40)}"
        self.gaps[gap_id] = (record.at_us, one_line(event.reason, 80))
        self.touched.ids.add(gap_id)

    def _see_lane(self, lane: str, record: Record) -> None:
        if lane:
            self.doings.subagents.see_lane(lane, record)


_HANDLERS: dict[type[e.Event], Callable[[TimelineFacts, Record, Any], None]] = {
    e.TurnStarted: TimelineFacts._on_turn,
    e.TurnFinished: TimelineFacts._on_finished,
    e.MessageDelta: TimelineFacts._on_delta,
    e.MessageWritten: TimelineFacts._on_written,
    e.ThoughtWritten: TimelineFacts._on_thought,
    e.ToolCallStarted: TimelineFacts._on_call,
    e.ToolCallFinished: TimelineFacts._on_call_end,
    e.ToolBatchFinished: lambda self, record, event: self.doings.take_batch(record, event),
    e.PermissionDenied: lambda self, record, event: self.doings.take_denial(record, event),
    e.PermissionRequested: lambda self, record, event: self.doings.requests.take_request(record, event),
    e.PermissionSettled: lambda self, record, event: self.doings.requests.take_settled(record, event),
    e.SubagentStarted: lambda self, record, event: self.doings.subagents.take_start(record, event),
    e.SubagentFinished: lambda self, record, event: self.doings.subagents.take_end(record, event),
    e.AgentReported: lambda self, record, event: self.doings.requests.take_report(record.at_us, event.state),
    e.QuestionAsked: TimelineFacts._on_asked,
    e.QuestionAnswered: TimelineFacts._on_asked,
    e.GapNoted: TimelineFacts._on_gap,
}
