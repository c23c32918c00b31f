"""What was done in a session: its tool calls, the requests that guard them, the subagents some of them start."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Literal

from app.core import events as e
from app.core.projections.blocklist import TOOL, Shown
from app.core.projections.blocks import AnyBlock, ToolBlock
from app.core.projections.calls import SUBAGENT_TOOLS, Call
from app.core.projections.requests import Requests
from app.core.projections.rests import Rests
from app.core.projections.said import BESIDE_TOOL_US
from app.core.projections.stamps import Stamps, insert_once, remove_once
from app.core.projections.subagents import Subagents
from app.core.records import Record

CallStatus = Literal["running", "ok", "failed", "denied", "interrupted", "unknown"]


class Doings:
    """All calls; tells the block list what changed."""

    def __init__(self, blocks: Shown, rests: Rests, call_began: Callable[[str, int], None]) -> None:
        self._blocks = blocks
        self._rests = rests
        self._call_began = call_began
        self.calls: dict[str, Call] = {}
        self.requests = Requests(blocks, rests, self.calls)
        self.subagents = Subagents(blocks, rests, self.calls, self._show_call, self._calls_in)
        self._starts: dict[str, Stamps] = {}
        """Per lane: when calls began."""
        self._open: set[str] = set()
        self._task_calls: dict[str, set[str]] = {}
        """Per task of the agent's plan: the blocks of calls that name it only by its id."""
        self._subjects: dict[str, str] = {}

    def take_start(self, record: Record, event: e.ToolCallStarted) -> None:
        call = self._call(event.tool_call_id)
        before, lane, group = call.started_us, call.lane, call.digest
        call.start(record, event)
        if (before, lane) != (call.started_us, call.lane):
            remove_once(self._starts.get(lane, []), (before, call.tool_call_id))
            insert_once(self._starts.setdefault(call.lane, []), (call.started_us, call.tool_call_id))
            for changed in {lane, call.lane} - {""}:
                self.subagents.call_came(changed)
        self._call_changed(call, group)
        if before and (before, lane) != (call.started_us, call.lane):
            self._call_began(lane, before)  # it did not begin there after all

    def take_finish(self, record: Record, event: e.ToolCallFinished) -> None:
        call = self._call(event.tool_call_id)
        call.finish(record, event)
        self._call_changed(call)

    def take_batch(self, record: Record, event: e.ToolBatchFinished) -> None:
        for tool_call_id in event.tool_call_ids:
            call = self._call(tool_call_id)
            call.see(record)
            call.end(record.at_us, "ok", told_directly=False)
            call.batch_us = min(call.batch_us or record.at_us, record.at_us)
            self._call_changed(call)

    def take_denial(self, record: Record, event: e.PermissionDenied) -> None:
        call = self._call(event.tool_call_id)
        call.see(record)
        call.lane = call.lane or event.lane
        call.name.offer(5, record.at_us, event.name)
        call.error.offer(3, record.at_us, event.reason)
        call.end(record.at_us, "denied", told_directly=False)
        self._call_changed(call)

    def call_beside(self, lane: str, at_us: int) -> int:
        """Start of the lane's first call that began within BESIDE_TOOL_US before and still ran then; 0 for none."""
        starts = self._starts.get(lane, [])
        for started_us, tool_call_id in starts[bisect_left(starts, (at_us - BESIDE_TOOL_US, "")) :]:
            if started_us > at_us:
                break
            call = self.calls[tool_call_id]
            over_us = call.batch_us or call.finished_us  # the model goes on when the whole batch has ended
            if not over_us or over_us > at_us:
                return started_us
        return 0

    def call_between(self, lane: str, from_us: int, until_us: int) -> int:
        """Start of the last call of the lane in between (``until_us`` 0: no limit); 0 for none."""
        starts = self._starts.get(lane, [])
        index = bisect_left(starts, (until_us, "")) if until_us else len(starts)
        return starts[index - 1][0] if index and starts[index - 1][0] >= from_us else 0

    def rested(self) -> None:
        """The session came to rest somewhere in time: what had no end may have one."""
        for block_id in self._open:
            self._blocks.refresh(block_id)
        self.requests.rested()
        self.subagents.rested()

    def task_named(self, task_id: str, subject: str) -> None:
        """A task of the agent's plan has a (better) name."""
        if subject and self._subjects.get(task_id) != subject:
            self._subjects[task_id] = subject
            for block_id in self._task_calls.get(task_id, ()):
                self._blocks.refresh(block_id)

    def _calls_in(self, lane: str) -> int:
        return len(self._starts.get(lane, ()))

    def _about(self, call: Call) -> str:
        """The subject of the task a call is about."""
        given = call.input.value
        task_id = given.get("taskId") if isinstance(given, dict) else None
        if not isinstance(task_id, str):
            return ""
        self._task_calls.setdefault(task_id, set()).add(f"tool:{call.tool_call_id}")
        return self._subjects.get(task_id, "")

    def _call(self, tool_call_id: str) -> Call:
        call = self.calls.get(tool_call_id)
        if call is None:
            call = self.calls[tool_call_id] = Call(tool_call_id)
        return call

    def _call_changed(self, call: Call, former_group: str | None = None) -> None:
        self.requests.call_changed(call, call.digest if former_group is None else former_group)
        self.subagents.call_changed(call, call.tool_name in SUBAGENT_TOOLS)
        self._show_call(call)
        if call.started_us:
            self._call_began(call.lane, call.started_us)

    def _show_call(self, call: Call) -> None:
        block_id = f"tool:{call.tool_call_id}"
        self._blocks.put(block_id, call.lane, TOOL, call.first_us, lambda: self._build_call(call))
        subagent = self.subagents.of(call.tool_call_id)
        if call.outcome is None or subagent is not None:
            self._open.add(block_id)
        else:
            self._open.discard(block_id)
        if subagent is not None:
            self.subagents.show_given_prompt(subagent, call)

    def _build_call(self, call: Call) -> AnyBlock:
        if self.subagents.shows(call):
            return self.subagents.build(self.subagents.of(call.tool_call_id), call)
        status, _ = self.end_of(call)
        return ToolBlock(
            block_id=f"tool:{call.tool_call_id}",
            at_us=call.first_us,
            lane=call.lane,
            first_seq=call.first_seq,
            tool_call_id=call.tool_call_id,
            name=call.tool_name,
            input=call.input.value,
            status=status,
            output=call.output.value,
            error="" if status == "ok" else call.error.value or "",
            about=self._about(call),
            started_at_us=call.started_us,
            duration_ms=call.duration_ms,
        )

    def end_of(self, call: Call) -> tuple[CallStatus, int]:
        """(status, end stamp; 0 while it runs): as told, else by the rest that ended it unseen."""
        if call.outcome is not None:
            return call.outcome, call.finished_us
        rest = self._rests.after(call.lane, call.first_us)
        if rest is None:
            return "running", 0
        return ("interrupted" if rest[1] in ("interrupted", "idle") else "unknown"), rest[0]
