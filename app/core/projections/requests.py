"""The permission requests of a session: which call each guards, and how it came out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.core import events as e
from app.core.projections.blocklist import PERMISSION, Shown
from app.core.projections.blocks import AnyBlock, PermissionBlock
from app.core.projections.calls import Call, guarded_calls
from app.core.projections.rests import Rests
from app.core.projections.stamps import Stamps, first_after, insert_once
from app.core.records import Record
from app.core.signals import call_digest
from app.core.tr import tr

_HOW_MUCH = {"denied": 0, "allowed": 1, "elsewhere": 2, "expired": 3, "released": 4}


@dataclass(frozen=True, slots=True, order=True)
class Settled:
    """One way a request was settled, and when."""

    at_us: int
    by: str
    reason: str
    instead: Any = field(default=None, compare=False)


class Request(msgspec.Struct):
    """One permission request."""

    request_id: str
    event: e.PermissionRequested
    at_us: int
    first_seq: int
    group: str
    settled: dict[str, Settled] = msgspec.field(default_factory=dict)
    call: Call | None = None


class Requests:
    """All requests; tells the block list what changed."""

    def __init__(self, blocks: Shown, rests: Rests, calls: dict[str, Call]) -> None:
        self._blocks = blocks
        self._rests = rests
        self._calls = calls
        self.by_id: dict[str, Request] = {}
        self._early: dict[str, dict[str, Settled]] = {}
        """How requests were settled that are not heard of yet."""
        self._groups: dict[str, tuple[set[str], set[str]]] = {}
        """Digest of name, input and lane → (request ids, call ids)."""
        self._reports: Stamps = []
        self._open: set[str] = set()

    def take_request(self, record: Record, event: e.PermissionRequested) -> None:
        known = self.by_id.get(event.request_id)
        if known is not None and known.at_us <= record.at_us:
            known.first_seq = min(known.first_seq, record.seq)
            return
        group = call_digest(event.tool_name, event.input, event.lane)
        settled = self._early.pop(event.request_id, {}) if known is None else known.settled
        self.by_id[event.request_id] = Request(
            event.request_id, event, record.at_us, record.seq, group, settled
        )  # fmt: skip
        self._groups.setdefault(group, (set(), set()))[0].add(event.request_id)
        self.guard(group)
        self._show_request(self.by_id[event.request_id])

    def take_settled(self, record: Record, event: e.PermissionSettled) -> None:
        request = self.by_id.get(event.request_id)
        told = self._early.setdefault(event.request_id, {}) if request is None else request.settled
        settled = Settled(record.at_us, event.by, event.reason, event.instead)
        told[event.how] = min(told.get(event.how, settled), settled)
        if request is not None:
            self._show_request(request)

    def take_report(self, at_us: int, state: str) -> None:
        """The registry's state: busy after waiting means a request was answered in the terminal."""
        if state in ("busy", "waiting") and insert_once(self._reports, (at_us, state)):
            self.rested()

    def rested(self) -> None:
        """The session came to rest somewhere in time: what is open may be over."""
        for request_id in self._open:
            self._blocks.refresh(f"permission:{request_id}")

    def call_changed(self, call: Call, former_group: str) -> None:
        """A call is other than it was; ``former_group``: its digest before."""
        if former_group != call.digest:
            if former_group:
                self._groups[former_group][1].discard(call.tool_call_id)
                self.guard(former_group)
            self._groups.setdefault(call.digest, (set(), set()))[1].add(call.tool_call_id)
        self.guard(call.digest, call)

    def guard(self, group: str, changed: Call | None = None) -> None:
        """Find again which requests of a group guard which calls; ``changed``: a call that is other than it was."""
        members = self._groups.get(group)
        if not members or not members[0]:
            return
        requests = [(self.by_id[request_id].at_us, request_id) for request_id in members[0]]
        found = guarded_calls(requests, (self._calls[call_id] for call_id in members[1]))
        for _, request_id in requests:
            request, call = self.by_id[request_id], found.get(request_id)
            if request.call is not call or (call is not None and call is changed):
                request.call = call
                self._blocks.refresh(f"permission:{request_id}")

    def _show_request(self, request: Request) -> None:
        block_id = f"permission:{request.request_id}"
        self._blocks.put(block_id, request.event.lane, PERMISSION, request.at_us, lambda: self._build_request(request))
        if request.settled.keys() - {"released"}:
            self._open.discard(request.request_id)
        else:
            self._open.add(request.request_id)

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
            instead=request.settled["allowed"].instead if state == "allowed" and "allowed" in request.settled else None,
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
            return "expired", "", tr("turn ended"), rest[0]
        return ("released", "", request.settled["released"].reason, 0) if how else ("open", "", "", 0)
