"""The roster: one compact row per session, folded from records in any order.

``apply`` merges what hook, transcript and registry say by natural ids: a call by its tool_call_id, a turn by the
prompt's id, usage by message id (the largest report wins), a subagent by its lane, the status by
``app.core.lifecycle``. A row is built only when somebody asks for it, so a text delta costs a dictionary look-up and
two comparisons.

Bounds: per session at most ``MAX_IDS`` ids of each sort are remembered; older ones are folded into plain numbers.
Sessions that ended an hour (of recorded time) ago are sealed to numbers altogether.
"""

from __future__ import annotations

import msgspec

from app.core import events as e
from app.core.life import Life
from app.core.projections.roster_entry import HANDLERS, ONLY_HEARD
from app.core.projections.roster_kept import (
    MAX_IDS,
    MAX_OPEN_CALLS,
    Entry,
    OpenCall,
    Session,
    unpacked,
    waiting_prompts,
)
from app.core.projections.rows import QueuedPrompt, SessionRow, Status, ToolCounts, Usage, was_never_begun
from app.core.projections.tries import WORTH_TELLING, failing
from app.core.projections.words import one_line
from app.core.records import Record, SessionKey
from app.core.stretches import MAX_STRETCHES, SessionSignals, Stretch, stretch, thinned, tidied
from app.core.tr import mark

__all__ = ["MAX_IDS", "MAX_OPEN_CALLS", "Roster"]

SEAL_AFTER_US = 3600 * 1_000_000
SEAL_EVERY = 4096

_AT_WORK = ("working", "waiting")
_AGENT_SOURCES = frozenset({"hook", "transcript", "registry", "stream"})
_CLAIMING_SOURCES = frozenset({"hook", "registry", "stream"})


class Checkpoint(msgspec.Struct, kw_only=True):
    """All the roster knows."""

    format: int = 2
    seq: int = 0
    applied: int = 0
    newest_at_us: int = 0
    owners: dict[str, tuple[int, str]] = {}
    entries: list[Entry | bytes] = []
    """As they are, or packed."""


class Roster:
    """All sessions of one hub. Clock-free: the same records in any order and number give the same rows."""

    def __init__(self) -> None:
        self._sessions: dict[tuple[str, str], Session] = {}
        self._owners: dict[str, tuple[int, str]] = {}
        self._dirty: set[SessionKey] = set()
        self._heard: set[SessionKey] = set()
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
            session = self._sessions[(record.agent, record.session_id)] = Session(
                Entry(agent=record.agent, session_id=record.session_id)
            )
        self._hear(session, record)
        handler = HANDLERS.get(type(record.event))
        only_heard = handler is not None and handler(session, record, record.event) is ONLY_HEARD
        session.changed()
        session.touched = True
        (self._heard if only_heard else self._dirty).add(session.key)
        self._applied += 1
        if not self._applied % SEAL_EVERY:
            self._make_small()

    def row(self, key: SessionKey) -> SessionRow:
        """The row of one session; raises KeyError for a session never heard of."""
        session = self._sessions[key]
        if session.row is None:
            session.row = self._build(session)
        return session.row

    def rows(self) -> list[SessionRow]:
        """All rows, in the order the sessions were first heard of; names that were only tried on are left out."""
        rows = (self.row(session.key) for session in self._sessions.values())
        return [row for row in rows if not was_never_begun(row)]

    def keys(self) -> list[SessionKey]:
        """Every session, names that were only tried on among them."""
        return [session.key for session in self._sessions.values()]

    def queued_prompts(self, key: SessionKey) -> list[tuple[str, str]]:
        """(prompt id, text) of what is to be handed over when the turn ends, oldest first."""
        session = self._sessions.get(key)
        return waiting_prompts(session.entry) if session is not None else []

    def was_launched(self, key: SessionKey, pid: int, proc_start: int) -> bool:
        """Whether a hub launched this session in that process, be it over or not."""
        session = self._sessions.get(key)
        return session is not None and pid > 0 and session.entry.launched == f"{pid}:{proc_start}"

    def in_print_mode(self, key: SessionKey) -> bool:
        """Whether the session ends with its answer and takes no keys, as far as its registry told."""
        session = self._sessions.get(key)
        return session is not None and session.lifeline.now.print_mode

    def __contains__(self, key: SessionKey) -> bool:
        return key in self._sessions

    def __len__(self) -> int:
        return len(self._sessions)

    def forget(self, key: SessionKey) -> None:
        """Leave a session out from now on; a later record of it begins it anew."""
        self._sessions.pop(key, None)
        self._dirty.discard(key)
        self._heard.discard(key)
        slots = [slot for slot, (_, owner) in self._owners.items() if owner == key.session_id]
        for slot in slots:
            if slot.startswith(f"{key.agent}/"):
                del self._owners[slot]

    def take_dirty(self) -> set[SessionKey]:
        """Sessions whose row may have changed since the last call, but for ``take_heard``'s."""
        dirty, self._dirty = self._dirty, set()
        self._heard -= dirty
        return dirty

    def take_heard(self) -> set[SessionKey]:
        """Sessions that wrote on: nothing in their rows is new but when they were last heard of."""
        heard, self._heard = self._heard, set()
        return heard

    @property
    def any_heard(self) -> bool:
        """Whether ``take_heard`` would give any."""
        return bool(self._heard)

    def dump(self) -> bytes:
        """A checkpoint: ``load`` of it and the records after ``seq`` equal a fold of everything."""
        entries = [session.dump() for session in self._sessions.values()]
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
        for kept in checkpoint.entries:
            session = Session(unpacked(kept) if isinstance(kept, bytes) else kept)
            roster._sessions[session.key] = session
        return roster

    # ── who has which process ──────────────────────────────────────────────────────────────────

    def _hear(self, session: Session, record: Record) -> None:
        """Note that the session was heard of, and from which process."""
        entry, at_us, source = session.entry, record.at_us, record.source
        if not entry.started_at_us or at_us < entry.started_at_us:
            entry.started_at_us = at_us
            self._dirty.add(session.key)
            entry.signal_seq = max(entry.signal_seq, record.seq)
        if at_us > entry.last_at_us and source in _AGENT_SOURCES:
            entry.last_at_us = at_us
            if at_us > self._newest_at_us:
                self._newest_at_us = at_us
        if record.pid > 1 and source in _CLAIMING_SOURCES and type(record.event) is not e.SessionEnded:
            self._claim(session, f"{record.pid}:{record.proc_start}", at_us)

    def _claim(self, session: Session, process: str, at_us: int) -> None:
        processes = session.entry.processes
        known_us = processes.get(process, -1)
        if known_us >= at_us:
            return
        if known_us < 0:
            self._dirty.add(session.key)
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
                loser.changed()
                loser.entry.signal_seq = max(loser.entry.signal_seq, self._seq)
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

    def _was_forked(self, session: Session, taken: frozenset[str]) -> bool:
        """What looked like a resumption began another session: the process went there."""
        return session.lifeline.now.started_by in taken

    # ── stretches ──────────────────────────────────────────────────────────────────────────────

    def signals_since(self, seq: int, most: int) -> tuple[list[SessionSignals], int]:
        """Sessions whose stretches changed after record ``seq``, and the record up to which these are all.

        The changes longest ago come first; no more sessions once they have ``most`` stretches together.
        """
        changed = sorted(
            (session for session in self._sessions.values() if session.signal_seq > seq),
            key=lambda session: session.signal_seq,
        )
        found: list[SessionSignals] = []
        count, reached = 0, seq
        for session in changed:
            if count >= most and session.signal_seq != reached:
                return found, reached
            reached = session.signal_seq
            if was_never_begun(self.row(session.key)):
                continue
            found.append(SessionSignals(session.key.agent, session.key.session_id, self.stretches(session.key)))
            count += len(found[-1].stretches)
        return found, max(seq, self._seq)

    def stretches(self, key: SessionKey) -> tuple[Stretch, ...]:
        """The statuses of a session up to the one in its row; raises KeyError for a session never heard of."""
        session = self._sessions[key]
        if session.stretches is None:
            session.stretches = self._stretches(session, self.row(key))
        return session.stretches

    def _stretches(self, session: Session, row: SessionRow) -> tuple[Stretch, ...]:
        taken = self._process_of(session.entry)[1]
        told = session.lifeline.stretches(taken if self._was_forked(session, taken) else frozenset())
        first = stretch(row.started_at_us, "idle", "")
        whole = tidied([first, *told, stretch(row.status_at_us, row.status, row.reason)])
        return tuple(thinned(whole) if len(whole) > MAX_STRETCHES else whole)

    # ── rows ───────────────────────────────────────────────────────────────────────────────────

    def _build(self, session: Session) -> SessionRow:
        entry, life = session.entry, session.lifeline.now
        process, taken = self._process_of(entry)
        if self._was_forked(session, taken):
            life = session.lifeline.without_starts(taken)
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
            detail=life.detail if status == "failed" else "",
            status_source=source,
            status_at_us=at_us or entry.started_at_us,
            started_at_us=entry.started_at_us,
            ended_at_us=ended_at_us,
            last_at_us=entry.last_at_us or entry.started_at_us,
            turns=entry.turns_total,
            tool_calls=ToolCounts(total=entry.calls_total, running=len(running), failed=entry.failed_total),
            subagents=entry.lanes_total,
            usage=Usage(
                input=input_, output=output, cache_read=cache_read, cache_write=cache_write, cost_usd=entry.cost_usd
            ),
            waiting_on=life.waiting_on if status == "waiting" else "",
            doing=_doing(entry, life, status, running),
            model=entry.model[1],
            pending=tuple(sorted(key for key, request in life.requests.items() if not request.released)),
            asked=_asked(life) if status == "waiting" else "",
            failing=failing(entry.tries, entry.calls) if entry.failed_total >= WORTH_TELLING else None,
            armed=_armed(entry),
            background=life.background if status not in ("ended", "lost") else 0,
            transcript_path=entry.transcript_path[1],
            queued=_queued(entry),
            launched=bool(process) and process == entry.launched and not ended_at_us,
        )

    # ── bounds ─────────────────────────────────────────────────────────────────────────────────

    def _make_small(self) -> None:
        """Pack what was not touched since the last time; forget the ids of what is over for long."""
        limit = self._newest_at_us - SEAL_AFTER_US
        for session in self._sessions.values():
            if not session.sealed and session.last_at_us < limit and session.ended_at_us:
                session.sealed = True
                session.lifeline.compact()
                entry = session.entry
                for ids in (entry.turns, entry.lanes, entry.calls, entry.open_calls, entry.tries, entry.usage):
                    ids.clear()
            elif session.sealed and session.last_at_us >= limit:
                session.sealed = False
            if not session.touched:
                session.pack()
            session.touched = False


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


def _asked(life: Life) -> str:
    """The request that ``life.asking`` is about: the newest."""
    newest = next(reversed(life.requests), "")
    return newest if newest and not life.requests[newest].released else ""


def _doing(entry: Entry, life: Life, status: Status, running: list[OpenCall]) -> str:
    if status == "waiting":
        return life.asking or {"permission": mark("needs your permission"), "question": mark("asks a question")}.get(
            life.waiting_on, mark("needs your input")
        )
    if status != "working":
        return ""
    if life.compacting:
        return "compacting…"
    if running:
        more = f" +{len(running) - 1}" if len(running) > 1 else ""
        return running[-1].words + more
    return "writing…" if entry.writing_at_us > entry.thinking_at_us else "thinking…"


def _queued(entry: Entry) -> tuple[QueuedPrompt, ...]:
    return tuple(
        QueuedPrompt(prompt_id=prompt_id, text=one_line(text, 200)) for prompt_id, text in waiting_prompts(entry)
    )


def _armed(entry: Entry) -> str:
    over_us = max(entry.rest_at_us, entry.hard_rest_at_us, entry.stops_over_us)
    standing = [
        armed for armed in entry.stops.values() if armed.sentence and not armed.concluded and armed.at_us > over_us
    ]
    return max(standing, key=lambda armed: (armed.at_us, armed.sentence)).sentence if standing else ""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Checkpoint)
