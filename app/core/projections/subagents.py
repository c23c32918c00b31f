"""The subagents of a session: which call started each, the prompt it was given, and when it came to rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from app.core import events as e
from app.core.projections.blocklist import PROMPT, TOOL, Shown
from app.core.projections.blocks import AnyBlock, PromptBlock, SubagentBlock
from app.core.projections.calls import Best, Call
from app.core.projections.rests import Rests
from app.core.records import Record

SubagentStatus = Literal["running", "finished", "failed", "interrupted", "unknown"]

_OUTCOMES: dict[str, SubagentStatus] = {"failed": "failed", "denied": "failed", "interrupted": "interrupted"}
"""How the call that waited for a subagent came out, where that says how the subagent did."""


class Subagent(msgspec.Struct):
    """One subagent, as start, meta file, its call's result and its end tell it."""

    lane: str
    at_us: int = 0
    first_seq: int = 0
    kind: Best = msgspec.field(default_factory=Best)
    description: Best = msgspec.field(default_factory=Best)
    call_id: str = ""
    linked: str = ""
    """The call it was linked to, told or guessed."""
    finished_us: int = 0
    last_message: Best = msgspec.field(default_factory=Best)


class Subagents:
    """All subagents; tells the block list what changed. A subagent's block is its call's, shown by ``show_call``."""

    def __init__(
        self,
        blocks: Shown,
        rests: Rests,
        calls: dict[str, Call],
        show_call: Callable[[Call], None],
        calls_in: Callable[[str], int],
    ) -> None:
        self._blocks = blocks
        self._rests = rests
        self._calls = calls
        self._show_call = show_call
        self._calls_in = calls_in
        self.by_lane: dict[str, Subagent] = {}
        self._agent_calls: set[str] = set()
        self._told_calls: set[str] = set()
        """Calls a subagent's meta file or result named as its own."""
        self._lane_of: dict[str, str] = {}
        """tool_call_id → lane."""
        self._open: set[str] = set()

    def call_changed(self, call: Call, is_agent: bool) -> None:
        """A call is other than it was; ``is_agent``: its tool starts subagents."""
        if is_agent:
            self._agent_calls.add(call.tool_call_id)
        if is_agent or call.tool_call_id in self._told_calls:
            self.link()

    def rested(self) -> None:
        """The session came to rest somewhere in time: what still ran may have ended."""
        for block_id in self._open:
            self._blocks.refresh(block_id)

    def call_came(self, lane: str) -> None:
        """A subagent has made one more call, or one less than was thought."""
        subagent = self.by_lane.get(lane)
        if subagent is not None:
            self._blocks.refresh(f"tool:{subagent.linked}" if subagent.linked else f"subagent:{lane}")

    def shows(self, call: Call) -> bool:
        """Whether a call is shown as the subagent it started, or is about to start."""
        if call.tool_call_id in self._lane_of:
            return True
        return call.tool_call_id in self._agent_calls and call.outcome in (None, "ok")

    def take_start(self, record: Record, event: e.SubagentStarted) -> None:
        subagent = self._subagent(event.lane)
        self._see(subagent, record)
        if event.kind:
            subagent.kind.offer(0, record.at_us, event.kind)
        if event.description:
            subagent.description.offer(0, record.at_us, event.description)
        if event.tool_call_id and (not subagent.call_id or event.tool_call_id < subagent.call_id):
            subagent.call_id = event.tool_call_id
            self._told_calls.add(event.tool_call_id)
        self.link()
        self._show(subagent)

    def take_end(self, record: Record, event: e.SubagentFinished) -> None:
        subagent = self._subagent(event.lane)
        if event.kind:
            self._see(subagent, record)
            subagent.kind.offer(1, record.at_us, event.kind)
        if not subagent.finished_us or record.at_us < subagent.finished_us:
            subagent.finished_us = record.at_us
        if event.last_message:
            subagent.last_message.offer(0, record.at_us, event.last_message)
        self.link()
        self._show(subagent)

    def see_lane(self, lane: str, record: Record) -> None:
        """Something happened in a subagent's lane: there is such a subagent."""
        subagent = self.by_lane.get(lane)
        if subagent is None or not subagent.at_us or record.at_us < subagent.at_us:
            subagent = self._subagent(lane)
            self._see(subagent, record)
            self.link()
            self._show(subagent)

    def of(self, tool_call_id: str) -> Subagent | None:
        """The subagent a call started, as far as known."""
        lane = self._lane_of.get(tool_call_id)
        return None if lane is None else self.by_lane[lane]

    def _subagent(self, lane: str) -> Subagent:
        subagent = self.by_lane.get(lane)
        if subagent is None:
            subagent = self.by_lane[lane] = Subagent(lane)
        return subagent

    @staticmethod
    def _see(subagent: Subagent, record: Record) -> None:
        if not subagent.at_us or record.at_us < subagent.at_us:
            subagent.at_us = record.at_us
        if not subagent.first_seq or record.seq < subagent.first_seq:
            subagent.first_seq = record.seq

    def link(self) -> None:
        """Find each subagent's call: told by its meta file or the call's result, else the first free one."""
        told: dict[str, str] = {}
        for subagent in self.by_lane.values():
            if subagent.call_id:
                told[subagent.call_id] = min(subagent.lane, told.get(subagent.call_id, subagent.lane))
        free = sorted(
            (self._calls[call_id].first_us, call_id)
            for call_id in self._agent_calls
            if call_id not in told and self._calls[call_id].outcome in (None, "ok")
        )
        links = {call_id: lane for call_id, lane in told.items() if call_id in self._calls}
        for subagent in sorted(self.by_lane.values(), key=lambda known: (known.at_us, known.lane)):
            if subagent.call_id or not subagent.at_us:
                continue
            for index, (started_us, call_id) in enumerate(free):
                if started_us <= subagent.at_us and self._same_kind(subagent, self._calls[call_id]):
                    links[call_id] = subagent.lane
                    del free[index]
                    break
        if links == self._lane_of:
            return
        changed = {
            call_id
            for call_id in links.keys() | self._lane_of.keys()
            if links.get(call_id) != self._lane_of.get(call_id)
        }
        lanes = {lane for call_id in changed for lane in (links.get(call_id), self._lane_of.get(call_id)) if lane}
        self._lane_of = links
        for subagent in self.by_lane.values():
            subagent.linked = ""
        for call_id, lane in links.items():
            self.by_lane[lane].linked = call_id
        for call_id in changed:
            self._blocks.remove(f"prompt:{call_id}")
            if call_id in self._calls:
                self._show_call(self._calls[call_id])
        for lane in lanes:
            self._show(self.by_lane[lane])

    @staticmethod
    def _same_kind(subagent: Subagent, call: Call) -> bool:
        """A named teammate goes by its name, others by the type that was asked for."""
        given = call.input.value if isinstance(call.input.value, dict) else {}
        asked = [word for word in (given.get("name"), given.get("subagent_type")) if word]
        return not asked or not subagent.kind.value or subagent.kind.value in asked

    def _show(self, subagent: Subagent) -> None:
        own_id = f"subagent:{subagent.lane}"
        if subagent.linked:
            self._blocks.remove(own_id)
            call = self._calls[subagent.linked]
            self._show_call(call)
        elif subagent.at_us:
            self._blocks.put(own_id, "", TOOL, subagent.at_us, lambda: self.build(subagent, None))
            self._open.add(own_id)

    def show_given_prompt(self, subagent: Subagent, call: Call) -> None:
        """The prompt a subagent got stands in its call; its lane begins with it."""
        given = call.input.value.get("prompt") if isinstance(call.input.value, dict) else None
        if not isinstance(given, str) or not given:
            return
        block = PromptBlock(
            block_id=f"prompt:{call.tool_call_id}",
            at_us=call.first_us,
            lane=subagent.lane,
            first_seq=call.first_seq,
            text=given,
            origin="machine",
        )
        self._blocks.put(block.block_id, subagent.lane, PROMPT, call.first_us, lambda: block)

    def build(self, subagent: Subagent | None, call: Call | None) -> AnyBlock:
        given: dict[str, Any] = call.input.value if call is not None and isinstance(call.input.value, dict) else {}
        kind, description = given.get("subagent_type"), given.get("description")
        lane = subagent.lane if subagent is not None else ""
        return SubagentBlock(
            block_id=f"tool:{call.tool_call_id}" if call is not None else f"subagent:{lane}",
            at_us=call.first_us if call is not None else subagent.at_us if subagent is not None else 0,
            lane=call.lane if call is not None else "",
            first_seq=call.first_seq if call is not None else subagent.first_seq if subagent is not None else 0,
            subagent_lane=lane,
            agent_kind=(subagent.kind.value if subagent else "") or (kind if isinstance(kind, str) else ""),
            description=(subagent.description.value if subagent else "")
            or (description if isinstance(description, str) else ""),
            status=self._status(subagent, call),
            last_message=(subagent.last_message.value if subagent else "") or "",
            prompt="" if subagent is not None else _text(given.get("prompt")),
            tool_calls=self._tool_calls(lane, call),
            background=call is not None and _goes_on(call),
            duration_ms=self._duration(subagent, call),
        )

    def _tool_calls(self, lane: str, call: Call | None) -> int:
        """As many as were seen, or as it said afterwards itself."""
        told = call.output.value.get("totalToolUseCount") if call and isinstance(call.output.value, dict) else 0
        told = told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < 10**9 else 0
        return max(told, self._calls_in(lane) if lane else 0)

    def _status(self, subagent: Subagent | None, call: Call | None) -> SubagentStatus:
        if self.end_of(subagent, call):
            return _OUTCOMES.get(call.outcome or "", "finished") if call is not None else "finished"
        lane, since_us = (
            (subagent.lane, subagent.at_us) if subagent else (call.lane if call else "", call.first_us if call else 0)
        )
        rest = self._rests.after(lane, since_us)
        return "running" if rest is None else "interrupted" if rest[1] == "interrupted" else "unknown"

    def end_of(self, subagent: Subagent | None, call: Call | None) -> int:
        """When a subagent finished: when it or (unless it goes on without) its call ended; 0 while unknown."""
        if subagent is not None and subagent.finished_us:
            return subagent.finished_us
        if call is None or not call.finished_us or _goes_on(call):
            return 0
        return call.finished_us

    def _duration(self, subagent: Subagent | None, call: Call | None) -> int | None:
        ended_us = self.end_of(subagent, call)
        if call is not None and call.duration.value is not None and ended_us <= call.finished_us and not _goes_on(call):
            return call.duration_ms
        begun_us = call.started_us if call is not None else subagent.at_us if subagent is not None else 0
        return (ended_us - begun_us) // 1000 if begun_us and ended_us >= begun_us else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _goes_on(call: Call) -> bool:
    """The call only set a subagent to work (in the background, as a teammate), which goes on after it."""
    given, output = call.input.value, call.output.value
    if isinstance(given, dict) and given.get("run_in_background") is True:
        return True
    return isinstance(output, dict) and output.get("status", "completed") != "completed"
