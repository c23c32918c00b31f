"""What was done in a session: tool calls, the permissions that guard them, and the subagents some of them start."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from app.core import events as e
from app.core.projections.blocklist import PERMISSION, PROMPT, TOOL, Shown
from app.core.projections.blocks import AnyBlock, PermissionBlock, PromptBlock, SubagentBlock, ToolBlock
from app.core.projections.calls import SUBAGENT_TOOLS, Best, Call, guarded_calls
from app.core.projections.rests import Rests
from app.core.projections.said import BESIDE_TOOL_US
from app.core.projections.stamps import first_after, insert_once, remove_once
from app.core.records import Record
from app.core.signals import call_digest

CallStatus = Literal["running", "ok", "failed", "denied", "interrupted", "unknown"]

_HOW_MUCH = {"denied": 0, "allowed": 1, "elsewhere": 2, "expired": 3, "released": 4}


@dataclass(frozen=True, slots=True, order=True)
class Settled:
    """One way a request was settled, and when."""

    at_us: int
    by: str
    reason: str


@dataclass(slots=True)
class Request:
    """One permission request."""

    request_id: str
    event: e.PermissionRequested
    at_us: int
    first_seq: int
    group: str
    settled: dict[str, Settled] = field(default_factory=dict)
    call: Call | None = None


@dataclass(slots=True)
class Subagent:
    """One subagent, as start, meta file, its call's result and its end tell it."""

    lane: str
    at_us: int = 0
    first_seq: int = 0
    kind: Best = field(default_factory=Best)
    description: Best = field(default_factory=Best)
    call_id: str = ""
    linked: str = ""
    """The call it was linked to, told or guessed."""
    finished_us: int = 0
    last_message: Best = field(default_factory=Best)


class Doings:
    """All calls, requests and subagents; tells the block list what changed."""

    def __init__(self, blocks: Shown, rests: Rests, call_began: Callable[[str, int], None]) -> None:
        self._blocks = blocks
        self._rests = rests
        self._call_began = call_began
        self.calls: dict[str, Call] = {}
        self.requests: dict[str, Request] = {}
        self.subagents: dict[str, Subagent] = {}
        self._early: dict[str, dict[str, Settled]] = {}
        self._starts: dict[str, list[tuple[int, str]]] = {}
        self._groups: dict[str, tuple[set[str], set[str]]] = {}
        """Digest of name, input and lane → (request ids, call ids)."""
        self._agent_calls: set[str] = set()
        self._told_calls: set[str] = set()
        """Calls a subagent's meta file or result named as its own."""
        self._subagent_of: dict[str, str] = {}
        """tool_call_id → lane."""
        self._reports: list[tuple[int, str]] = []
        self._open: set[str] = set()

    # ── calls ──────────────────────────────────────────────────────────────────────────────────

    def take_start(self, record: Record, event: e.ToolCallStarted) -> None:
        call = self._call(event.tool_call_id)
        before, lane, group = call.started_us, call.lane, call.digest
        call.start(record, event)
        if (before, lane) != (call.started_us, call.lane):
            remove_once(self._starts.get(lane, []), (before, call.tool_call_id))
            insert_once(self._starts.setdefault(call.lane, []), (call.started_us, call.tool_call_id))
        if call.tool_name in SUBAGENT_TOOLS:
            self._agent_calls.add(call.tool_call_id)
        if group != call.digest:
            if group:
                self._groups[group][1].discard(call.tool_call_id)
                self._guard(group)
            self._groups.setdefault(call.digest, (set(), set()))[1].add(call.tool_call_id)
        self._call_changed(call)
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
        for block_id in list(self._open):
            if block_id in self._blocks:
                self._blocks.refresh(block_id)
            else:
                self._open.discard(block_id)

    def _call(self, tool_call_id: str) -> Call:
        call = self.calls.get(tool_call_id)
        if call is None:
            call = self.calls[tool_call_id] = Call(tool_call_id)
        return call

    def _call_changed(self, call: Call) -> None:
        self._guard(call.digest, call)
        if call.tool_call_id in self._agent_calls or call.tool_call_id in self._told_calls:
            self._link_subagents()
        self._show_call(call)
        if call.started_us:
            self._call_began(call.lane, call.started_us)

    def _show_call(self, call: Call) -> None:
        block_id = f"tool:{call.tool_call_id}"
        self._blocks.put(block_id, call.lane, TOOL, call.first_us, lambda: self._build_call(call))
        subagent = self.subagent_of(call.tool_call_id)
        self._keep_open(block_id, call.outcome is None or subagent is not None)
        if subagent is not None:
            self._show_given_prompt(subagent, call)

    def _keep_open(self, block_id: str, is_open: bool) -> None:
        if is_open:
            self._open.add(block_id)
        else:
            self._open.discard(block_id)

    def _build_call(self, call: Call) -> AnyBlock:
        lane = self._subagent_of.get(call.tool_call_id, "")
        if lane or (call.tool_call_id in self._agent_calls and call.outcome in (None, "ok")):
            return self._build_subagent(self.subagents.get(lane), call)
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

    # ── permissions ────────────────────────────────────────────────────────────────────────────

    def take_request(self, record: Record, event: e.PermissionRequested) -> None:
        known = self.requests.get(event.request_id)
        if known is not None and known.at_us <= record.at_us:
            known.first_seq = min(known.first_seq, record.seq)
            return
        group = call_digest(event.tool_name, event.input, event.lane)
        settled = self._early.pop(event.request_id, {}) if known is None else known.settled
        self.requests[event.request_id] = Request(
            event.request_id, event, record.at_us, record.seq, group, settled
        )  # fmt: skip
        self._groups.setdefault(group, (set(), set()))[0].add(event.request_id)
        self._guard(group)
        self._show_request(self.requests[event.request_id])

    def take_settled(self, record: Record, event: e.PermissionSettled) -> None:
        request = self.requests.get(event.request_id)
        told = self._early.setdefault(event.request_id, {}) if request is None else request.settled
        settled = Settled(record.at_us, event.by, event.reason)
        told[event.how] = min(told.get(event.how, settled), settled)
        if request is not None:
            self._show_request(request)

    def take_report(self, at_us: int, state: str) -> None:
        """The registry's state: busy after waiting means a request was answered in the terminal."""
        if state in ("busy", "waiting") and insert_once(self._reports, (at_us, state)):
            self.rested()

    def _guard(self, group: str, changed: Call | None = None) -> None:
        """Find again which requests of a group guard which calls; ``changed``: a call that is other than it was."""
        members = self._groups.get(group)
        if not members or not members[0]:
            return
        requests = [(self.requests[request_id].at_us, request_id) for request_id in members[0]]
        found = guarded_calls(requests, (self.calls[call_id] for call_id in members[1]))
        for _, request_id in requests:
            request, call = self.requests[request_id], found.get(request_id)
            if request.call is not call or (call is not None and call is changed):
                request.call = call
                self._blocks.refresh(f"permission:{request_id}")

    def _show_request(self, request: Request) -> None:
        block_id = f"permission:{request.request_id}"
        self._blocks.put(block_id, request.event.lane, PERMISSION, request.at_us, lambda: self._build_request(request))
        self._keep_open(block_id, not request.settled.keys() - {"released"})

    def _build_request(self, request: Request) -> AnyBlock:
        state, by, reason = self.state_of(request)
        return PermissionBlock(
            block_id=f"permission:{request.request_id}",
            at_us=request.at_us,
            lane=request.event.lane,
            first_seq=request.first_seq,
            request_id=request.request_id,
            tool_name=request.event.tool_name,
            input=request.event.input,
            ask=request.event.kind,
            state=state,
            by=by,
            reason=reason,
        )

    def state_of(self, request: Request) -> tuple[str, str, str]:
        """(state, by, reason): as we settled it, else as its call, the registry or the turn's end show."""
        state, by, reason, _ = self._outcome_of(request)
        return state, by, reason

    def wait_end(self, request: Request) -> int:
        """When the person had answered, as well as it is known; 0 while it is open."""
        return self._outcome_of(request)[3]

    def _outcome_of(self, request: Request) -> tuple[str, str, str, int]:
        how = min(request.settled, key=lambda word: _HOW_MUCH[word], default="")
        if how and how != "released":
            settled = request.settled[how]
            return how, settled.by, settled.reason, settled.at_us
        asked_us = first_after(self._reports, request.at_us, "waiting")
        busy_us = first_after(self._reports, asked_us, "busy") if asked_us else 0
        call = request.call
        if call is not None and call.outcome is not None:
            began_us = call.finished_us - 1000 * int(call.duration.value or 0)
            answer = "allowed" if call.outcome in ("ok", "failed") else "denied"
            return "elsewhere", "terminal", answer, max(request.at_us, min(busy_us or began_us, began_us))
        if busy_us:
            return "elsewhere", "terminal", "", busy_us
        rest = self._rests.after(request.event.lane, request.at_us)
        if rest is not None:
            return "expired", "", "turn ended", rest[0]
        return ("released", "", request.settled["released"].reason, 0) if how else ("open", "", "", 0)

    # ── subagents ──────────────────────────────────────────────────────────────────────────────

    def take_subagent(self, record: Record, event: e.SubagentStarted) -> None:
        subagent = self._subagent(event.lane)
        self._see(subagent, record)
        if event.kind:
            subagent.kind.offer(0, record.at_us, event.kind)
        if event.description:
            subagent.description.offer(0, record.at_us, event.description)
        if event.tool_call_id and (not subagent.call_id or event.tool_call_id < subagent.call_id):
            subagent.call_id = event.tool_call_id
            self._told_calls.add(event.tool_call_id)
        self._link_subagents()
        self._show_subagent(subagent)

    def take_subagent_end(self, record: Record, event: e.SubagentFinished) -> None:
        subagent = self._subagent(event.lane)
        if event.kind:
            self._see(subagent, record)
            subagent.kind.offer(1, record.at_us, event.kind)
        if not subagent.finished_us or record.at_us < subagent.finished_us:
            subagent.finished_us = record.at_us
        if event.last_message:
            subagent.last_message.offer(0, record.at_us, event.last_message)
        self._link_subagents()
        self._show_subagent(subagent)

    def see_lane(self, lane: str, record: Record) -> None:
        """Something happened in a subagent's lane: there is such a subagent."""
        subagent = self.subagents.get(lane)
        if subagent is None or not subagent.at_us or record.at_us < subagent.at_us:
            subagent = self._subagent(lane)
            self._see(subagent, record)
            self._link_subagents()
            self._show_subagent(subagent)

    def subagent_of(self, tool_call_id: str) -> Subagent | None:
        """The subagent a call started, as far as known."""
        lane = self._subagent_of.get(tool_call_id)
        return None if lane is None else self.subagents[lane]

    def _subagent(self, lane: str) -> Subagent:
        subagent = self.subagents.get(lane)
        if subagent is None:
            subagent = self.subagents[lane] = Subagent(lane)
        return subagent

    @staticmethod
    def _see(subagent: Subagent, record: Record) -> None:
        if not subagent.at_us or record.at_us < subagent.at_us:
            subagent.at_us = record.at_us
        if not subagent.first_seq or record.seq < subagent.first_seq:
            subagent.first_seq = record.seq

    def _link_subagents(self) -> None:
        """Find each subagent's call: told by its meta file or the call's result, else the first free one."""
        told: dict[str, str] = {}
        for subagent in self.subagents.values():
            if subagent.call_id:
                told[subagent.call_id] = min(subagent.lane, told.get(subagent.call_id, subagent.lane))
        free = sorted(
            (self.calls[call_id].first_us, call_id)
            for call_id in self._agent_calls
            if call_id not in told and self.calls[call_id].outcome in (None, "ok")
        )
        links = {call_id: lane for call_id, lane in told.items() if call_id in self.calls}
        for subagent in sorted(self.subagents.values(), key=lambda known: (known.at_us, known.lane)):
            if subagent.call_id or not subagent.at_us:
                continue
            for index, (started_us, call_id) in enumerate(free):
                if started_us <= subagent.at_us and self._same_kind(subagent, self.calls[call_id]):
                    links[call_id] = subagent.lane
                    del free[index]
                    break
        if links == self._subagent_of:
            return
        changed = {
            call_id
            for call_id in links.keys() | self._subagent_of.keys()
            if links.get(call_id) != self._subagent_of.get(call_id)
        }
        lanes = {lane for call_id in changed for lane in (links.get(call_id), self._subagent_of.get(call_id)) if lane}
        self._subagent_of = links
        for subagent in self.subagents.values():
            subagent.linked = ""
        for call_id, lane in links.items():
            self.subagents[lane].linked = call_id
        for call_id in changed:
            self._blocks.remove(f"prompt:{call_id}")
            if call_id in self.calls:
                self._show_call(self.calls[call_id])
        for lane in lanes:
            self._show_subagent(self.subagents[lane])

    @staticmethod
    def _same_kind(subagent: Subagent, call: Call) -> bool:
        """A named teammate goes by its name, others by the type that was asked for."""
        given = call.input.value if isinstance(call.input.value, dict) else {}
        asked = [word for word in (given.get("name"), given.get("subagent_type")) if word]
        return not asked or not subagent.kind.value or subagent.kind.value in asked

    def _show_subagent(self, subagent: Subagent) -> None:
        own_id = f"subagent:{subagent.lane}"
        if subagent.linked:
            self._blocks.remove(own_id)
            call = self.calls[subagent.linked]
            self._show_call(call)
        elif subagent.at_us:
            self._blocks.put(own_id, "", TOOL, subagent.at_us, lambda: self._build_subagent(subagent, None))
            self._keep_open(own_id, True)

    def _show_given_prompt(self, subagent: Subagent, call: Call) -> None:
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

    def _build_subagent(self, subagent: Subagent | None, call: Call | None) -> AnyBlock:
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
            status=self._subagent_status(subagent, call),
            last_message=(subagent.last_message.value if subagent else "") or "",
            duration_ms=self._subagent_duration(subagent, call),
        )

    def _subagent_status(
        self, subagent: Subagent | None, call: Call | None
    ) -> Literal["running", "finished", "unknown"]:
        if self.subagent_end(subagent, call):
            return "finished"
        lane, since_us = (
            (subagent.lane, subagent.at_us) if subagent else (call.lane if call else "", call.first_us if call else 0)
        )
        return "unknown" if self._rests.after(lane, since_us) is not None else "running"

    def subagent_end(self, subagent: Subagent | None, call: Call | None) -> int:
        """When a subagent finished: when it or (unless it goes on without) its call ended; 0 while unknown."""
        if subagent is not None and subagent.finished_us:
            return subagent.finished_us
        if call is None or not call.finished_us or _goes_on(call):
            return 0
        return call.finished_us

    def _subagent_duration(self, subagent: Subagent | None, call: Call | None) -> int | None:
        ended_us = self.subagent_end(subagent, call)
        if call is not None and call.duration.value is not None and ended_us <= call.finished_us and not _goes_on(call):
            return call.duration_ms
        begun_us = call.started_us if call is not None else subagent.at_us if subagent is not None else 0
        return (ended_us - begun_us) // 1000 if begun_us and ended_us >= begun_us else None


def _goes_on(call: Call) -> bool:
    """The call only set a subagent to work (in the background, as a teammate), which goes on after it."""
    given, output = call.input.value, call.output.value
    if isinstance(given, dict) and given.get("run_in_background") is True:
        return True
    return isinstance(output, dict) and output.get("status", "completed") != "completed"
