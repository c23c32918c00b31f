"""The roster: one compact row per session, folded from records in any order.

``apply`` merges what hook, transcript and registry say by natural ids: a call by its tool_call_id, a turn by the
prompt's id, usage by message id (the largest report wins), a subagent by its lane, the status by
``app.core.lifecycle``. A row is built only when somebody asks for it, so a text delta costs a dictionary look-up and
two comparisons.

Bounds: per session at most ``MAX_IDS`` ids of each sort are remembered; older ones are folded into plain numbers.
Sessions that ended an hour (of recorded time) ago are sealed to numbers altogether.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.core import events as e
from app.core.life import Life
from app.core.lifeline import Lifeline, LifelineState
from app.core.projections.rows import SessionRow, Status, ToolCounts, Usage
from app.core.projections.words import call_words, first_line, one_line
from app.core.records import Record, SessionKey
from app.core.signals import signal_of

MAX_IDS = 4096
MAX_OPEN_CALLS = 512
SEAL_AFTER_US = 3600 * 1_000_000
SEAL_EVERY = 4096

Stamp = tuple[int, str]
"""When and what: the order of two claims on one field, independent of arrival."""

_OUTCOMES = {"ok": 0, "failed": 1, "interrupted": 2, "denied": 3}
_TOLD_DIRECTLY = 10
_AT_WORK = ("working", "waiting")


class OpenCall(msgspec.Struct, array_like=True):
    """A call that started and has not ended."""

    at_us: int
    lane: str
    words: str


class Armed(msgspec.Struct, array_like=True):
    """A stop that was asked for."""

    at_us: int = 0
    sentence: str = ""
    concluded: bool = False


class Entry(msgspec.Struct, kw_only=True):
    """What is kept of one session."""

    agent: str
    session_id: str
    life: LifelineState | None = None
    started_at_us: int = 0
    last_at_us: int = 0
    title: Stamp = (0, "")
    prompt: Stamp = (0, "")
    name: Stamp = (0, "")
    cwd: Stamp = (0, "")
    model: Stamp = (0, "")
    transcript_path: Stamp = (0, "")
    delta_message: str = ""
    delta_at_us: int = 0
    writing_at_us: int = 0
    thinking_at_us: int = 0
    rest_at_us: int = 0
    """Newest rest of the main conversation: its calls from before do not run any more."""
    hard_rest_at_us: int = 0
    """Newest rest that also ended what went on in the background."""
    turns: dict[str, None] = {}
    lanes: dict[str, None] = {}
    calls: dict[str, int] = {}
    """tool_call_id → outcome: -1 not known yet, ``_OUTCOMES``, + ``_TOLD_DIRECTLY`` when a Post hook said so."""
    open_calls: dict[str, OpenCall] = {}
    usage: dict[str, tuple[int, int, int, int]] = {}
    stops: dict[str, Armed] = {}
    stops_over_us: int = 0
    """Whatever was armed before is void: a hub has started since."""
    processes: dict[str, int] = {}
    """"pid:start" → newest stamp this session was heard from it."""
    turns_total: int = 0
    lanes_total: int = 0
    calls_total: int = 0
    failed_total: int = 0
    usage_total: tuple[int, int, int, int] = (0, 0, 0, 0)


class Checkpoint(msgspec.Struct, kw_only=True):
    """All the roster knows."""

    format: int = 1
    seq: int = 0
    applied: int = 0
    newest_at_us: int = 0
    owners: dict[str, tuple[int, str]] = {}
    entries: list[Entry] = []


class _Session:
    """An entry at work: its lifeline unpacked and its row cached."""

    __slots__ = ("entry", "key", "lifeline", "row", "sealed")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.key = SessionKey(entry.agent, entry.session_id)
        self.lifeline = Lifeline(entry.life)
        self.row: SessionRow | None = None
        self.sealed = False


class Roster:
    """All sessions of one hub. Clock-free: the same records in any order and number give the same rows."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str], _Session] = {}
        self._owners: dict[str, tuple[int, str]] = {}
        self._dirty: set[SessionKey] = set()
        self._seq = 0
        self._applied = 0
        self._newest_at_us = 0

    @property
    def seq(self) -> int:
        """The highest number applied so far."""
        return self._seq

    def apply(self, record: Record) -> None:
        """Fold one record in."""
        if record.seq > self._seq:
            self._seq = record.seq
        session = self._sessions.get((record.agent, record.session_id))
        if session is None:
            session = self._sessions[(record.agent, record.session_id)] = _Session(
                Entry(agent=record.agent, session_id=record.session_id)
            )
        self._hear(session, record)
        handler = _HANDLERS.get(type(record.event))
        if handler is not None:
            handler(session, record, record.event)
        session.row = None
        self._dirty.add(session.key)
        self._applied += 1
        if not self._applied % SEAL_EVERY:
            self._seal_old()

    def row(self, key: SessionKey) -> SessionRow:
        """The row of one session; raises KeyError for a session never heard of."""
        session = self._sessions[key]
        if session.row is None:
            session.row = self._build(session)
        return session.row

    def rows(self) -> list[SessionRow]:
        """All rows, in the order the sessions were first heard of."""
        return [self.row(session.key) for session in self._sessions.values()]

    def __contains__(self, key: SessionKey) -> bool:
        return key in self._sessions

    def __len__(self) -> int:
        return len(self._sessions)

    def take_dirty(self) -> set[SessionKey]:
        """Sessions whose row may have changed since the last call."""
        dirty, self._dirty = self._dirty, set()
        return dirty

    def dump(self) -> bytes:
        """A checkpoint: ``load`` of it and the records after ``seq`` equal a fold of everything."""
        entries = []
        for session in self._sessions.values():
            session.entry.life = session.lifeline.state()
            entries.append(session.entry)
        return _encoder.encode(
            Checkpoint(
                seq=self._seq,
                applied=self._applied,
                newest_at_us=self._newest_at_us,
                owners=self._owners,
                entries=entries,
            )
        )

    @classmethod
    def load(cls, blob: bytes) -> Roster:
        """A roster as it was dumped; raises msgspec.DecodeError for a blob of another shape or format."""
        checkpoint = _decoder.decode(blob)
        if checkpoint.format != Checkpoint().format:
            raise msgspec.DecodeError(f"checkpoint format {checkpoint.format}")
        roster = cls()
        roster._seq, roster._applied = checkpoint.seq, checkpoint.applied
        roster._newest_at_us, roster._owners = checkpoint.newest_at_us, checkpoint.owners
        for entry in checkpoint.entries:
            roster._sessions[(entry.agent, entry.session_id)] = _Session(entry)
        return roster

    # ── who has which process ──────────────────────────────────────────────────────────────────

    def _hear(self, session: _Session, record: Record) -> None:
        """Note that the session was heard of, and from which process."""
        entry, at_us, source = session.entry, record.at_us, record.source
        if not entry.started_at_us or at_us < entry.started_at_us:
            entry.started_at_us = at_us
        if at_us > entry.last_at_us and source in _AGENT_SOURCES:
            entry.last_at_us = at_us
            if at_us > self._newest_at_us:
                self._newest_at_us = at_us
        if record.pid > 1 and source in _CLAIMING_SOURCES and type(record.event) is not e.SessionEnded:
            self._claim(session, f"{record.pid}:{record.proc_start}", at_us)

    def _claim(self, session: _Session, process: str, at_us: int) -> None:
        processes = session.entry.processes
        if processes.get(process, -1) >= at_us:
            return
        processes[process] = at_us
        if len(processes) > 16:
            del processes[min(processes, key=lambda known: (processes[known], known))]
        slot = f"{session.entry.agent}/{process}"
        owner = self._owners.get(slot)
        claim = (at_us, session.entry.session_id)
        if owner is not None and owner >= claim:
            return
        self._owners[slot] = claim
        if owner is not None and owner[1] != session.entry.session_id:
            loser = self._sessions.get((session.entry.agent, owner[1]))
            if loser is not None:
                loser.row = None
                self._dirty.add(loser.key)

    def _process_of(self, entry: Entry) -> tuple[str, frozenset[str]]:
        """("pid:start" of the newest process no other session claimed later, "" for none; those taken over)."""
        own: list[tuple[int, str]] = []
        taken: list[str] = []
        for process, at_us in entry.processes.items():
            owner = self._owners.get(f"{entry.agent}/{process}")
            if owner is not None and owner[1] != entry.session_id:
                taken.append(process)
            else:
                own.append((at_us, process))
        return max(own)[1] if own else "", frozenset(taken)

    # ── rows ───────────────────────────────────────────────────────────────────────────────────

    def _build(self, session: _Session) -> SessionRow:
        entry, life = session.entry, session.lifeline.now
        process, taken = self._process_of(entry)
        if life.started_by in taken:
            life = session.lifeline.without_starts(taken)  # not resumed but forked: the process went to another session
        pid, _, proc_start = process.partition(":")
        status, reason, at_us, source = life.status, life.reason, life.at_us, life.source
        ended_at_us = life.ended_at_us
        if taken and not process and not ended_at_us:
            status, reason, source = "ended", "replaced", "hook"
            at_us = ended_at_us = entry.last_at_us
        running = _running(entry) if status in _AT_WORK else []
        input_, output, cache_read, cache_write = entry.usage_total
        return SessionRow(
            agent=entry.agent,
            session_id=entry.session_id,
            title=entry.title[1] or entry.prompt[1] or entry.name[1],
            cwd=entry.cwd[1],
            pid=int(pid or 0),
            proc_start=int(proc_start or 0),
            status=status,
            reason=reason,
            status_source=source,
            status_at_us=at_us or entry.started_at_us,
            started_at_us=entry.started_at_us,
            ended_at_us=ended_at_us,
            last_at_us=entry.last_at_us or entry.started_at_us,
            turns=entry.turns_total,
            tool_calls=ToolCounts(total=entry.calls_total, running=len(running), failed=entry.failed_total),
            subagents=entry.lanes_total,
            usage=Usage(input=input_, output=output, cache_read=cache_read, cache_write=cache_write),
            waiting_on=life.waiting_on if status == "waiting" else "",
            doing=_doing(entry, life, status, running),
            model=entry.model[1],
            pending=tuple(sorted(key for key, request in life.requests.items() if not request.released)),
            armed=_armed(entry),
            background=life.background if status not in ("ended", "lost") else 0,
            transcript_path=entry.transcript_path[1],
        )

    # ── bounds ─────────────────────────────────────────────────────────────────────────────────

    def _seal_old(self) -> None:
        limit = self._newest_at_us - SEAL_AFTER_US
        for session in self._sessions.values():
            if not session.sealed and session.entry.last_at_us < limit and session.lifeline.now.ended_at_us:
                session.sealed = True
                session.lifeline.compact()
                entry = session.entry
                for ids in (entry.turns, entry.lanes, entry.calls, entry.open_calls, entry.usage):
                    ids.clear()
            elif session.sealed and session.entry.last_at_us >= limit:
                session.sealed = False


def _running(entry: Entry) -> list[OpenCall]:
    """Calls that started after the last rest and have not ended, oldest first."""
    return sorted(
        (
            call
            for call in entry.open_calls.values()
            if call.at_us >= (entry.hard_rest_at_us if call.lane else max(entry.rest_at_us, entry.hard_rest_at_us))
        ),
        key=lambda call: (call.at_us, call.words),
    )


def _doing(entry: Entry, life: Life, status: Status, running: list[OpenCall]) -> str:
    if status == "waiting":
        return life.asking or {"permission": "needs your permission", "question": "asks a question"}.get(
            life.waiting_on, "needs your input"
        )
    if status != "working":
        return ""
    if life.compacting:
        return "compacting…"
    if running:
        more = f" +{len(running) - 1}" if len(running) > 1 else ""
        return running[-1].words + more
    return "writing…" if entry.writing_at_us > entry.thinking_at_us else "thinking…"


def _armed(entry: Entry) -> str:
    over_us = max(entry.rest_at_us, entry.hard_rest_at_us, entry.stops_over_us)
    standing = [
        armed for armed in entry.stops.values() if armed.sentence and not armed.concluded and armed.at_us > over_us
    ]
    return max(standing, key=lambda armed: (armed.at_us, armed.sentence)).sentence if standing else ""


def _forget(ids: dict[str, Any], keep: int) -> None:
    """Drop the oldest ids; what they counted for has been added up."""
    while len(ids) > keep:
        del ids[next(iter(ids))]


# ── one function per event that concerns the row ─────────────────────────────────────────────────

_AGENT_SOURCES = frozenset({"hook", "transcript", "registry"})
_CLAIMING_SOURCES = frozenset({"hook", "registry"})


def _signal(session: _Session, record: Record, event: Any) -> None:
    signal = signal_of(record)
    if signal is not None:
        session.lifeline.take(signal)


def _earliest(known: Stamp, at_us: int, text: str) -> Stamp:
    return known if not text or (known[1] and known <= (at_us, text)) else (at_us, text)


def _latest(known: Stamp, at_us: int, text: str) -> Stamp:
    return known if not text or known >= (at_us, text) else (at_us, text)


def _rest(entry: Entry, at_us: int, hard: bool) -> None:
    entry.rest_at_us = max(entry.rest_at_us, at_us)
    if hard:
        entry.hard_rest_at_us = max(entry.hard_rest_at_us, at_us)


def _on_delta(session: _Session, record: Record, event: e.MessageDelta) -> None:
    entry, at_us = session.entry, record.at_us
    if event.final:
        entry.thinking_at_us = max(entry.thinking_at_us, at_us)
    elif at_us > entry.writing_at_us:
        entry.writing_at_us = at_us
    if event.message_id != entry.delta_message or at_us < entry.delta_at_us:
        entry.delta_message, entry.delta_at_us = event.message_id, at_us
        _signal(session, record, event)


def _on_described(session: _Session, record: Record, event: e.SessionDescribed) -> None:
    entry, at_us = session.entry, record.at_us
    entry.title = _latest(entry.title, at_us, one_line(event.title))
    entry.cwd = _earliest(entry.cwd, at_us, event.cwd)
    entry.model = _latest(entry.model, at_us, event.model)
    entry.transcript_path = _latest(entry.transcript_path, at_us, event.transcript_path)
    if event.entrypoint:
        _signal(session, record, event)


def _on_started(session: _Session, record: Record, event: e.SessionStarted) -> None:
    entry, at_us = session.entry, record.at_us
    entry.cwd = _earliest(entry.cwd, at_us, event.cwd)
    entry.model = _latest(entry.model, at_us, event.model)
    entry.transcript_path = _latest(entry.transcript_path, at_us, event.transcript_path)
    _signal(session, record, event)


def _on_turn(session: _Session, record: Record, event: e.TurnStarted) -> None:
    entry = session.entry
    turn_id = event.turn_id or f"@{record.at_us}"
    if turn_id not in entry.turns:
        entry.turns[turn_id] = None
        entry.turns_total += 1
        _forget(entry.turns, MAX_IDS)
    if event.origin == "human":
        entry.prompt = _earliest(entry.prompt, record.at_us, first_line(event.prompt))
    entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_rest(session: _Session, record: Record, event: Any) -> None:
    _rest(session.entry, record.at_us, hard=not isinstance(event, e.TurnFinished | e.TurnFailed))
    _signal(session, record, event)


def _on_reported(session: _Session, record: Record, event: e.AgentReported) -> None:
    session.entry.name = _latest(session.entry.name, record.at_us, one_line(event.name))
    if event.state in ("idle", "shell"):
        _rest(session.entry, record.at_us, hard=False)
    _signal(session, record, event)


def _note_call(entry: Entry, call_id: str, code: int) -> int:
    """Count a call once, and by the outcome that tells most; its outcome now."""
    known = entry.calls.get(call_id)
    if known is None:
        entry.calls_total += 1
        known = -1
    best = max(known, code)
    entry.calls[call_id] = best
    entry.failed_total += (best % _TOLD_DIRECTLY == 1) - (known % _TOLD_DIRECTLY == 1)
    _forget(entry.calls, MAX_IDS)
    return best


def _on_call_started(session: _Session, record: Record, event: e.ToolCallStarted) -> None:
    entry, call_id = session.entry, event.tool_call_id
    if event.lane:
        _see_lane(entry, event.lane)
    if _note_call(entry, call_id, -1) < 0:
        known = entry.open_calls.get(call_id)
        words = call_words(event.name, event.input) if known is None or not known.words else known.words
        at_us = record.at_us if known is None else min(known.at_us, record.at_us)
        entry.open_calls[call_id] = OpenCall(at_us, event.lane, words)
        _forget(entry.open_calls, MAX_OPEN_CALLS)
    _signal(session, record, event)


def _on_call_finished(session: _Session, record: Record, event: e.ToolCallFinished) -> None:
    entry, call_id = session.entry, event.tool_call_id
    if event.lane:
        _see_lane(entry, event.lane)
    _note_call(entry, call_id, _OUTCOMES[event.outcome] + (0 if event.from_batch else _TOLD_DIRECTLY))
    entry.open_calls.pop(call_id, None)
    entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_batch(session: _Session, record: Record, event: e.ToolBatchFinished) -> None:
    for call_id in event.tool_call_ids:
        _note_call(session.entry, call_id, 0)
        session.entry.open_calls.pop(call_id, None)
    session.entry.thinking_at_us = max(session.entry.thinking_at_us, record.at_us)
    _signal(session, record, event)


def _on_written(session: _Session, record: Record, event: e.MessageWritten) -> None:
    entry = session.entry
    if event.lane:
        _see_lane(entry, event.lane)
    else:
        if not event.synthetic:
            entry.model = _latest(entry.model, record.at_us, event.model)
        entry.thinking_at_us = max(entry.thinking_at_us, record.at_us)


def _on_usage(session: _Session, record: Record, event: e.UsageReported) -> None:
    entry = session.entry
    report = (event.input_tokens, event.output_tokens, event.cache_read_tokens, event.cache_write_tokens)
    known = entry.usage.get(event.message_id, (0, 0, 0, 0))
    most = max(report[0], known[0]), max(report[1], known[1]), max(report[2], known[2]), max(report[3], known[3])
    total = entry.usage_total
    entry.usage_total = (
        total[0] + most[0] - known[0],
        total[1] + most[1] - known[1],
        total[2] + most[2] - known[2],
        total[3] + most[3] - known[3],
    )
    entry.usage[event.message_id] = most
    _forget(entry.usage, MAX_IDS)


def _see_lane(entry: Entry, lane: str) -> None:
    if lane not in entry.lanes:
        entry.lanes[lane] = None
        entry.lanes_total += 1
        _forget(entry.lanes, MAX_IDS)


def _on_subagent(session: _Session, record: Record, event: e.SubagentStarted) -> None:
    _see_lane(session.entry, event.lane)
    _signal(session, record, event)


def _stop(entry: Entry, stop_id: str) -> Armed:
    if stop_id not in entry.stops and len(entry.stops) >= 16:
        del entry.stops[next(iter(entry.stops))]
    return entry.stops.setdefault(stop_id, Armed())


def _on_stop_armed(session: _Session, record: Record, event: e.StopArmed) -> None:
    armed = _stop(session.entry, event.stop_id)
    armed.at_us, armed.sentence = max((armed.at_us, armed.sentence), (record.at_us, one_line(event.sentence, 120)))


def _on_stop_concluded(session: _Session, record: Record, event: e.StopConcluded) -> None:
    entry = session.entry
    if event.stop_id:
        _stop(entry, event.stop_id).concluded = True
    else:  # a hub that has just started says that whatever an earlier one had set is gone with it
        entry.stops_over_us = max(entry.stops_over_us, record.at_us)
    _signal(session, record, event)


_HANDLERS: dict[type[Any], Callable[[_Session, Record, Any], None]] = {
    e.SessionStarted: _on_started,
    e.SessionDescribed: _on_described,
    e.SessionEnded: _on_rest,
    e.AgentReported: _on_reported,
    e.ProcessGone: _on_rest,
    e.SessionLookedAt: _signal,
    e.TurnStarted: _on_turn,
    e.TurnFinished: _on_rest,
    e.TurnFailed: _on_rest,
    e.TurnInterrupted: _on_rest,
    e.MessageDelta: _on_delta,
    e.MessageWritten: _on_written,
    e.UsageReported: _on_usage,
    e.ToolCallStarted: _on_call_started,
    e.ToolCallFinished: _on_call_finished,
    e.ToolBatchFinished: _on_batch,
    e.PermissionRequested: _signal,
    e.PermissionSettled: _signal,
    e.QuestionAsked: _signal,
    e.QuestionAnswered: _signal,
    e.NoticeGiven: _signal,
    e.SubagentStarted: _on_subagent,
    e.CompactionStarted: _signal,
    e.CompactionFinished: _signal,
    e.StopRequested: _signal,
    e.StopArmed: _on_stop_armed,
    e.StopConcluded: _on_stop_concluded,
}

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Checkpoint)
